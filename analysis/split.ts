/** One window of text → its blocks: each claimed by a parser and parsed; what lies between is prose. */
import { debuggerSessionsIn, tellsSession } from './debugger-session.ts';
import type { DebuggerSession } from './debugger-session.ts';
import { normalisedLines } from './lines.ts';
import { momentOn } from './printed-moments.ts';
import type { PrintedMoment } from './printed-moments.ts';
import { hostOn } from './prompt-hosts.ts';
import type { PromptHost } from './prompt-hosts.ts';
import { commandOf } from './prompt.ts';
import type { ReadBlock, Reading, TextParser, UnreadPart } from './types.ts';

export interface WindowResult {
  readonly blocks: readonly ReadBlock[];
  readonly unread: readonly UnreadPart[];
  /** What debuggers say of the dumps and processes they opened. */
  readonly sessions: readonly DebuggerSession[];
  /** Times that stand on lines of their own. */
  readonly moments: readonly PrintedMoment[];
  /** Hosts that the prompts of a shell name. */
  readonly hosts: readonly PromptHost[];
  readonly firstLine: number;
  readonly lines: number;
  /** The line of this window (from 0) at which a block starts that reaches the window's end; null: none does. */
  readonly openFrom: number | null;
}

/**
 * Blocks and unread parts of one window; `firstLine` lines of the input lie before it. `possible`
 * says which parsers can find anything in a text (hints.ts): only they are asked, line by line.
 */
export function readWindow(
  text: string,
  possible: (lower: string) => readonly TextParser[],
  firstLine: number,
  isLast: boolean,
): WindowResult {
  const lines = [...normalisedLines(text)];
  const count = lines.at(-1) === '' && !isLast ? lines.length - 1 : lines.length;
  const lower = lines.join('\n').toLowerCase();
  const candidates = possible(lower);
  const sessions = tellsSession(lower) ? debuggerSessionsIn(lines, firstLine) : [];
  const blocks: ReadBlock[] = [];
  const unread: UnreadPart[] = [];
  const moments: PrintedMoment[] = [];
  const hosts: PromptHost[] = [];
  let openFrom: number | null = null;
  for (let at = 0; candidates.length > 0 && at < count;) {
    const prompted = hostOn(lines[at] ?? '');
    if (prompted !== null) hosts.push({ ...prompted, line: firstLine + at + 1 });
    const claim = lines[at] === '' ? null : (claimAt(lines, at, candidates) ?? claimBehindPrompt(lines, at, candidates));
    if (claim === null) {
      const moment = momentOn(lines[at] ?? '');
      if (moment !== null) moments.push({ ...moment, line: firstLine + at + 1 });
      at++;
      continue;
    }
    const { parser, span } = claim;
    readBlock(parser, lines.slice(at, at + span), firstLine + at + 1, blocks, unread);
    if (at + span >= count) openFrom = at;
    at += span;
  }
  return { blocks, unread, sessions, moments, hosts, firstLine, lines: count, openFrom };
}

interface Claim {
  readonly parser: TextParser;
  readonly span: number;
}

function claimAt(lines: readonly string[], at: number, parsers: readonly TextParser[]): Claim | null {
  for (const parser of parsers) {
    const span = Math.min(parser.span(lines, at), lines.length - at);
    const own = span > 0 ? yielded(parser, lines, at, span, parsers) : 0;
    if (own > 0) return { parser, span: own };
  }
  return null;
}

/** In a longer block only a line that begins otherwise than the one above it may be of another output: a log has thousands that do not. */
const closelyRead = 1000;

/** Lines of one that yields: as far as the next output begins; 0 where that is its own first line. */
function yielded(parser: TextParser, lines: readonly string[], at: number, span: number, parsers: readonly TextParser[]): number {
  const { yieldsExcept: own } = parser;
  if (own === undefined) return span;
  const others = parsers.filter((each) => each !== parser && !own.includes(each.id));
  for (let line = at; line < at + span; line++) {
    const isLikeAbove = line - at > closelyRead && lines[line]?.charAt(0) === lines[line - 1]?.charAt(0);
    if (lines[line] !== '' && !isLikeAbove && others.some((each) => each.span(lines, line) > 0)) return line - at;
  }
  return span;
}

/**
 * Where the command was not echoed (a pipe, a remote shell) its output begins on the prompt's own line. The prompt is
 * taken off that line for good when a parser knows what stands behind it.
 */
function claimBehindPrompt(lines: string[], at: number, parsers: readonly TextParser[]): Claim | null {
  const line = lines[at] ?? '';
  const behind = commandOf(line) ?? '';
  if (behind === '') return null;
  lines[at] = behind;
  const claim = claimAt(lines, at, parsers);
  if (claim === null) lines[at] = line;
  return claim;
}

function readBlock(parser: TextParser, lines: readonly string[], fromLine: number, blocks: ReadBlock[], unread: UnreadPart[]): void {
  const parsed = parser.parse(lines);
  if (!parsed.ok) {
    const line = parsed.line === null ? fromLine : fromLine + parsed.line - 1;
    unread.push({ parser: parser.id, fromLine: line, lines: lines.length, problem: parsed.problem });
    return;
  }
  const readings = parsed.readings.map((reading) => inInput(reading, fromLine));
  blocks.push({ parser: parser.id, title: parser.title, fromLine, lines: lines.length, readings, notes: parsed.notes });
}

/** A parser counts the lines of its block; a person looks for the line in what they pasted. */
function inInput(reading: Reading, fromLine: number): Reading {
  if (reading.kind !== 'source') return reading;
  return { ...reading, patterns: reading.patterns.map((each) => ({ ...each, line: each.line + fromLine - 1 })) };
}
