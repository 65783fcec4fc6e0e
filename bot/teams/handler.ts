import type { Incoming, Outbox, Place } from '../chat.ts';
import type { Answer } from '../chat.ts';
import type { IncomingActivity } from './activity.ts';
import { filesOf, htmlOf } from './attachments.ts';
import type { AttachmentRules } from './attachments.ts';
import type { Inbox } from './inbox.ts';
import { invokeAnswer, invokeMessage } from './invoke.ts';
import type { InvokeAnswer } from './invoke.ts';
import { mentionsOf, withoutMention } from './mention.ts';
import { writtenText } from './message-text.ts';

export interface HandlerInput {
  readonly channel: Place['channel'];
  readonly attachments: AttachmentRules;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly converse: (incoming: Incoming) => Promise<Answer>;
  readonly now: () => number;
}

const stillWorking = 'Still working on it; the answer comes here as soon as it is there.';

/** Activities → what the conversation understands, and its answer → messages. */
export function createHandler(input: HandlerInput): (activity: IncomingActivity) => Promise<InvokeAnswer | null> {
  return async (activity) => {
    const incoming = toIncoming(activity, input);
    if (incoming === null) return null;
    const clicked = activity.type === 'invoke';
    const from = { conversation: activity.conversation.id, activityId: activity.id ?? null };
    return input.inbox.take(
      from,
      async () => {
        if (!clicked && (incoming.files.length > 0 || incoming.text.length > 2000)) void input.outbox.typing(incoming.place);
        const answer = await input.converse(incoming);
        const sent = input.outbox.reply(incoming.place, answer.replies);
        if (answer.shown !== null) void input.outbox.showCase(answer.shown);
        if (!clicked) return { answer: null, sent };
        return { answer: answer.card === null ? invokeMessage(saidIn(answer)) : invokeAnswer(answer.card), sent };
      },
      (again) => {
        if (clicked) return invokeMessage(stillWorking);
        if (!again) void input.outbox.reply(incoming.place, [{ text: stillWorking }]);
        return null;
      },
    );
  };
}

/** A click that shows no card is answered with what was said about it. */
function saidIn({ replies }: Answer): string {
  const first = replies[0];
  if (first === undefined) return 'Noted.';
  return 'text' in first ? first.text : first.says;
}

/** null: nothing that this bot answers (reactions, edits, other invokes). */
function toIncoming(activity: IncomingActivity, input: HandlerInput): Incoming | null {
  const joined = hasJoined(activity);
  const executed = activity.type === 'invoke' && activity.name === 'adaptiveCard/action' ? executedPress(activity.value) : undefined;
  const heard = activity.type === 'message' || joined || executed !== undefined;
  if (!heard) return null;
  const said = activity.type === 'message' ? (activity.text ?? '') : '';
  // What the page sends is what was typed; Teams sends its own markup.
  const text = input.channel === 'teams' ? writtenText(said, htmlOf(activity)) : said;
  return {
    place: { channel: input.channel, conversation: activity.conversation.id, reference: referenceOf(activity) },
    activityId: activity.id ?? null,
    by: { id: activity.from.aadObjectId ?? activity.from.id, name: activity.from.name ?? 'somebody' },
    at: new Date(input.now()).toISOString(),
    text: withoutMention(text, mentionsOf(activity.entities ?? [], activity.recipient?.id ?? null)),
    press: executed ?? (activity.type === 'message' ? (activity.value ?? undefined) : undefined),
    files: activity.type === 'message' ? filesOf(activity, input.attachments) : [],
    joined,
  };
}

function hasJoined(activity: IncomingActivity): boolean {
  if (activity.type === 'installationUpdate') return false;
  return activity.type === 'conversationUpdate' && (activity.membersAdded ?? []).some((member) => member.id === activity.recipient?.id);
}

/** Action.Execute: the verb stands beside the data; Action.Submit has it within. Both come out alike. */
function executedPress(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('action' in value)) return undefined;
  const action: unknown = value.action;
  if (typeof action !== 'object' || action === null) return undefined;
  const { verb, data } = action as { verb?: unknown; data?: unknown };
  const carried = typeof data === 'object' && data !== null ? data : {};
  return { ...(verb === undefined ? {} : { verb }), ...carried };
}

/** What is needed to answer later; plain JSON, kept in the record. */
function referenceOf(activity: IncomingActivity): unknown {
  return {
    channelId: activity.channelId,
    serviceUrl: activity.serviceUrl,
    bot: { id: activity.recipient?.id ?? 'plumbline', name: activity.recipient?.name ?? 'Plumbline' },
    conversation: {
      id: activity.conversation.id,
      ...(activity.conversation.conversationType == null ? {} : { conversationType: activity.conversation.conversationType }),
      ...(activity.conversation.tenantId == null ? {} : { tenantId: activity.conversation.tenantId }),
    },
  };
}
