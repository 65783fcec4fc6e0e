/**
 * The table that !dumpheap -stat and !finalizequeue end with, in all its ages: hexadecimal method table, decimal
 * count and size (with group separators since SOS 7), name. As pasted it may have tabs for blanks.
 *   00007ffc310c5af8     2151        51624 FinalizerMemoryLeak.Files2
 *   76bc1ef2cb20     9     1,376 System.Char[]
 *   0015cde8        6     10260      Free
 */
import { readInteger } from './numbers.ts';
import type { TypeCount } from './types.ts';

const row = /^\s{0,20}(?:0x)?[0-9a-fA-F]{6,16}[\s|]{1,60}(\d[\d.,' \t|]{0,120}?)[\s|]{1,60}([A-Za-z_<`[$?*@][^\n]{0,1500})$/;
const header = /^\s{0,20}(?:MT|MethodTable)[\s|]+Count[\s|]+TotalSize[\s|]+Class\sName$/i;
/** A spreadsheet prints decimals behind a size, which has none. */
const noDecimals = /(\d{5})[.,]00(?=[\s|])/g;
const total = /^\s{0,20}Total ([\d.,' ]{1,24}) objects?(?:, (?:Total size: )?([\d.,' ]{1,24})(?: bytes)?)?\s*$/;

/** No object is smaller: a header and a method table on 32 bits. */
const smallestObject = 12;
/** The CLR's limit for one object, unless gcAllowVeryLargeObjects was set. */
const largestObject = 2 ** 31;

/**
 * Count and size of a row. French and other cultures group digits with blanks (`77 854    223 182 288`): columns are apart by
 * more than one, or else where the parts are grouped as numbers are and the size can hold so many objects.
 */
function countAndBytes(text: string): readonly [number, number] | null {
  const columns = text.trim().split(/ {2,}|[\t|][\s|]*/);
  const words = text.trim().split(/[\s|]+/);
  const splits =
    columns.length === 2 ? [columns] : words.slice(1).map((_, at) => [words.slice(0, at + 1).join(' '), words.slice(at + 1).join(' ')]);
  const possible = splits.flatMap(([first = '', second = '']): readonly (readonly [number, number])[] => {
    const [count, bytes] = [readInteger(first), readInteger(second)];
    const fits = (size: number, objects: number): boolean => size >= objects * smallestObject && size <= objects * largestObject;
    return count === null || bytes === null || (splits.length > 1 && !fits(bytes, count)) ? [] : [[count, bytes]];
  });
  return possible.length === 1 ? (possible[0] ?? null) : null;
}

/** One row; null where the line is none. The name keeps its type arguments: they tell a cache from another. */
export function statisticsRow(line: string): TypeCount | null {
  if (line.length < 12 || line.length > 1800) return null;
  const found = row.exec(line.includes('\t') ? line.trimEnd().replace(noDecimals, '$1') : line);
  if (found === null || /^0\d/.test(found[1] ?? '')) return null;
  const sizes = countAndBytes(found[1] ?? '');
  // It also puts each word behind a comma into a cell of its own.
  const type = (found[2] ?? '').trim().replace(/,\t(?=\S)/g, ', ');
  // Fields of !dumpobj have more columns behind the size.
  return sizes === null || type.includes('  ') ? null : { type, count: sizes[0], bytes: sizes[1] };
}

const listingHead = /^\s{0,20}Address\s{1,20}MT\s{1,20}Size(?:\s{1,20}Gen)?\s*$/;
const listing = /^\s{0,20}[0-9a-fA-F]{8,16}\s{1,20}[0-9a-fA-F]{6,16}\s{1,20}[\d.,']{1,15}\s{0,4}(?:Free|\(\w{1,12}\)|\d|LOH)?\s*$/;

/** The head of a listing of objects: `Address MT Size`. */
export const isListingHeader = (line: string): boolean => listingHead.test(line);

/** An object of a listing: address, method table, size. */
export const isListingRow = (line: string): boolean => listing.test(line);

export function isStatisticsHeader(line: string): boolean {
  return header.test(line.trimEnd());
}

export interface StatisticsTotal {
  readonly objects: number | null;
  readonly bytes: number | null;
}

/** `Total 42,126 objects, Total size: 12,842,324` (1.1), `Total 428516 objects`, `Total 169,046 objects, 227,340,540 bytes` (newer SOS). */
export function statisticsTotal(line: string): StatisticsTotal | null {
  const found = total.exec(line);
  if (found === null) return null;
  return { objects: readInteger(found[1] ?? ''), bytes: found[2] === undefined ? null : readInteger(found[2]) };
}

export interface Statistics {
  /** One entry a name, the largest first. */
  readonly types: readonly TypeCount[];
  readonly objects: number;
  readonly bytes: number;
  readonly notes: readonly string[];
}

/** Types that are kept of one table: the largest, and the most numerous of the others. A large heap has thousands. */
const keptBySize = 250;
const keptByCount = 50;

/** Adds up rows of the same name (a type has one method table for each time its assembly is loaded). */
export function addUp(rows: readonly TypeCount[]): Statistics {
  const byName = new Map<string, { count: number; bytes: number; tables: number }>();
  for (const { type, count, bytes } of rows) {
    const before = byName.get(type) ?? { count: 0, bytes: 0, tables: 0 };
    byName.set(type, { count: before.count + count, bytes: before.bytes + (bytes ?? 0), tables: before.tables + 1 });
  }
  const all = [...byName]
    .map(([type, { count, bytes }]) => ({ type, count, bytes }))
    .sort((a, b) => b.bytes - a.bytes || b.count - a.count);
  const small = all.slice(keptBySize);
  const numerous = new Set([...small].sort((a, b) => b.count - a.count).slice(0, keptByCount));
  const types = [...all.slice(0, keptBySize), ...small.filter((each) => numerous.has(each))];
  const loadedOften = [...byName].filter(([, { tables }]) => tables > 1).sort(([, a], [, b]) => b.tables - a.tables)[0];
  return {
    types,
    objects: rows.reduce((sum, { count }) => sum + count, 0),
    bytes: rows.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    notes: [
      ...(types.length < all.length ? [`${all.length - types.length} smaller types were left out.`] : []),
      ...(loadedOften === undefined
        ? []
        : [
            `${loadedOften[0].slice(0, 120)} stands ${loadedOften[1].tables} times in the table, once for each method table; the rows were added up.`,
          ]),
    ],
  };
}
