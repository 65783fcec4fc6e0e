/**
 * What the debug C runtime writes at the end of a program: _CrtDumpMemoryLeaks.
 *
 *   Detected memory leaks!
 *   c:\src\list.cpp(42) : {118722} normal block at 0x0000019F71CD4780, 16 bytes long.
 *   {118721} normal block at 0x0000019F73401EA0, 64 bytes long.
 *
 * Sizes are decimal. The number in braces counts allocations: `_CrtSetBreakAlloc(118722)` stops there.
 * https://learn.microsoft.com/cpp/c-runtime-library/find-memory-leaks-using-the-crt-library
 */
import { endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import type { AllocationEntry, Parsed, TextParser } from '../types.ts';

const start = /^\s{0,8}Detected memory leaks!\s*$/;
const dumping = /^\s{0,8}(?:Dumping objects ->|Object dump complete\.)\s*$/;
const block =
  /^\s{0,8}(?:(\S[^\n]{0,400}?\(\d{1,7}\)) : )?\{(\d{1,12})\} (normal|client|crt|_CRT|free|ignore)[\w ]{0,20} block at 0x[0-9A-Fa-f]{4,16}, (?:subtype \S{1,12}, )?(\d{1,15}) bytes long\./;
const data = /^\s{0,8}Data: <|^\s{0,8}a \w{1,80} object at|^\s{0,8}#File Error#/;

function span(lines: readonly string[], from: number): number {
  const line = lines[from] ?? '';
  if (!start.test(line) && !block.test(line)) return 0;
  let detected = 0;
  return (
    endOfBlock(lines, from, (each) => (start.test(each) ? ++detected === 1 : dumping.test(each) || block.test(each) || data.test(each))) -
    from
  );
}

interface Group {
  readonly place: string | null;
  readonly size: number;
  count: number;
}

/** `c:\shop\src\menu.cpp(212)` → `menu.cpp:212`: the line that called `new` is all that is known of who allocated. */
function placeName(place: string): string | null {
  const found = /([^\\/]{1,120})\((\d{1,7})\)$/.exec(place.trimEnd().slice(-400));
  return found === null ? null : `${found[1] ?? ''}:${found[2] ?? ''}`;
}

/** Blocks of one size from one place are one entry; a record keeps the largest. */
const maxEntries = 60;

function parse(lines: readonly string[]): Parsed {
  const groups = new Map<string, Group>();
  const numbers: number[] = [];
  for (const line of lines) {
    const found = block.exec(line);
    if (found === null) continue;
    const [, place, number = '', , size = ''] = found;
    const key = `${place ?? ''}|${size}`;
    const group = groups.get(key) ?? { place: place ?? null, size: Number(size), count: 0 };
    group.count += 1;
    groups.set(key, group);
    numbers.push(Number(number));
  }
  if (groups.size === 0) {
    return {
      ok: false,
      problem: 'The list of blocks below "Detected memory leaks!" is missing. Paste the lines with "normal block at" too.',
      line: 1,
    };
  }
  const all = [...groups.values()].sort((a, b) => b.size * b.count - a.size * a.count);
  const entries = all.slice(0, maxEntries).map(({ place, size, count }): AllocationEntry => ({
    bytes: size * count,
    allocations: count,
    stack:
      place === null
        ? null
        : { threads: [], count: 1, frames: [{ module: null, function: placeName(place), offset: null, printed: place.slice(0, 300) }] },
    trace: null,
  }));
  const named = all.some(({ place }) => place !== null);
  return {
    ok: true,
    readings: [{ kind: 'allocations', life: { ...unknownLife, runtime: 'native' }, takenAt: null, diff: false, entries }],
    notes: [
      ...(named
        ? []
        : [`The blocks have no source lines: #define _CRTDBG_MAP_ALLOC, or stop at one with _CrtSetBreakAlloc(${Math.min(...numbers)}).`]),
      ...(lines.some((line) => /Object dump complete/.test(line))
        ? []
        : ['The list is cut: its last line "Object dump complete." is missing.']),
      ...(all.length > maxEntries ? [`${all.length - maxEntries} smaller groups of blocks were left out.`] : []),
      'Blocks that live as long as the program are listed too: what counts is what repeats.',
    ],
  };
}

export const crtLeakDump: TextParser = {
  id: 'crt-leak-dump',
  title: 'Leaks the debug C runtime found',
  hints: ['detected memory leaks', 'bytes long.'],
  span,
  parse,
};
