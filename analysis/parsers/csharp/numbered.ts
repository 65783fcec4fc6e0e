/**
 * Listings that put something in front of each line of code: git blame, `cat -n`, and the two columns of numbers of a diff
 * that was copied from a web page.
 *
 *   6a7e064c (Ann B 2024-05-03 14:05:08 +0000 10)             var s = new XmlSerializer(…);
 *       10	            var s = new XmlSerializer(…);
 *   8	10	+            var s = new XmlSerializer(…);
 *
 * https://git-scm.com/docs/git-blame ("The default format")
 */
import type { Pasted } from './older-diffs.ts';

/** Each with the number of the line in its file. */
const listings: readonly RegExp[] = [
  /^\^?[0-9a-f]{7,40} (?:[\w./\\-]{1,200} {1,40})?\((?:\S.{0,80} )?\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d [+-]\d{4})? {1,8}(\d{1,7})\)(?: |$)/,
  /^\^?[0-9a-f]{7,40} {1,8}(?:[\w./\\-]{1,200} {1,40})?(\d{1,7})\)(?: |$)/,
  /^ {0,8}\d{0,7}\t {0,8}(\d{0,7})(?:\t|$)/,
  /^ {0,8}(\d{1,7})(?:\t| {0,2}[:|] ?)/,
];

/** From this many neighbouring lines on it is a listing. */
const leastRun = 3;

function runFrom(lines: readonly string[], from: number, listing: RegExp): number {
  let [end, last] = [from, 0];
  for (; end < lines.length; end++) {
    const number = listing.exec(lines[end] ?? '')?.[1];
    if (number === undefined || (number !== '' && Number(number) < last)) break;
    last = number === '' ? last : Number(number);
  }
  return end - from;
}

/** The listing that begins in line `from`, without what stands in front; null where there is none. */
export function unnumbered(lines: readonly string[], from: number): Pasted | null {
  const first = lines[from] ?? '';
  if (first.length > 2000) return null;
  for (const listing of listings) {
    if (!listing.test(first)) continue;
    const size = runFrom(lines, from, listing);
    if (size < leastRun) continue;
    const run = lines.slice(from, from + size);
    const numbers = run.map((line) => Number(listing.exec(line)?.[1] || NaN));
    return { lines: run.map((line) => line.replace(listing, '')), fileLines: numbers.map((each) => (Number.isNaN(each) ? null : each)) };
  }
  return null;
}
