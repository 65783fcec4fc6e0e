/**
 * LeakSanitizer's report, alone or as a part of AddressSanitizer's: what was not freed when the program ended.
 *
 *   ==24900==ERROR: LeakSanitizer: detected memory leaks
 *   Direct leak of 19660800 byte(s) in 300 object(s) allocated from:
 *       #1 0x55c95edf1223 in load_image /src/page.c:7
 *
 * Bytes are decimal. Direct: nothing points to it any more; indirect: only what leaks does. Where there are no line numbers
 * the module stands in brackets behind the function, and alone where there are no symbols.
 * https://clang.llvm.org/docs/LeakSanitizer.html
 */
import { endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { moduleKey, stackOf } from '../stacks.ts';
import type { AllocationEntry, Parsed, TextParser } from '../types.ts';

const detected = /^\s{0,8}(?:\[\d{1,6}\]\s{0,4})?==(\d{1,10})==\s?ERROR: LeakSanitizer: detected memory leaks/;
/** What AddressSanitizer and its like say of any other mistake: their stacks are no threads and no leaks. */
const fault =
  /^\s{0,8}==\d{1,10}==\s?(?:ERROR|WARNING): (?:Address|HWAddress|Memory|Thread|Leak)Sanitizer: (?!detected memory leaks)([\w-]{3,60})/;
const faultEnd = /^\s{0,8}(?:SUMMARY: |==\d{1,10}==\s?ABORTING)/;
/** With the bytes around the address such a report has a hundred lines and some stacks. */
const longestFault = 300;
const leak = /^\s{0,12}(?:Direct|Indirect) leak of (\d{1,18}) byte\(s\) in (\d{1,15}) object\(s\) allocated from:\s*$/;
const frame = /^\s{0,16}#\d{1,4} (?:0x)?[0-9a-fA-F]{4,16}\s{1,4}(?:in )?(\S.{0,4000})$/;
const summary = /^\s{0,8}SUMMARY: (?:Address|Leak|HWAddress)Sanitizer: (\d{1,18}) byte\(s\) leaked in (\d{1,15}) allocation\(s\)/;
const other =
  /^\s{0,8}(?:={20,120}|-{20,120}|Suppressions used:|\s{0,8}count\s{1,8}bytes template|Objects leaked above:|0x[0-9a-f]{4,16} \(\d{1,15} bytes\))\s*$/;
const build = /\s\(BuildId: [0-9a-fA-F]{4,80}\)\s*$/;
const inModule = /^(.{0,3900}?)\s{0,2}\(([^()\s]{1,1000}?)\+0x([0-9a-fA-F]{1,16})\)$/;
/** Behind a function: the source file with its line and column. */
const inSource = /^(.{1,3900}?) (?:[^\s():]{0,1000}\/)?[^\s():/]{1,200}:\d{1,7}(?::\d{1,5})?$/;

function faultSpan(lines: readonly string[], from: number): number {
  const end = lines.slice(from, from + longestFault).findIndex((line) => faultEnd.test(line));
  return end < 0 ? Math.min(lines.length - from, longestFault) : end + 1;
}

function span(lines: readonly string[], from: number): number {
  const line = lines[from] ?? '';
  if (fault.test(line)) return faultSpan(lines, from);
  if (!detected.test(line) && !leak.test(line) && !summary.test(line)) return 0;
  let begun = 0;
  const end = endOfBlock(lines, from, (each) => {
    if (detected.test(each)) return ++begun === 1;
    return leak.test(each) || frame.test(each) || summary.test(each) || other.test(each);
  });
  // A report ends with its sum; another one may follow.
  const sum = lines.slice(from, end).findIndex((each) => summary.test(each));
  return sum < 0 ? end - from : sum + 1;
}

/** No symbol: an address that nobody can name. */
const nameless = '0x00';

/** `malloc (/lib/libasan.so.2+0x98602)` → `libasan!malloc`; `load_image /src/page.c:7` → `load_image`. */
function symbolOf(printed: string): string {
  const bare = printed.replace(build, '').trim();
  if (bare === '(<unknown module>)') return nameless;
  const found = inModule.exec(bare);
  if (found === null) return inSource.exec(bare)?.[1] ?? bare;
  const [, name = '', path = '', offset = ''] = found;
  const module = moduleKey(path);
  return name.trim() === '' ? `${module}+0x${offset}` : `${module}!${name.trim()}`;
}

const mostEntries = 60;

function entriesOf(lines: readonly string[]): readonly AllocationEntry[] {
  const found: { readonly bytes: number; readonly allocations: number; readonly frames: string[] }[] = [];
  for (const line of lines) {
    const start = leak.exec(line);
    const call = frame.exec(line)?.[1];
    if (start !== null) found.push({ bytes: Number(start[1]), allocations: Number(start[2]), frames: [] });
    else if (call !== undefined) found.at(-1)?.frames.push(call.trim());
  }
  return found
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ bytes, allocations, frames }) => ({
      bytes,
      allocations,
      stack: stackOf(frames.map((printed) => ({ printed, symbol: symbolOf(printed) }))),
      trace: null,
    }));
}

function parse(lines: readonly string[]): Parsed {
  const mistake = fault.exec(lines[0] ?? '')?.[1];
  if (mistake !== undefined) {
    const problem = `This is a sanitizer’s report of ${mistake}: a mistake with memory, and no leak. Leaks are listed when the program ends in the ordinary way (ASAN_OPTIONS=detect_leaks=1).`;
    return { ok: false, problem, line: 1 };
  }
  const entries = entriesOf(lines);
  const total = lines.map((line) => summary.exec(line)).find((each) => each !== null);
  const pid = lines.map((line) => detected.exec(line)?.[1]).find((each) => each !== undefined);
  if (entries.length === 0 && total == null) {
    return { ok: false, problem: 'LeakSanitizer’s report ends before its first leak. Paste all of it, to the line SUMMARY.', line: 1 };
  }
  const listed = entries.reduce((sum, { bytes }) => sum + bytes, 0);
  const rest = total == null ? 0 : Number(total[1]) - listed;
  const unnamed: readonly AllocationEntry[] =
    rest <= 0 ? [] : [{ bytes: rest, allocations: entries.length === 0 ? Number(total?.[2]) : null, stack: null, trace: null }];
  const life = { ...unknownLife, pid: pid === undefined ? null : Number(pid), runtime: 'native' as const };
  return {
    ok: true,
    readings: [{ kind: 'allocations', life, takenAt: null, diff: false, entries: [...entries.slice(0, mostEntries), ...unnamed] }],
    notes: [
      ...(total == null ? ['The report is cut: its last line SUMMARY is missing.'] : []),
      ...(rest > 0 ? [`The leaks above the summary add up to ${listed} of its ${Number(total?.[1])} bytes: paste the whole report.`] : []),
      ...(entries.length > mostEntries ? [`Of ${entries.length} leaks the ${mostEntries} largest were kept.`] : []),
    ],
  };
}

export const sanitizerLeaks: TextParser = {
  id: 'sanitizer-leaks',
  title: 'Leaks at the end of the program (LeakSanitizer)',
  hints: ['sanitizer: ', ' leak of ', 'byte(s) leaked in'],
  span,
  parse,
};
