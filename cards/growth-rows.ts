/** The growth between leak reports as rows of text: the same on the card, in the report and on a terminal. */
import type { Attribution, GrowthRow } from '../analysis/types.ts';
import { count, duration, gigabyte, listed, megabyte, percent, rate, signedBytes, threeDigits } from './format.ts';

/** How the whole and what is left are called in the first column: our own words, no names of theirs. */
export const wholeName = 'all';
export const restName = 'everything else';

export function isOurWord(name: string): boolean {
  return name === wholeName || name === restName;
}

export interface SizeUnit {
  readonly name: 'GB' | 'MB';
  readonly bytes: number;
}

/** One unit for a whole table: GB where the largest total reaches one. */
export function sizeUnit(attribution: Attribution): SizeUnit {
  const largest = Math.max(0, ...attribution.total.map((each) => each ?? 0));
  return largest >= gigabyte ? { name: 'GB', bytes: gigabyte } : { name: 'MB', bytes: megabyte };
}

/** How the columns of a table of sizes are headed: the labels of the reports; of a difference one, what is more in the later snapshot. */
export function columnLabels({ labels, isDifference }: Attribution): readonly string[] {
  return isDifference === true ? ['more'] : labels;
}

/** What stands below `columnLabels`. */
export function columnValues<T>({ isDifference }: Attribution, values: readonly T[]): readonly T[] {
  return isDifference === true ? values.slice(-1) : values;
}

/** A size in the table's unit, with two decimals below ten: `0.51`, `2.19`, `14.6`. */
export function inUnit(value: number | null, unit: SizeUnit): string {
  if (value === null) return '?';
  const amount = value / unit.bytes;
  return Math.abs(amount) < 9.995 ? count(amount, 2) : threeDigits(amount);
}

/** Rows that matter: the whole, the module and the function that grow most, and what is left. */
export function topRows(attribution: Attribution, modules: number, functions: number): readonly GrowthRow[] {
  const byGrowth = (level: GrowthRow['level']) =>
    attribution.rows.filter((row) => row.level === level).toSorted((a, b) => (b.growth ?? -Infinity) - (a.growth ?? -Infinity));
  return [...byGrowth('module').slice(0, modules), ...byGrowth('function').slice(0, functions), ...byGrowth('remainder').slice(0, 1)];
}

/** A function without module, class and offset where the row above names the module: `AllocBitmapData` in a narrow column. */
export function shortFunction(name: string): string {
  const afterModule = name.slice(name.lastIndexOf('!') + 1).replace(/\+(?:0x)?[0-9a-f]{1,8}$/i, '');
  return afterModule.includes('::') ? afterModule.slice(afterModule.lastIndexOf('::') + 2) : afterModule;
}

/** `1:39` (hours and minutes) out of DebugDiag's `01:39:09`; other labels stay. */
export function shortLabel(label: string): string {
  return label.replace(/^0?(\d{1,3}:\d{2}):\d{2}$/, '$1');
}

export function shareOf(row: GrowthRow): string {
  return row.share === null ? '' : percent(row.share);
}

/** Reports that one sentence names. */
const mostNamed = 3;

/** `1.68, 2.14 and 2.70 GB are held after 1:39, 2:01 and 2:26 h.` */
function heldSentence(attribution: Attribution, unit: SizeUnit): string {
  const { labels, total } = attribution;
  if (attribution.isDifference === true)
    return `${inUnit(total[1] ?? null, unit)} ${unit.name} were allocated between two snapshots and not freed.`;
  const sizes = listed(total.slice(-mostNamed).map((each) => inUnit(each, unit)));
  const times = labels.slice(-mostNamed).map(shortLabel);
  const after = times.every((each) => /^\d{1,3}:\d{2}$/.test(each)) ? ` after ${listed(times)} h` : '';
  return `${sizes} ${unit.name} are held${after}.`;
}

/** `GdiPlus 100 %`, `AllocBitmapData 99 %`; without those whose name and figure were `said` already. */
function sharesOf(attribution: Attribution, said = ''): readonly string[] {
  const top = topRows(attribution, 1, 1).filter((row) => row.level !== 'remainder' && row.share !== null);
  const named = top.map((row) => ({ name: row.level === 'module' ? row.name : shortFunction(row.name), share: shareOf(row) }));
  return named.filter(({ name, share }) => !said.includes(name) || !said.includes(share)).map(({ name, share }) => `${name} ${share}`);
}

/** What the lead does not say of it, in a line of a phone or two: `Held: 1.68, 2.14, 2.70 GB. Of the growth: AllocBitmapData 99 %.`; null: nothing. */
export function growthInShort(attribution: Attribution, said: string): string | null {
  const unit = sizeUnit(attribution);
  const shares = sharesOf(attribution, said);
  const whose = shares.length === 0 ? '' : ` Of the growth: ${shares.join(', ')}.`;
  const [, more = null] = attribution.total;
  if (attribution.isDifference === true) return whose === '' ? null : `Not freed: ${inUnit(more, unit)} ${unit.name} more.${whose}`;
  return `Held: ${attribution.total
    .slice(-mostNamed)
    .map((each) => inUnit(each, unit))
    .join(', ')} ${unit.name}.${whose}`;
}

/** The growth between the reports in words: what is held, how fast it grows, and whose it is. */
export function growthInWords(attribution: Attribution): string {
  const shares = sharesOf(attribution);
  const whose = shares.length === 0 ? '' : ` Of the growth: ${listed(shares)}.`;
  return `${heldSentence(attribution, sizeUnit(attribution))} ${growthSentence(attribution)}${whose}`;
}

/** What is in no column: `Not in it: the report at 2:00:00, of another run of the tracker.` */
function apartSentence({ apart = [] }: Attribution): string {
  if (apart.length === 0) return '';
  const which = apart.length === 1 ? 'the report' : `${count(apart.length)} reports`;
  return ` Not in it: ${which} at ${listed(apart.slice(0, mostNamed).map(shortLabel))}, of another run of the tracker.`;
}

/** `+1.02 GB in 47 min is 1.30 GB/h (1.23, then 1.37).` */
export function growthSentence(attribution: Attribution): string {
  return `${growthItself(attribution)}${apartSentence(attribution)}`;
}

function growthItself(attribution: Attribution): string {
  const { totalGrowth, bytesPerHour, rates } = attribution;
  if (attribution.isDifference === true) return `${signedBytes(totalGrowth)} between two snapshots.`;
  if (bytesPerHour === null || bytesPerHour === 0) return `${signedBytes(totalGrowth)} over ${count(attribution.labels.length)} reports.`;
  const unit = Math.abs(bytesPerHour) >= gigabyte ? gigabyte : megabyte;
  const steps = rates.length < 2 ? '' : ` (${rates.map((each) => threeDigits(each / unit)).join(', then ')})`;
  return `${signedBytes(totalGrowth)} in ${duration((totalGrowth / bytesPerHour) * 3_600_000)} is ${rate(bytesPerHour)}${steps}.`;
}
