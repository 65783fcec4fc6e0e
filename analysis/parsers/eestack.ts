/**
 * SOS !eestack and !dumpstack: stacks scanned for return addresses, native and managed together.
 *
 *   Thread   6
 *   Child-SP         RetAddr          Caller, Callee
 *   000000f66b77fa40 00007fffb53c9a8f KERNELBASE!GetQueuedCompletionStatus+0x3f, calling ntdll!NtRemoveIoCompletion
 *
 * The scan also finds what only lies on the stack: a frame may be an old one. Managed callers are printed as
 * `(MethodDesc 00007ffbc0684a10 +0x1a Ns.Type.Method(System.String))`.
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (eestack)
 */
import { bodyAt, endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { boundStacks, createStackGrouper } from '../stacks.ts';
import { withoutSymbolNoise } from '../symbol-noise.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /(?:^|\s|e ?)!?(?:\w{1,20}\.)?(?:eestack|dumpstack)\b/i;
const threadLine = /^\s{0,4}Thread\s{1,6}(\d{1,6})\s*$|^\s{0,4}OS Thread Id: (0x[0-9a-f]{1,8}) \(\d{1,6}\)/i;
const currentFrame = /^\s{0,4}Current frame: (\S[^\n]{0,2000})$/i;
const header = /^\s{0,8}(?:Child-?SP|ChildEBP|ESP\/REG)\s{1,24}RetAddr\s{1,12}Caller, ?Callee\s*$/i;
const frame = /^\s{0,8}([0-9a-f]{8,16})\s{1,4}[0-9a-f]{8,16}\s{1,4}(\S[^\n]{0,4000})$/i;
const half = /^[^\s!]{1,128}![^\n]{1,2000}, calling /;
const separator = /^\s{0,4}-{5,}\s*$/;
/** A rule stands above a thread, sometimes an end and a beginning; a page of rules is none of it. */
const mostSeparators = 3;
const method = /^\(MethodDesc (?:0x)?[0-9a-f]{6,16}(?: \+0x[0-9a-f]{1,8})? (.+)\)$/i;

function isStart(lines: readonly string[], at: number): boolean {
  const near = lines.slice(at, at + 4);
  const line = near[0] ?? '';
  // A row without its header is known by what it calls: no other stack command says that.
  if (header.test(line) || (line.includes(', calling ') && frame.test(line))) return true;
  return (threadLine.test(line) || currentFrame.test(line)) && near.slice(1).some((each) => header.test(each) || currentFrame.test(each));
}

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  let start = body;
  while (start < body + mostSeparators && separator.test(lines[start] ?? '')) start += 1;
  if (!isStart(lines, start)) return 0;
  return (
    endOfBlock(lines, start, (line) => [threadLine, currentFrame, header, frame, half, separator].some((each) => each.test(line))) - from
  );
}

function callerOf(site: string): string {
  const at = site.indexOf(', calling ');
  const caller = at < 0 ? site : site.slice(0, at);
  return method.exec(caller)?.[1] ?? caller;
}

function parse(block: readonly string[]): Parsed {
  const { lines, withoutSymbols } = withoutSymbolNoise(block);
  const grouper = createStackGrouper();
  let [thread, width]: [string | null, number] = [null, 0];
  for (const line of lines) {
    const start = threadLine.exec(line);
    const call = frame.exec(line);
    const top = currentFrame.exec(line)?.[1];
    if (start !== null) {
      grouper.end(thread);
      thread = start[1] ?? start[2] ?? null;
    } else if (top !== undefined) grouper.frame(top, method.exec(top)?.[1] ?? top);
    else if (call?.[2] !== undefined) {
      width = Math.max(width, call[1]?.length ?? 0);
      grouper.frame(call[2], callerOf(call[2]));
    }
  }
  grouper.end(thread);
  const stacks = grouper.grouped();
  const threads = stacks.reduce((sum, { count }) => sum + count, 0);
  if (threads === 0)
    return { ok: false, problem: 'This is the head of !eestack without its frames. Paste the lines below "Caller, Callee" too.', line: 1 };
  const bounded = boundStacks(stacks);
  return {
    ok: true,
    readings: [{ kind: 'stacks', life: { ...unknownLife, bitness: width > 8 ? 64 : 32 }, takenAt: null, threads, stacks: bounded.stacks }],
    notes: [
      '!eestack scans the stacks: some of its frames may be left over from earlier calls. ~*kL and ~*e !clrstack walk them.',
      ...(withoutSymbols.length > 0
        ? [`Without symbols: ${withoutSymbols.slice(0, 8).join(', ')}. The names of their functions are guesses.`]
        : []),
      ...bounded.notes,
    ],
  };
}

export const eestack: TextParser = {
  id: 'eestack',
  title: 'Call stacks, scanned (SOS !eestack)',
  hints: ['caller, callee', 'caller,callee', ', calling '],
  span,
  parse,
};
