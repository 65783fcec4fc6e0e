/** Where the report lies, or that it is on its way: the same sentence on every card that has one. */
import { filedPlace } from '../flows/index.ts';
import type { Investigation } from '../flows/types.ts';
import { timeIn } from './case-context.ts';

/** null: nobody has asked for it yet. */
export function reportSays(investigation: Investigation): string | null {
  const filing = investigation.pending.find((each) => each.type === 'fileTicket');
  const filed = investigation.filed.at(-1);
  if (filing !== undefined) return `The report is being attached since ${timeIn(investigation, filing.askedAt)}.`;
  return filed === undefined ? null : `The report with its charts and evidence is attached: ${filedPlace(filed)}.`;
}

/** `Attached: INC-4711/report.html.` where a line has to do; null: nothing is attached. */
export function reportInShort({ filed }: Investigation): string | null {
  const last = filed.at(-1);
  return last === undefined ? null : `Attached: ${filedPlace(last)}.`;
}
