/**
 * Call stacks of cdb and WinDbg: k, kb, kc, kL, kn, kp, kv, ~*k of all ages.
 *
 *    # Child-SP          RetAddr               Call Site
 *   00 00000054`b71ffb78 00007ffe`1ee672ae     ntdll!DbgBreakPoint
 *   0068fba0 77e9e8eb ntdll!ZwWaitForSingleObject+0xb
 *
 * Frame numbers, process and thread ids (`Id: 11fc.b18`) are hexadecimal, the thread's index is decimal.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/k--kb--kc--kd--kp--kp--kv--display-stack-backtrace-
 */
import { callSite, isFrameWithoutHeader } from '../cdb-frame.ts';
import { createStackExtent } from '../cdb-stack-extent.ts';
import { bareSite, isColumnHeader, isNamesOnly, isOther, isThreadHeader, stackCommand } from '../cdb-stack-lines.ts';
import { createStackReading, stacksAnswer } from '../cdb-stack-reading.ts';
import { bodyAt, debuggerCommand, skipBlank } from '../debugger-text.ts';
import type { DebuggerCommand } from '../debugger-text.ts';
import { noiseStart, withoutSymbolNoise } from '../symbol-noise.ts';
import type { Parsed, TextParser } from '../types.ts';

/** Warnings about symbols may stand in numbers between a header and its first frame. */
const maxHeadLines = 200;

/** The index behind a thread header, column headers and remarks: where the first frame must stand. */
function firstFrame(lines: readonly string[], from: number): number {
  const last = Math.min(lines.length, from + maxHeadLines);
  let at = from;
  while (at < last && (isOther(lines[at] ?? '') || (lines[at] ?? '').trim() === '' || noiseStart(lines[at] ?? '') === 0)) at += 1;
  return at;
}

function begins(lines: readonly string[], from: number, body: number): boolean {
  const line = lines[body] ?? '';
  if (isColumnHeader(line) || isThreadHeader(line)) {
    const at = firstFrame(lines, body);
    const next = lines[at] ?? '';
    return (
      callSite(next) >= 0 || (lines.slice(body, at).some(isNamesOnly) && bareSite(next) !== null) || (at >= lines.length && at - body > 0)
    );
  }
  if (body > from) {
    const at = firstFrame(lines, body);
    return callSite(lines[at] ?? '') >= 0;
  }
  return (
    isFrameWithoutHeader(lines, body) &&
    (skipBlank(lines, body + 1) >= lines.length || callSite(lines[skipBlank(lines, body + 1)] ?? '') >= 0)
  );
}

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, stackCommand);
  if (body < 0 || body >= lines.length || !begins(lines, from, body)) return 0;
  const extent = createStackExtent();
  let end = body;
  for (let at = body; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (!extent.takes(line)) break;
    if (line.trim() !== '') end = at + 1;
  }
  return end - from;
}

/** Frame numbers are only checked in a paste, not in a log of thousands of threads. */
const maxLinesForGaps = 4000;

/** `~57k` shows thread 57, whichever the prompt stands on. */
export function threadOfPrompt(prompt: DebuggerCommand | null): string | null {
  return /^~(\d{1,5})(?!\d)/.exec(prompt?.command ?? '')?.[1] ?? prompt?.thread ?? null;
}

function parse(block: readonly string[]): Parsed {
  const { lines, withoutSymbols } = withoutSymbolNoise(block);
  const prompt = debuggerCommand(lines[0] ?? '');
  const reading = createStackReading(threadOfPrompt(prompt), lines.length <= maxLinesForGaps);
  for (const line of prompt === null ? lines : lines.slice(1)) reading.line(line);
  return stacksAnswer(reading.found(), prompt?.thread ?? null, withoutSymbols);
}

export const cdbStacks: TextParser = {
  id: 'cdb-stacks',
  title: 'Call stacks (cdb, WinDbg)',
  hints: ['call site', 'childebp', 'child-sp', 'retaddr', '+0x', '!', '(inline'],
  span,
  parse,
};
