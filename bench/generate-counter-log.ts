/**
 * A wide counter log as a data collector set writes it (PDH-CSV 4.0, all cells quoted, CRLF):
 * 3,001 columns of which 12 are counters of two worker processes that we use, strewn over the row.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

const columns = 3_001;
const used = ['ID Process', 'Private Bytes', 'Virtual Bytes', 'Working Set', 'Handle Count', 'Thread Count'];
/** What fills the rest of such a log; some instance names hold commas, `#` and quotes, as real ones do. */
const others = [
  (i: number) => `\\LogicalDisk(HarddiskVolume${i})\\Avg. Disk Queue Length`,
  (i: number) => `\\Network Interface(Intel[R] 82574L, Gigabit _${i})\\Bytes Total/sec`,
  (i: number) => `\\Process(svchost#${i})\\IO Data Operations/sec`,
  (i: number) => `\\SQLServer:Locks(Batch ""${i}"")\\Lock Waits/sec`,
  (i: number) => `\\Processor Information(0,${i})\\% Processor Time`,
];

export interface CounterLog {
  /** Column numbers of the twelve counters that we use, rising. */
  readonly wanted: readonly number[];
  readonly rows: number;
  readonly columns: number;
}

const two = (value: number): string => String(value).padStart(2, '0');
function timeOf(ms: number): string {
  const date = new Date(ms);
  const day = `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${date.getUTCFullYear()}`;
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day} ${clock}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`;
}

/** Most counters of an idle machine are 0, small, blank, or a quotient with all its digits. */
function otherValue(random: Random): string {
  const kind = random.below(20);
  if (kind === 0) return ' ';
  if (kind < 4) return '0';
  if (kind < 15) return String(random.below(2_000_000));
  return (random.next() * 100).toPrecision(7 + random.below(9));
}

/** A row in the middle of the log is one of this many texts with its own time and its own twelve values. */
const distinctRows = 16;

/** Writes about `bytes` bytes. */
export function generateCounterLog(path: string, bytes: number, seed: number): CounterLog {
  const random = createRandom(seed);
  const wanted = Array.from({ length: 12 }, (_, i) => 40 + i * 243 + random.below(200));
  const usedAt = new Map(wanted.map((column, i) => [column, i]));
  const header = Array.from({ length: columns }, (_, i) => {
    if (i === 0) return '"(PDH-CSV 4.0) (W. Europe Standard Time)(-60)"';
    const slot = usedAt.get(i);
    const own = `\\Process(w3wp${slot !== undefined && slot > 5 ? '#1' : ''})\\${used[(slot ?? 0) % used.length] ?? ''}`;
    return `"\\\\WEB01${slot === undefined ? (others[i % others.length]?.(i) ?? '') : own}"`;
  });
  const rowsOfOthers = Array.from({ length: distinctRows }, () => {
    const pieces = ['', ...wanted].map((_, piece) => {
      const [from, to] = [piece === 0 ? 1 : (wanted[piece - 1] ?? 0) + 1, wanted[piece] ?? columns];
      return Array.from({ length: to - from }, () => `"${otherValue(random)}"`).join(',');
    });
    return pieces;
  });
  const file = openSync(path, 'w');
  let written = writeSync(file, `${header.join(',')}\r\n`);
  let rows = 0;
  for (; written < bytes; rows++) {
    const pieces = rowsOfOthers[random.below(distinctRows)] ?? [];
    const values = wanted.map((_, i) => `"${usedValue(i, rows, random)}"`);
    const body = pieces.map((piece, i) => (i < values.length ? `${piece},${values[i] ?? ''}` : piece)).join(',');
    written += writeSync(file, `"${timeOf(Date.UTC(2026, 1, 3, 9) + rows * 15_000)}",${body}\r\n`);
  }
  closeSync(file);
  return { wanted, rows, columns };
}

function usedValue(slot: number, row: number, random: Random): string {
  const pool = slot > 5 ? 1 : 0;
  const bytes = 310e6 + pool * 40e6 + row * 9_000 + random.below(4e6);
  const values = [4120 + pool * 300, bytes, bytes * 3, bytes * 0.8, 900 + random.below(40), 40 + random.below(9)];
  return String(Math.round(values[slot % used.length] ?? 0));
}
