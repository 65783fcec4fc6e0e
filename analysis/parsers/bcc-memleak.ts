/**
 * memleak of bcc: outstanding allocations by stack, printed every few seconds.
 *
 *   [11:16:33] Top 2 stacks with outstanding allocations:
 *           80 bytes in 5 allocations from stack
 *                    main+0x6d [allocs]
 *
 * Decimal numbers; the time has no date. The module stands in brackets behind the symbol, newer releases print the address
 * before it (`0x0000555e31a00879	main+0x6d [allocs]`); a frame of the probe itself is `[unknown] [[uprobes]]`.
 * https://github.com/iovisor/bcc/blob/master/tools/memleak_example.txt
 */
import { endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { stackOf } from '../stacks.ts';
import type { AllocationEntry, Parsed, Reading, TextParser } from '../types.ts';

const attaching = /^\s{0,8}Attaching to (?:pid (\d{1,9})|malloc and free|kernel allocators)/;
const time = /^\s{0,8}\[\d{2}:\d{2}:\d{2}\] Top \d{1,6} stacks? with outstanding allocations:\s*$/;
const entry = /^\s{0,16}(\d{1,18}) bytes in (\d{1,15}) allocations from stack\s*$/;
const detail = /^\s{0,16}addr = [0-9a-f]{1,16} size = \d{1,15}\s*$/;
/** libbpf-tools number the frames: `0 [<000055d3c8a3e2a0>] main+0x6d`. */
const frame =
  /^\s{0,40}(?:\d{1,3} \[<[0-9a-f]{6,16}>\]\s{1,16}|0x[0-9a-f]{6,16}\s{1,16})?(\S(?:[^\n]{0,999}?\S)??)(?:\s{1,4}\[{1,2}([^[\]\n]{1,200})\]{1,2})?\s*$/;

/** A tab stands behind it, and a paste may have made any number of blanks of that. */
const address = /^(?:\d{1,3} \[<[0-9a-f]{6,16}>\]|0x[0-9a-f]{6,16})\s{1,16}(?=\S)/;

function isFrame(line: string): boolean {
  return (
    frame.test(line) &&
    (/\[[^[\]]{1,200}\]{1,2}\s*$/.test(line) || /\+0x[0-9a-f]/.test(line) || /\[unknown\]/.test(line) || /^\s{0,16}\d{1,3} \[</.test(line))
  );
}

function span(lines: readonly string[], from: number): number {
  const line = lines[from] ?? '';
  const starts =
    time.test(line) ||
    (attaching.test(line) && lines.slice(from + 1, from + 4).some((each) => time.test(each))) ||
    (entry.test(line) && isFrame(lines[from + 1] ?? ''));
  if (!starts) return 0;
  let attached = 0;
  return (
    endOfBlock(lines, from, (each) =>
      attaching.test(each) ? ++attached === 1 : time.test(each) || entry.test(each) || detail.test(each) || isFrame(each),
    ) - from
  );
}

/** Newer releases print where the module lies: `[/usr/lib/x86_64-linux-gnu/libc.so.6]`. */
const fileOf = (module: string): string => module.slice(module.lastIndexOf('/') + 1);

interface Pending {
  readonly bytes: number;
  readonly allocations: number;
  readonly frames: { readonly printed: string; readonly symbol: string }[];
}

function entriesOf(lines: readonly string[]): readonly AllocationEntry[] {
  const found: Pending[] = [];
  for (const line of lines) {
    const start = entry.exec(line);
    const last = found.at(-1);
    const call = detail.test(line) ? null : frame.exec(line);
    if (start !== null) found.push({ bytes: Number(start[1]), allocations: Number(start[2]), frames: [] });
    else if (last !== undefined && call !== null && isFrame(line)) {
      const [, symbol = '', module] = call;
      last.frames.push({
        printed: line.trim().replace(address, ''),
        symbol: module === undefined || symbol === '[unknown]' ? symbol : `${fileOf(module)}!${symbol}`,
      });
    }
  }
  return found.map(({ bytes, allocations, frames }) => ({ bytes, allocations, stack: stackOf(frames), trace: null }));
}

/** Lists are printed every few seconds; a record keeps the first and the newest. */
function listsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const starts = lines.flatMap((line, at) => (time.test(line) ? [at] : []));
  if (starts.length === 0) return [lines];
  return starts.map((at, i) => lines.slice(at, starts[i + 1] ?? lines.length));
}

function parse(lines: readonly string[]): Parsed {
  const pid = lines.map((line) => attaching.exec(line)?.[1]).find((each) => each !== undefined);
  const lists = listsOf(lines);
  const kept = lists.length > 2 ? [lists[0] ?? [], lists.at(-1) ?? []] : lists;
  const life = { ...unknownLife, pid: pid === undefined ? null : Number(pid) };
  const readings = kept
    .map(entriesOf)
    .filter((entries) => entries.length > 0)
    .map((entries): Reading => ({ kind: 'allocations', life, takenAt: null, diff: false, entries: entries.slice(0, 60) }));
  if (readings.length === 0) {
    return {
      ok: false,
      problem: 'memleak lists no outstanding allocation here. Let it run longer, or give -T 20 and paste a list with its stacks.',
      line: 1,
    };
  }
  return {
    ok: true,
    readings,
    notes: lists.length > kept.length ? [`${lists.length} lists, a few seconds apart: the first and the last were read.`] : [],
  };
}

export const bccMemleak: TextParser = {
  id: 'bcc-memleak',
  title: 'Outstanding allocations by stack (bcc memleak)',
  hints: ['outstanding allocations', 'allocations from stack'],
  span,
  parse,
};
