/**
 * The table that !dumpheap -stat and !finalizequeue end with, in all its ages: hexadecimal method table, decimal
 * count and size (with group separators since SOS 7), name. As pasted it may have tabs for blanks.
 *   00007ffc310c5af8     2151        51624 FinalizerMemoryLeak.Files2
 *   76bc1ef2cb20     9     1,376 System.Char[]
 *   0015cde8        6     10260      Free
 */
import { readInteger } from './numbers.ts';
import type { TypeCount } from './types.ts';

const row = /^\s{0,20}(?:0x)?[0-9a-fA-F]{6,16}[\s|]+([\d.,' ]{1,24}?)[\s|]+([\d.,']{1,24})[\s|]+([A-Za-z_<`[$?*@][^\n]{0,1500})$/;
const header = /^\s{0,20}(?:MT|MethodTable)[\s|]+Count[\s|]+TotalSize[\s|]+Class Name$/i;
const total = /^\s{0,20}Total ([\d.,' ]{1,24}) objects?(?:, ([\d.,' ]{1,24}) bytes)?\s*$/;

/** One row; null where the line is none. The name keeps its type arguments: they tell a cache from another. */
export function statisticsRow(line: string): TypeCount | null {
  if (line.length < 12 || line.length > 1800) return null;
  const found = row.exec(line);
  if (found === null || /^0\d/.test(found[1] ?? '')) return null;
  const [count, bytes] = [readInteger(found[1] ?? ''), readInteger(found[2] ?? '')];
  const type = (found[3] ?? '').trim();
  // Fields of !dumpobj have more columns behind the size.
  return count === null || bytes === null || type.includes('  ') ? null : { type, count, bytes };
}

export function isStatisticsHeader(line: string): boolean {
  return header.test(line.trimEnd());
}

export interface StatisticsTotal {
  readonly objects: number | null;
  readonly bytes: number | null;
}

/** `Total 428516 objects` (.NET Framework), `Total 169,046 objects, 227,340,540 bytes` (newer SOS). */
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
