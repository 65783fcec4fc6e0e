/**
 * The allocations of heaptrack_print: a place that allocates, and below it who calls it.
 *
 *   4.30M leaked over 800 calls from
 *   my_alloc
 *     at /src/leak.c:5
 *   4.20M leaked over 600 calls from:
 *       load_image
 *
 * The callers' bytes are parts of the place's bytes, and the parts PEAK MEMORY CONSUMERS and MEMORY LEAKS show the same
 * allocations again: each is counted once, leaks where they are listed. Sizes are decimal (K = 1,000).
 * https://github.com/KDE/heaptrack
 */
import { moduleKey, stackOf } from '../../stacks.ts';
import type { AllocationEntry } from '../../types.ts';

export const consumed =
  /^\s{0,40}(-?\d{1,9}(?:\.\d{1,3})?)([BKMGT]?)B? (?:peak memory |leaked |memory )?(consumed|leaked) over (-?\d{1,12}) calls? from(:?)\s*$/i;
/** A chat may have taken the blanks in front of it. */
export const place = /^(?:\s{1,60}(?:in|at) |(?:in|at) (?=\S{0,200}[/:]))(\S.{0,400})$/;
/** Counts of calls and of temporary allocations: other parts, whose stacks are passed over. */
export const counted =
  /^\s{0,40}-?\d{1,12} (?:calls?(?: to allocation functions)? with|temporary allocations? of)\b.{0,120} from:?\s*$|^\s{0,40}and \S{1,20} from \d{1,9} other\b/i;

const power: Readonly<Record<string, number>> = { '': 0, B: 0, K: 1, M: 2, G: 3, T: 4 };

export function bytesOf(digits: string, unit: string): number {
  return Number(digits) * 1000 ** (power[unit.toUpperCase()] ?? 0);
}

interface Frame {
  readonly printed: string;
  symbol: string;
}
interface Found {
  readonly bytes: number;
  readonly allocations: number;
  readonly isLeak: boolean;
  readonly isCaller: boolean;
  readonly frames: Frame[];
}

/** Every heading with a size, with the frames below it. */
function headingsIn(lines: readonly string[], ends: (line: string) => boolean): readonly Found[] {
  const found: Found[] = [];
  let open: Found | null = null;
  for (const line of lines) {
    const start = consumed.exec(line);
    const where = place.exec(line)?.[1];
    if (start !== null) {
      const [, digits = '0', unit = '', word = '', calls = '0', colon = ''] = start;
      open = { bytes: bytesOf(digits, unit), allocations: Number(calls), isLeak: /leaked/i.test(word), isCaller: colon !== '', frames: [] };
      found.push(open);
    } else if (ends(line) || counted.test(line)) open = null;
    else if (open === null || line.trim() === '') continue;
    else if (where === undefined) open.frames.push({ printed: line.trim(), symbol: line.trim() });
    else {
      const frame = open.frames.at(-1);
      if (frame !== undefined && where.includes('/lib')) frame.symbol = `${moduleKey(where)}!${frame.printed}`;
    }
  }
  return found;
}

/** What rounding to three digits may add to the sum of the parts. */
const rounding = 1.02;
/** Less of a place's bytes than this that no caller explains is rounding. */
const leastRest = 0.02;

/** A place's bytes by its callers; what no listed caller explains stays with the place alone. */
function byCaller(place: Found, callers: readonly Found[]): readonly Found[] {
  const bytes = place.bytes - callers.reduce((sum, each) => sum + each.bytes, 0);
  const allocations = place.allocations - callers.reduce((sum, each) => sum + each.allocations, 0);
  const rest = { ...place, bytes, allocations: Math.max(allocations, 0) };
  const whole = callers.map((each) => ({ ...each, frames: [...place.frames, ...each.frames] }));
  return Math.abs(bytes) > Math.abs(place.bytes) * leastRest ? [...whole, rest] : whole;
}

function placesOf(found: readonly Found[]): readonly Found[] {
  const places: Found[] = [];
  for (let at = 0; at < found.length;) {
    const head = found[at];
    if (head === undefined) break;
    let [end, sum] = [at + 1, 0];
    for (; !head.isCaller && end < found.length; end++) {
      const next = found[end];
      sum += Math.abs(next?.bytes ?? 0);
      if (next === undefined || !next.isCaller || next.isLeak !== head.isLeak || sum > Math.abs(head.bytes) * rounding) break;
    }
    places.push(...byCaller(head, found.slice(at + 1, end)));
    at = end;
  }
  return places;
}

export interface Allocations {
  readonly entries: readonly AllocationEntry[];
  /** They are what made the peak, and nothing says that they leak. */
  readonly isPeak: boolean;
}

/** `ends`: a title or a total, behind which another part begins. */
export function allocationsOf(lines: readonly string[], ends: (line: string) => boolean): Allocations {
  const found = headingsIn(lines, ends);
  const leaks = found.filter(({ isLeak }) => isLeak);
  const entries = placesOf(leaks.length > 0 ? leaks : found).map(({ bytes, allocations, frames }): AllocationEntry => ({
    bytes,
    allocations,
    stack: stackOf(frames),
    trace: null,
  }));
  return { entries, isPeak: entries.length > 0 && leaks.length === 0 };
}
