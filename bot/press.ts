import { staleCard, toEvent } from '../cards/index.ts';
import type { ButtonPress } from '../cards/types.ts';
import type { FlowEvent, Investigation, Person } from '../flows/types.ts';

/** A click → the event that it means, or the sentence why it means nothing any more: the first click wins. */
export function readButtonEvent(
  investigation: Investigation,
  press: ButtonPress,
  by: Person,
  at: string,
): { readonly event: FlowEvent } | { readonly refused: string } {
  if (press.token !== investigation.token) return { refused: staleCard(investigation, press.token ?? -1) };
  const event = toEvent(press, investigation, by, at);
  return event === null ? { refused: 'This button means nothing here. This is where we are now:' } : { event };
}
