/** How an output is named and cited: by its number in the case, the same on the cards, the page and in the report. */
import type { Evidence } from '../analysis/types.ts';
import { collectorById, evidenceNumber } from '../flows/index.ts';
import type { Investigation } from '../flows/types.ts';
import { utcOffsetOf } from './case-context.ts';
import { when } from './format.ts';
import { kindTitle } from './kind-words.ts';

/** Under which the samples of a watch come in: no file, and no collector either. */
const watch = 'watch';

/** Where it comes from, as far as its kind does not say that already. */
function origin({ from }: Evidence): string {
  if (from === watch) return ', watched';
  return collectorById(from) === null ? ` from ${from}` : '';
}

/** `handle summary from handle.txt, 12:40`; what the bot collected itself is `leak report, 12:19`. */
export function evidenceTitle(investigation: Investigation, each: Evidence): string {
  const at = each.takenAt === null ? '' : `, ${when(each.takenAt, investigation.updatedAt, utcOffsetOf(investigation))}`;
  return `${kindTitle(each.kind)}${origin(each)}${at}`;
}

/** Numbers of the outputs, each once, in the order of the case; an output that is no longer kept has none. */
export function citedNumbers(investigation: Investigation, ids: readonly string[]): readonly number[] {
  const numbers = ids.map((id) => evidenceNumber(investigation, id)).filter((number) => number > 0);
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

/** `[3] [4]`; empty where nothing is cited. */
export function citations(numbers: readonly number[]): string {
  return numbers.map((number) => `[${number}]`).join(' ');
}
