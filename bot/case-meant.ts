import type { Investigation } from '../flows/types.ts';
import type { CaseIndex } from './case-index.ts';
import type { Incoming } from './chat.ts';
import type { OpeningInput } from './opening.ts';
import type { Outputs } from './outputs.ts';
import type { Door } from './turn.ts';

export interface ConversationInput {
  readonly door: Door;
  readonly index: CaseIndex;
  readonly outputs: Outputs;
  readonly opening: OpeningInput;
}

/**
 * The case that a message is about: the one that it names, the one that it has moved already (it was delivered
 * again, and another case may be the current one since), else the current one.
 */
export async function caseMeant(
  { door, index }: ConversationInput,
  { place, activityId }: Incoming,
  named: string | null,
): Promise<Investigation | null> {
  const id = named ?? index.movedBy(place.conversation, activityId) ?? index.current(place.conversation);
  const found = id === null ? null : await door.store.load(id);
  return found !== null && belongsHere(found, place.conversation) ? found : null;
}

/** A case is moved and shown only where it is talked about. */
function belongsHere({ conversation: place }: Investigation, conversation: string): boolean {
  return typeof place === 'object' && place !== null && 'conversation' in place && place.conversation === conversation;
}
