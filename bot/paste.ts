import { notReadCard, readCard } from '../cards/index.ts';
import type { Investigation } from '../flows/types.ts';
import { nothing, say, show } from './answers.ts';
import { caseMeant } from './case-meant.ts';
import type { ConversationInput } from './case-meant.ts';
import type { Answer, Incoming, Reply } from './chat.ts';
import { withHeard } from './heard.ts';
import { openForOutputs } from './opening.ts';
import type { ReadOutput } from './outputs.ts';
import { turn } from './turn.ts';

/** A message that is delivered again opens nothing anew. */
export async function opened(input: ConversationInput, incoming: Incoming, fresh: Investigation): Promise<Answer> {
  const already = input.index.openedBy(incoming.place.conversation, incoming.activityId);
  const known = already === null ? null : await input.door.store.load(already);
  if (known !== null) return { ...nothing, shown: known };
  const investigation = withHeard(fresh, incoming.activityId);
  await input.door.store.create(investigation);
  input.door.changed({ before: investigation, investigation, taken: null, refused: null });
  return { ...nothing, shown: investigation };
}

/** Outputs go to the case that is open here; without one they open their own, if anything in them was understood. */
export async function pasted(
  input: ConversationInput,
  incoming: Incoming,
  outputs: readonly ReadOutput[],
  named: string | null,
): Promise<Answer> {
  const { conversation } = incoming.place;
  const open = named ?? input.index.movedBy(conversation, incoming.activityId) ?? input.index.openCase(conversation);
  const found = open === null ? null : await caseMeant(input, incoming, open);
  if (found !== null) return takenIn(input, incoming, outputs, found.id);
  if (named !== null) return say(`There is no case ${named} in this conversation.`);
  if (outputs.every(({ result }) => result.blocks.length === 0)) {
    const unread = outputs.flatMap(({ result, from, rawRef }) =>
      result.unread.map(({ problem, within }) => ({
        from: within === undefined ? from : `${from} › ${within}`,
        problem,
        rawRef,
        at: incoming.at,
      })),
    );
    return show(notReadCard(null, unread), 'I could not read this');
  }
  const investigation = openForOutputs(input.opening, incoming, outputs);
  await opened(input, incoming, investigation);
  return takenIn(input, incoming, outputs, investigation.id);
}

async function takenIn(input: ConversationInput, incoming: Incoming, outputs: readonly ReadOutput[], caseId: string): Promise<Answer> {
  const replies: Reply[] = [];
  let latest: Investigation | null = null;
  for (const { from, rawRef, result } of outputs) {
    const taken = { result, from, rawRef, at: incoming.at, by: incoming.by, collectedAt: null, effectId: null, watch: null };
    const turned = await turn(input.door, caseId, { type: 'output', taken });
    if (turned?.taken == null) continue;
    replies.push({ card: readCard(turned.taken), says: 'What was read' });
    latest = turned.investigation;
  }
  return { replies, shown: latest, card: null };
}
