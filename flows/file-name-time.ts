/** What a file name tells of time and order: `run_20260115_103000.csv`, `after.txt`, `heap-2.txt`. */

export interface NamedTime {
  /** Epoch ms, the clock of the name read as UTC (a name carries no zone); null: it names no time. */
  readonly at: number | null;
  /** Its place among files of the same stem; null: it names none. */
  readonly sequence: { readonly group: string; readonly index: number } | null;
}

const longestName = 255;

/** `2026-01-15T10-30-00`, `20260115_103000`, `2026-01-15 10.30`, `20260115`. */
const dated =
  /(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?:[T _.-]{0,2}([01]\d|2[0-3])[-_.:h]?([0-5]\d)(?:[-_.:]?([0-5]\d))?)?(?!\d)/;
/** ProcDump's `_160619_003119`. */
const shortDated = /(?<!\d)(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_([01]\d|2[0-3])([0-5]\d)([0-5]\d)(?!\d)/;

const places: Readonly<Record<string, number>> = {
  before: 1,
  start: 1,
  begin: 1,
  baseline: 1,
  base: 1,
  first: 1,
  old: 1,
  second: 2,
  middle: 2,
  third: 3,
  after: 4,
  end: 4,
  last: 4,
  new: 4,
};

function timeIn(name: string): number | null {
  const found = dated.exec(name);
  // A day alone does not tell two outputs of that day apart.
  if (found?.[4] !== undefined)
    return utc(
      found.slice(1).map((part) => Number(part)),
      0,
    );
  const short = shortDated.exec(name);
  return short === null ? null : utc(short.slice(1).map(Number), 2000);
}

function utc(parts: readonly number[], century: number): number | null {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  const at = Date.UTC(century + year, month - 1, day, hour, minute, Number.isNaN(second) ? 0 : second);
  return new Date(at).getUTCDate() === day ? at : null;
}

/** The last part of the name that is a place or a small number; the rest is the stem that the set shares. */
function sequenceIn(stem: string): NamedTime['sequence'] {
  const parts = stem.toLowerCase().split(/[-_. ()[\]]/);
  const at = parts.findLastIndex((part) => Object.hasOwn(places, part) || /^\d{1,3}$/.test(part));
  const part = parts[at];
  if (part === undefined) return trailingNumber(stem.toLowerCase());
  const group = parts.filter((_, index) => index !== at).join('-');
  return { group: `file:${group}`, index: places[part] ?? Number(part) };
}

/** `heap2`, `DataCollector01`. */
function trailingNumber(stem: string): NamedTime['sequence'] {
  let from = stem.length;
  while (from > 0 && stem.length - from < 4 && /\d/.test(stem.charAt(from - 1))) from -= 1;
  const digits = stem.slice(from);
  if (digits === '' || digits.length > 3 || from === 0) return null;
  return { group: `file:${stem.slice(0, from)}`, index: Number(digits) };
}

export function namedTime(fileName: string): NamedTime {
  const name = fileName.slice(-longestName).split(/[\\/]/).at(-1) ?? '';
  if (!name.includes('.')) return { at: null, sequence: null };
  const at = timeIn(name);
  return { at, sequence: at === null ? sequenceIn(name.slice(0, name.lastIndexOf('.'))) : null };
}
