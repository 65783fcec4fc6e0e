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

/** `[7] finalizer queue, 00:31; [8] .NET heap, 00:31`: the outputs of the case that stand in one text. */
export function citedTitles(investigation: Investigation, ids: readonly string[]): string {
  return citedNumbers(investigation, ids)
    .flatMap((number) => {
      const found = investigation.evidence[number - 1];
      return found === undefined ? [] : [`[${number}] ${evidenceTitle(investigation, found)}`];
    })
    .join('; ');
}

/** A run as long as this is shorter when it is told by its ends. */
const longRun = 4;

/** Ranges of numbers in their order; a run shorter than four stays one number each: 3, 5, 6, 7, 8 → 3–3, 5–8. */
export function citedRuns(numbers: readonly number[]): readonly (readonly [from: number, to: number])[] {
  const runs = numbers.reduce<readonly (readonly [number, number])[]>((all, number) => {
    const last = all.at(-1);
    return last !== undefined && last[1] === number - 1 ? [...all.slice(0, -1), [last[0], number]] : [...all, [number, number]];
  }, []);
  return runs.flatMap(([from, to]) =>
    to - from + 1 >= longRun
      ? [[from, to] as const]
      : Array.from({ length: to - from + 1 }, (_, index) => [from + index, from + index] as const),
  );
}

/** `[3] [5]–[8]`; empty where nothing is cited. */
export function citations(numbers: readonly number[]): string {
  return citedRuns(numbers)
    .map(([from, to]) => (from === to ? `[${from}]` : `[${from}]–[${to}]`))
    .join(' ');
}
