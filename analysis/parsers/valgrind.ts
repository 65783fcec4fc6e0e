/**
 * Valgrind's memcheck: what was not freed when the program ended.
 *
 *   ==24721== 19,660,800 bytes in 300 blocks are definitely lost in loss record 4 of 4
 *   ==24721==    at 0x48417B4: malloc (in /usr/libexec/valgrind/vgpreload_memcheck-amd64-linux.so)
 *   ==24721==    by 0x1091B2: load_image (page.c:7)
 *
 * Thousands are set apart by commas. `10,400 (208 direct, 10,192 indirect)`: what hangs on a lost block counts with it and,
 * with --show-leak-kinds=all, is listed again. What is still reachable is no leak to memcheck.
 * https://valgrind.org/docs/manual/mc-manual.html (4.2.8 Memory leak detection)
 */
import { unknownLife } from '../life.ts';
import { moduleKey, stackOf } from '../stacks.ts';
import type { AllocationEntry, Parsed, TextParser } from '../types.ts';

/** `==24721== `, with --time-stamp `==00:00:00:01.204 24721== `, on some lines `--24721-- `; a chat may have lost it. */
const mark = /^\s{0,8}(?:==|--)(?:[\d:.]{8,20} )?(\d{1,10})(?:==|--)(?: |$)/;
const heading = /^\s{0,8}(?:HEAP|LEAK) SUMMARY:\s*$/;
const record =
  /^\s{0,8}([\d,]{1,24})(?: \(([\d,]{1,24}) direct, [\d,]{1,24} indirect\))? bytes in ([\d,]{1,20}) blocks are (definitely lost|indirectly lost|possibly lost|still reachable)(?: in (?:new )?loss record [\d,]{1,20} of [\d,]{1,20})?\s*$/;
const sum =
  /^\s{0,12}(definitely lost|indirectly lost|possibly lost|still reachable|suppressed|of which reachable via heuristic|in use at exit): ([\d,]{1,24}) bytes in ([\d,]{1,20}) blocks/;
const call = /^\s{0,12}(?:at|by) 0x[0-9a-fA-F]{1,16}: (\S.{0,4000})$/;
const said =
  /^\s{0,8}(?:total heap usage: |All heap blocks were freed|For (?:counts|lists) of detected|Rerun with --leak-check|Reachable blocks \(those|To see them, rerun with|Use --track-origins|ERROR SUMMARY: |Searching for pointers|Checked [\d,]{1,20} bytes|FILE DESCRIPTORS: )/;
const place = /^(.{1,3000}?) \((in )?([^()]{1,1000})\)$/;

/** No symbol: an address that nobody can name. */
const nameless = '0x00';

const textOf = (line: string): string => line.replace(mark, '');
const starts = (line: string): boolean => heading.test(textOf(line)) || record.test(textOf(line));

function span(lines: readonly string[], from: number): number {
  if (!starts(lines[from] ?? '')) return 0;
  const pid = mark.exec(lines[from] ?? '')?.[1];
  let end = from + 1;
  for (let at = end; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const text = textOf(line).trim();
    if (text === '') continue;
    const isOurs = pid === undefined ? starts(line) || sum.test(text) || call.test(text) || said.test(text) : mark.exec(line)?.[1] === pid;
    if (!isOurs || (/^Memcheck, /.test(text) && pid !== undefined)) break;
    end = at + 1;
  }
  return end - from;
}

const numberOf = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));

/** `g_malloc0 (in /usr/lib/libglib-2.0.so.0)` → `libglib-2_0!g_malloc0`; valgrind's own malloc keeps its plain name. */
function symbolOf(printed: string): string {
  const found = place.exec(printed);
  if (found === null) return printed === '???' ? nameless : printed;
  const [, name = '', isModule, path = ''] = found;
  if (name === '(below main)') return '_start';
  if (isModule === undefined || path.includes('vgpreload')) return name;
  return name === '???' ? `${moduleKey(path)}+0x0` : `${moduleKey(path)}!${name}`;
}

interface LossRecord {
  readonly kind: string;
  readonly bytes: number;
  readonly allocations: number;
  readonly frames: string[];
}

function recordsOf(lines: readonly string[]): readonly LossRecord[] {
  const found: LossRecord[] = [];
  const listsIndirect = lines.some((line) => record.exec(line)?.[4] === 'indirectly lost');
  let open: LossRecord | null = null;
  for (const line of lines) {
    const start = record.exec(line);
    const printed = call.exec(line)?.[1];
    if (start !== null) {
      const [, all, direct, blocks, kind = ''] = start;
      open = { kind, bytes: numberOf(listsIndirect ? (direct ?? all) : all), allocations: numberOf(blocks), frames: [] };
      found.push(open);
    } else if (printed === undefined) open = null;
    else open?.frames.push(printed.trim());
  }
  return found;
}

const mostEntries = 60;

function entryOf({ bytes, allocations, frames }: LossRecord): AllocationEntry {
  return { bytes, allocations, stack: stackOf(frames.map((printed) => ({ printed, symbol: symbolOf(printed) }))), trace: null };
}

const largestFirst = (a: LossRecord, b: LossRecord): number => b.bytes - a.bytes;
const reachable = 'still reachable';
const possible = 'possibly lost';
/**
 * A pointer into the block was found: below this it is mostly what a thread that still ran held, and a block of any size that is
 * the only one of its place is a table that the program keeps (memcheck manual 4.2.8).
 */
const doubted = 1024 * 1024;

const areFew = (listed: readonly LossRecord[]): boolean =>
  listed.reduce((sum, { bytes }) => sum + bytes, 0) < doubted || listed.every(({ allocations }) => allocations === 1);

/** What the sums say is lost, for a report without its records. */
function sumsOf(lines: readonly string[]): readonly LossRecord[] {
  return lines.flatMap((line) => {
    const [, kind = '', bytes, blocks] = sum.exec(line) ?? [];
    const counts = /lost$/.test(kind) && numberOf(bytes) > 0;
    return counts ? [{ kind, bytes: numberOf(bytes), allocations: numberOf(blocks), frames: [] }] : [];
  });
}

function parse(block: readonly string[]): Parsed {
  const lines = block.map(textOf);
  const records = recordsOf(lines);
  const lost = records.filter(({ kind }) => kind !== reachable);
  const listed = lost.length > 0 ? lost : sumsOf(lines);
  const kept = listed.length > 0 ? listed : records;
  const isDoubted = listed.length > 0 && listed.every(({ kind }) => kind === possible) && areFew(listed);
  const inUse = lines.map((line) => sum.exec(line)).find((each) => each?.[1] === 'in use at exit');
  const pid = block.map((line) => mark.exec(line)?.[1]).find((each) => each !== undefined);
  const life = { ...unknownLife, pid: pid === undefined ? null : Number(pid), runtime: 'native' as const };
  if (kept.length === 0) {
    const isClean = lines.some((line) => /All heap blocks were freed/.test(line) || (sum.test(line) && /definitely lost: 0 /.test(line)));
    const problem = isClean
      ? 'Memcheck found nothing lost in this run. What grows in a service is often still reachable: let it run as long as the growth takes, and add --show-leak-kinds=all.'
      : 'This part of memcheck’s report lists no leak. Run valgrind --leak-check=full PROGRAM, end the program in the ordinary way, and paste everything from HEAP SUMMARY on.';
    return { ok: false, problem, line: 1 };
  }
  const entries = [...kept].sort(largestFirst).slice(0, mostEntries).map(entryOf);
  return {
    ok: true,
    readings: [
      {
        kind: 'allocations',
        life,
        takenAt: null,
        diff: false,
        entries,
        ...(listed.length === 0 || isDoubted ? { peak: true as const } : {}),
      },
    ],
    notes: [
      ...(records.length === 0 ? ['Only the sums are here: --leak-check=full lists the stacks that allocated what is lost.'] : []),
      ...(listed.length === 0 ? ['All of it was still reachable when the program ended: it need not be leaked.'] : []),
      ...(isDoubted
        ? ['Nothing is definitely lost. What is “possibly lost” may be held by a thread that still ran at the end: join it, and run again.']
        : []),
      ...(inUse === undefined ? [] : [`memcheck: in use at exit ${inUse?.[2]} bytes in ${inUse?.[3]} blocks.`]),
      ...(kept.length > mostEntries ? [`Of ${kept.length} loss records the ${mostEntries} largest were kept.`] : []),
    ],
  };
}

export const valgrind: TextParser = {
  id: 'valgrind',
  title: 'Leaks at the end of the program (valgrind memcheck)',
  hints: ['heap summary:', 'leak summary:', 'blocks are '],
  span,
  parse,
};
