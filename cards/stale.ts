/** The answer to a click that came second or too late. */
import type { Investigation } from '../flows/types.ts';
import { nameOf, utcOffsetOf } from './case-context.ts';
import { plain } from './escape.ts';
import { when, zone } from './format.ts';

/** `Already started by Robin at 14:02 UTC. This is where we are now:`; the current card is shown below it. `token` is the press's. */
export function staleCard(investigation: Investigation, token: number | null): string {
  const answered = investigation.answered.find((each) => each.token === token);
  const here = 'This is where we are now:';
  if (answered === undefined) return `That button belongs to an earlier step. ${here}`;
  const offset = utcOffsetOf(investigation);
  const did = plain(answered.did.replace(/^already /i, '').replace(/\.$/, ''), 120);
  return `Already ${did} by ${plain(nameOf(answered.by), 80)} at ${when(answered.at, investigation.updatedAt, offset)} ${zone(offset)}. ${here}`;
}
