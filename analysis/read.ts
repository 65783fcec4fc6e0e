/**
 * The one way in for an output: what is it, and what does it say. Asks for ranges and is given them,
 * so that the same code reads a paste, a 300 MB log and a file on another machine.
 */
import { drive } from './drive.ts';
import type { DebuggerSession } from './debugger-session.ts';
import { byteParsers } from './parsers/index.ts';
import { assembled, possible, readAsItStands, rewritten, withJoinedLines } from './read-again.ts';
import type { Gathered } from './read-again.ts';
import { refuseBinary, refuseText } from './refusals.ts';
import { samplesIn } from './rewrites.ts';
import type { PrintedMoment } from './printed-moments.ts';
import type { PromptHost } from './prompt-hosts.ts';
import { readWindow } from './split.ts';
import type { WindowResult } from './split.ts';
import { byteOrderMark, decodeText, wideEncoding } from './text.ts';
import type { ByteParser, Parsed, Place, ReadBlock, ReadResult, UnreadPart, Want } from './types.ts';
import { cutWindow, lineOffset } from './windows.ts';

/** What is looked at to recognise a format; the smallest block of every file system in use. */
const headLength = 4096;
/** Text is read in windows of this size: HOUSE §4. Eight megabytes are 200,000 lines of a debugger. */
const windowLength = 8 * 2 ** 20;
/** Larger texts are refused: nothing that we read as text gets near it, and one thread reads for all. */
const maxTextLength = 256 * 2 ** 20;

type Reader<Result> = Generator<Want, Result, Uint8Array>;

/**
 * Reads one input of `size` bytes. `name` is the file's name, or what it is called where it was
 * pasted; it only serves the sentences. Never throws for bad input. Yields the range that it wants;
 * the driver hands it over, shorter at the end of the input.
 */
export function* read(name: string, size: number): Reader<ReadResult> {
  const head = size === 0 ? new Uint8Array() : yield { offset: 0, length: Math.min(headLength, size) };
  const byteParser = byteParsers.find((each) => each.recognises(head, size));
  if (byteParser !== undefined) return yield* asItWas(yield* readByByteParser(byteParser, size), size);
  const refused = refuseBinary(name, head, wideEncoding(head) !== null);
  if (refused !== null) return nothingRead(refused);
  if (size > maxTextLength) {
    return nothingRead(
      'This text is larger than 256 MB and was not read. Send the part that matters: one tool’s output, or the counter log as CSV.',
    );
  }
  return yield* readText(start, size);
}

function nothingRead(problem: string): ReadResult {
  return { blocks: [], unread: [{ parser: null, fromLine: 0, lines: 0, problem }] };
}

const start: Place = { offset: 0, line: 0 };
const nothing: Gathered = { blocks: [], unread: [], sessions: [], moments: [], hosts: [] };

/** What a byte parser says, and what the text before and behind its outputs says: a debugger's banner tells of the stacks below it. */
function* readByByteParser(first: ByteParser, size: number): Reader<ReadResult> {
  let [gathered, parser] = [nothing, first];
  for (let from = start; ;) {
    const parsed = yield* parser.read(size, from);
    const isRead = !parsed.ok || parsed.readings.length > 0 || parsed.rest === undefined;
    if (isRead) gathered = both(yield* readLead(gathered, parsed, from), outcomeOf(parser, parsed, from));
    const rest = parsed.ok ? parsed.rest : undefined;
    if (rest === undefined || rest.offset >= size || size - rest.offset > maxTextLength) return assembled(gathered);
    if (!isRead && from === start) return yield* readText(start, size);
    const next = isRead ? yield* parserBehind(parser, rest, size) : undefined;
    if (next === undefined) return assembled(both(gathered, yield* readText(rest, size)));
    [parser, from] = [next, rest];
  }
}

/** Who reads on behind an output: the same parser, or one whose output begins there; else the rest is text. */
function* parserBehind(parser: ByteParser, { offset }: Place, size: number): Reader<ByteParser | undefined> {
  if (parser.mayBeginLater === true) return parser;
  const head = yield { offset, length: Math.min(headLength, size - offset) };
  return byteParsers.find((each) => each.mayBeginLater === true && each.recognises(head, size - offset));
}

/** With the text that stands before the output. */
function* readLead(before: Gathered, parsed: Parsed, from: Place): Reader<Gathered> {
  const lead = parsed.ok ? parsed.lead : undefined;
  return lead === undefined ? before : both(before, yield* gatherText(from, lead.offset));
}

/** Beside an output that was read, prose is nothing that needs a word. */
function both(one: Gathered, { blocks, unread, sessions = [], moments = [], hosts = [] }: ReadResult & Partial<Gathered>): Gathered {
  return {
    blocks: [...one.blocks, ...blocks],
    unread: [...one.unread, ...unread.filter((part) => part.parser !== null)],
    sessions: [...one.sessions, ...sessions],
    moments: [...one.moments, ...moments],
    hosts: [...one.hosts, ...hosts],
  };
}

function outcomeOf(parser: ByteParser, parsed: Parsed, from: Place): ReadResult {
  if (!parsed.ok) {
    return { blocks: [], unread: [{ parser: parser.id, fromLine: parsed.line ?? 0, lines: 0, problem: parsed.problem }] };
  }
  const { readings, notes, lead = from, between } = parsed;
  const place = { fromLine: lead.line === 0 ? 0 : lead.line + 1, lines: 0 };
  const own = { parser: parser.id, title: parser.title, ...place, readings, notes };
  return { blocks: [own, ...(between === undefined ? [] : [{ ...between, ...place }])], unread: [] };
}

interface GatheredText extends Gathered {
  readonly firstText: string;
  /** Lines before its end, of the whole input. */
  readonly line: number;
}

function* gatherText(from: Place, end: number): Reader<GatheredText> {
  const blocks: ReadBlock[] = [];
  const unread: UnreadPart[] = [];
  const sessions: DebuggerSession[] = [];
  const moments: PrintedMoment[] = [];
  const hosts: PromptHost[] = [];
  let firstText = '';
  let { line } = from;
  let insideLongLine = false;
  for (let offset = from.offset; offset < end;) {
    const bytes = yield { offset, length: Math.min(windowLength, end - offset) };
    if (bytes.length === 0) break;
    const cut = cutWindow(bytes, offset + bytes.length >= end, insideLongLine);
    const window = bytes.subarray(cut.from, cut.to);
    const text = decodeText(offset === 0 ? withoutMark(window) : window).text;
    if (firstText === '') firstText = text;
    const found = readWindow(text, possible, line, cut.isLast);
    const kept = keepWhole(found, window, cut.isLast);
    blocks.push(...kept.blocks);
    unread.push(...kept.unread);
    sessions.push(...found.sessions.filter((session) => session.line <= line + kept.lines));
    moments.push(...found.moments.filter((moment) => moment.line <= line + kept.lines));
    hosts.push(...found.hosts.filter((prompt) => prompt.line <= line + kept.lines));
    line += kept.lines;
    offset += cut.from + kept.bytes;
    insideLongLine = cut.insideLongLine;
  }
  return { blocks, unread, sessions, moments, hosts, firstText, line };
}

/** Reads the text from a place on to the end of the input. */
function* readText(from: Place, size: number): Reader<ReadResult> {
  const gathered = yield* gatherText(from, size);
  const { firstText, line } = gathered;
  const isLong = size - from.offset > longestRewritten;
  const found = isLong ? assembled(gathered) : rewritten(firstText, readAsItStands(gathered, firstText, from.line), from.line);
  return found.blocks.length + found.unread.length > 0 ? found : unrecognised(firstText.slice(0, 32_768), from.line, line);
}

/** Texts that a console, a page or a chat changed are what somebody copied out of it. */
const longestRewritten = 2 ** 20;

/** A log that a person copied out of a console is no longer. */
const longestCopied = 2 ** 18;

/** An output that was recognised and makes no sense, or less than it could, may have been changed on its way, as text is. */
function* asItWas(found: ReadResult, size: number): Reader<ReadResult> {
  const isRead = found.blocks.length > 0;
  if (found.blocks.length + found.unread.length === 0 || size > (isRead ? longestCopied : longestRewritten)) return found;
  const bytes = yield { offset: 0, length: size };
  if (wideEncoding(bytes) === null && bytes.includes(0)) return found;
  const { text } = decodeText(withoutMark(bytes));
  if (isRead) return samplesIn(found) === 0 ? found : withJoinedLines(text, found);
  const plain = assembled(readWindow(text, possible, 0, true));
  return rewritten(text, plain.blocks.length > 0 ? plain : found, 0);
}

const withoutMark = (bytes: Uint8Array): Uint8Array => bytes.subarray(byteOrderMark(bytes)?.length ?? 0);

function unrecognised(text: string, linesBefore: number, line: number): ReadResult {
  return { blocks: [], unread: [{ parser: null, fromLine: linesBefore + 1, lines: line - linesBefore, problem: refuseText(text) }] };
}

interface Kept extends Pick<WindowResult, 'blocks' | 'unread'> {
  readonly lines: number;
  readonly bytes: number;
}

/** A block that touches the window's end may go on behind it: the next window starts where that block does. */
function keepWhole(found: WindowResult, window: Uint8Array, isLast: boolean): Kept {
  const whole: Kept = { blocks: found.blocks, unread: found.unread, lines: found.lines, bytes: window.length };
  if (isLast || found.openFrom === null || found.openFrom === 0) return whole;
  const bytes = lineOffset(window, found.openFrom);
  if (bytes === 0) return whole;
  const from = found.firstLine + found.openFrom;
  return {
    blocks: found.blocks.filter((block) => block.fromLine <= from),
    unread: found.unread.filter((part) => part.fromLine <= from),
    lines: found.openFrom,
    bytes,
  };
}

/** Reads bytes that are in memory: a paste, a small file, a test. */
export function readBytes(name: string, bytes: Uint8Array): ReadResult {
  return drive(read(name, bytes.length), bytes);
}
