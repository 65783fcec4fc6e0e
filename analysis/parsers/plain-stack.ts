/**
 * A bare list of frames, as people copy it out of a profiler, a UMDH file or an exception.
 *
 *   ntdll!RtlAllocateHeap+14D (d:\blue\minkernel\ntos\rtl\heap.c, 1872)
 *   Castle.DynamicProxy.ProxyGenerator.CreateInterfaceProxyWithoutTarget<TInterface>(IInterceptor interceptor)
 *      at MyApp.Orders.Load(Int32 id) in C:\src\Orders.cs:line 12
 *
 * Prose and source code must not be taken for frames: at least two neighbouring lines, each nothing but a frame.
 * https://learn.microsoft.com/dotnet/api/system.exception.stacktrace
 */
import { debuggerCommand, endOfBlock, isElision, skipBlank } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { boundStacks, createStackGrouper } from '../stacks.ts';
import type { Parsed, TextParser } from '../types.ts';

/** `module!function[+hex]`, optionally with a source position behind it. */
const native = /^\s{0,12}[\w.$~-]{1,100}![A-Za-z_?<`~(@$][^\n;{}"]{0,2000}$/;
/** A dotted name with at least one dot inside, then arguments and nothing else; the parameters are types, never values. */
const managed =
  /^\s{0,12}(?:at |--> |- )?((?:[A-Za-z_<][\w<>`+,$|[\]-]{0,200}\.){1,20}(?:\.?[A-Za-z_<][\w<>`+,$|[\]-]{0,200})\s?\([^(){};="]{0,1500}\))(?: in (?:[A-Za-z]:\\|\/)[^\n]{1,400}:(?:line |Zeile |ligne |línea |行 )?\d{1,7})?\s*$/;
const separator = /^\s{0,8}-{3,}\s*(?:End of|End stack)[^\n]{0,80}$/i;

/** A line of prose with an exclamation mark has words before or behind it that no symbol has. */
function isNative(line: string): boolean {
  if (!line.includes('!') || line.length > 2200 || !native.test(line)) return false;
  const symbol = line.slice(line.indexOf('!') + 1);
  return !/^\s|[.!?]$/.test(symbol) && !/ (?:is|the|and|a|to|of|in the|was|has) /.test(symbol);
}

function isManaged(line: string): boolean {
  if (!line.includes('.') || !line.trimEnd().match(/[)\d]$/) || line.length > 2200) return false;
  const found = managed.exec(line)?.[1];
  if (found === undefined) return false;
  // Other languages put the place into the parentheses: `(node:internal/modules:14:7)`, `(Bar.java:12)`.
  return !/[.(](?:\d|'|")|:\d+\)$/.test(found) && /^[A-Z_<]|^at /.test(line.trim().replace(/^(?:at |--> |- )/, ''));
}

const isFrame = (line: string): boolean => isNative(line) || isManaged(line);

function span(lines: readonly string[], from: number): number {
  if (!isFrame(lines[from] ?? '') || debuggerCommand(lines[from] ?? '') !== null) return 0;
  // One line alone is a mention of a function, not a stack.
  if (!isFrame(lines[skipBlank(lines, from + 1)] ?? '')) return 0;
  return endOfBlock(lines, from, (line) => isFrame(line) || separator.test(line)) - from;
}

/** `at` of exceptions and ` in file:line` are no part of the symbol. */
function symbolOf(line: string): string {
  const found = managed.exec(line)?.[1];
  return found === undefined || line.trim().includes('!') ? line.trim() : found;
}

function parse(lines: readonly string[]): Parsed {
  const grouper = createStackGrouper();
  for (const line of lines) if (isFrame(line)) grouper.frame(line.trim().replace(/^at /, ''), symbolOf(line));
  grouper.end(null);
  const bounded = boundStacks(grouper.grouped());
  if (bounded.stacks.length === 0) return { ok: false, problem: 'No frame is in this list.', line: 1 };
  return {
    ok: true,
    readings: [{ kind: 'stacks', life: unknownLife, takenAt: null, threads: 1, stacks: bounded.stacks }],
    notes: [
      'A list of frames without a word on where it comes from: it was taken as one stack, its first line as the top.',
      ...(lines.some(isElision) ? ['Frames were cut out of this text by whoever shortened it.'] : []),
      ...bounded.notes,
    ],
  };
}

export const plainStack: TextParser = {
  id: 'plain-stack',
  title: 'A call stack as plain text',
  hints: ['!', '('],
  span,
  parse,
};
