/**
 * !htrace and !htrace -diff: handles and the stacks that opened them.
 *
 *   Handle = 0x000000000002ea84 - OPEN
 *   Thread ID = 0x0000000000002d74, Process ID = 0x0000000000004528
 *   0x00007ff8c74c225a: ntdll!ZwOpenKeyEx+0x000000000000000a
 *
 * All numbers are hexadecimal. A full trace lists the newest event first, CLOSE events too; a diff only what stayed open.
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/-htrace
 */
import { bodyAt, endOfBlock, isElision, isRule, readHex } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { boundStacks, createStackGrouper } from '../stacks.ts';
import { withoutSymbolNoise } from '../symbol-noise.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?htrace\b/i;
const handleLine = /^\s{0,8}Handle = (0x[0-9a-fA-F`]{1,17}) - (OPEN|CLOSE|BADREF|\*{3}\w*)/i;
const ids = /^\s{0,8}Thread ID = (0x[0-9a-fA-F]{1,16}), Process ID = (0x[0-9a-fA-F]{1,16})/i;
const frame = /^\s{0,8}0x[0-9a-fA-F`]{6,17}: (\S[^\n]{0,4000})$/;
const remark =
  /^\s{0,8}(?:Handle tracing |0x[0-9a-fA-F]{1,8} new stack traces|Ignoring handles that were already|Outstanding handles opened since|No outstanding handles|snapshot\.|(?:Displayed|Parsed|Dumped) 0x[0-9a-fA-F]{1,8} stack traces|\*{5,}|No stack trace|Unable to|Process has no)/i;

const isStart = (line: string): boolean =>
  handleLine.test(line) || /^\s{0,8}(?:Handle tracing |Outstanding handles opened since|No outstanding handles opened)/i.test(line);

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const line = lines[body] ?? '';
  if (!isStart(line) && !(body > from && (isRule(line) || remark.test(line) || isElision(line)))) return 0;
  return (
    endOfBlock(lines, body, (each) => handleLine.test(each) || ids.test(each) || frame.test(each) || remark.test(each) || isRule(each)) -
    from
  );
}

interface Event {
  readonly handle: string;
  readonly open: boolean;
  thread: string | null;
  readonly frames: string[];
}

function eventsOf(lines: readonly string[]): { readonly events: readonly Event[]; readonly pids: ReadonlySet<number> } {
  const events: Event[] = [];
  const pids = new Set<number>();
  for (const line of lines) {
    const last = events.at(-1);
    const start = handleLine.exec(line);
    const who = ids.exec(line);
    const call = frame.exec(line);
    if (start !== null)
      events.push({ handle: (start[1] ?? '').toLowerCase(), open: start[2]?.toUpperCase() === 'OPEN', thread: null, frames: [] });
    else if (who !== null) {
      pids.add(readHex(who[2] ?? '') ?? 0);
      if (last !== undefined) last.thread = String(readHex(who[1] ?? '') ?? '');
    } else if (call !== null && last !== undefined && last.frames.length < 200) last.frames.push(call[1] ?? '');
  }
  return { events, pids };
}

/** In a full trace a handle is open when its newest event, the first that is listed, opened it. */
function stillOpen(events: readonly Event[], diff: boolean): readonly Event[] {
  if (diff) return events.filter(({ open }) => open);
  const newest = new Map<string, Event>();
  for (const event of events) if (!newest.has(event.handle)) newest.set(event.handle, event);
  return [...newest.values()].filter(({ open }) => open);
}

const notEnabled =
  'Handle tracing is off in this process. Switch it on with !htrace -enable, take !htrace -snapshot, let the handles grow, then run !htrace -diff.';
const onlySnapshot =
  'This only says that a snapshot was taken. Let the process open handles for a while, then run !htrace -diff and paste all of it.';

function parse(block: readonly string[]): Parsed {
  const { lines, withoutSymbols } = withoutSymbolNoise(block);
  const { events, pids } = eventsOf(lines);
  const text = lines.filter((line) => remark.test(line)).join('\n');
  const none = /No outstanding handles/i.test(text);
  if (events.length === 0 && !none) return { ok: false, problem: /not enabled|Unable to/i.test(text) ? notEnabled : onlySnapshot, line: 1 };
  const diff = none || /Outstanding handles opened since|new stack traces since/i.test(text);
  const open = stillOpen(events, diff);
  const grouper = createStackGrouper();
  for (const { frames, thread } of open) {
    frames.forEach((each) => grouper.frame(each));
    grouper.end(thread);
  }
  const bounded = boundStacks(grouper.grouped());
  const bare = open.filter(({ frames }) => frames.length === 0).length;
  const shown = /Displayed 0x([0-9a-fA-F]{1,8})/i.exec(text)?.[1];
  const total = shown === undefined ? open.length : (readHex(shown) ?? open.length);
  const life = { ...unknownLife, pid: pids.size === 1 ? ([...pids][0] ?? null) : null, bitness: bitnessOf(lines) };
  return {
    ok: true,
    readings: [
      { kind: 'handleTrace', life, takenAt: null, diff, open: bounded.stacks, ...(total > open.length ? { outstanding: total } : {}) },
    ],
    notes: [
      ...(none ? ['No handle that was opened since the snapshot is still open.'] : []),
      ...(bare > 0 ? [`${bare} open handles are listed without the stack that opened them.`] : []),
      ...(total > open.length ? [`${total} handles stayed open; ${open.length} are in this text.`] : []),
      ...(diff
        ? []
        : ['This is a full trace, not a difference: a handle that is open is not yet a leak. !htrace -diff shows what stayed open.']),
      ...(lines.some(isElision) ? ['Parts were cut out of this text by whoever shortened it.'] : []),
      ...(withoutSymbols.length > 0 ? [`Without symbols: ${withoutSymbols.slice(0, 8).join(', ')}.`] : []),
      ...bounded.notes,
    ],
  };
}

/** Handles and addresses are printed in full width. */
function bitnessOf(lines: readonly string[]): 32 | 64 | null {
  const handle = lines.map((line) => handleLine.exec(line)?.[1]).find((each) => each !== undefined);
  if (handle === undefined) return null;
  return handle.length > 10 ? 64 : handle.length === 10 ? 32 : null;
}

export const htrace: TextParser = {
  id: 'htrace',
  title: 'Open handles and who opened them (!htrace)',
  hints: ['handle = 0x', 'handle tracing', 'outstanding handles', 'htrace'],
  span,
  parse,
};
