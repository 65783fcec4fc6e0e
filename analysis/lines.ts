/** Decoded text to normalised lines: see text.ts for what that means and why. */
import { withoutPrefixes } from './line-prefixes.ts';
import { maxJsonLength, maxLineLength } from './text.ts';

/** Any character that normalising would change; most tool output has none, and then nothing is copied. */
const odd = /[^\n\x20-\x7e\t]/;
/** ECMA-48 control sequences (colours, cursor) and operating-system commands (window titles, links). */

const ansi = /\x1b(?:\[[0-9;:?]{0,40}[ -/]?[@-~]|\][^\x07\x1b]{0,4000}(?:\x07|\x1b\\)|[@-Z\\^_])/g;
/** Some programs write the carriage return of a line end twice (text mode within text mode): that is one line end. */
const lineEnds = /\r{1,2}\n|\r|[\u2028\u2029\u0085]/g;
const blanks = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
/** Zero-width and direction marks, soft hyphens, and control characters but tab and line feed. */

const invisible = /[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const singleQuotes = /[\u2018-\u201b\u2032]/g;
const doubleQuotes = /[\u201c-\u201f\u2033]/g;
/** Editors turn `-ma` into `–ma`: a dash of any length stands for a hyphen in what a tool prints. */
const dashes = /[\u2010-\u2015\u2212]/g;

function plainCharacters(text: string): string {
  if (!odd.test(text)) return text;
  return text
    .replace(ansi, '')
    .replace(lineEnds, '\n')
    .replace(blanks, ' ')
    .replace(invisible, '')
    .replace(singleQuotes, "'")
    .replace(doubleQuotes, '"')
    .replace(dashes, '-');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", apos: "'", nbsp: ' ', '#160': ' ' };

/** Undoes HTML escaping only where the whole text is escaped: a raw `<` says that it is not. */
function unescaped(text: string): string {
  if (!/&(?:lt|gt|quot|amp);/.test(text) || text.includes('<')) return text;
  return text.replace(/&(lt|gt|amp|quot|#39|apos|nbsp|#160);/g, (whole, name: string) => entities[name] ?? whole);
}

const fence = /^ {0,8}(?:`{3,}|~{3,})[\w+#.-]{0,20}$/;

/** A fence of a chat or of Markdown becomes an empty line; a text glued to it stays. */
function withoutFence(line: string): string {
  if (!line.includes('```') && !line.includes('~~~')) return line;
  if (fence.test(line)) return '';
  const start = line.startsWith('```') ? line.slice(3) : line;
  return start.endsWith('```') ? start.slice(0, -3) : start;
}

const quoteMark = /^ ?> ?/;
/** From this many neighbouring lines on, `>` is a mail's or a chat's quote mark and not a prompt. */
const quotedLines = 3;
/** `On Tue, 3 Feb 2026 at 09:12, Jo Doe wrote:` says that what follows is quoted, however short it is. */
const attribution =
  /(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał(?:\(a\)|a)?|napsala?|írta|yazdı|пишет|писала?|написала?|写道|のメール|님이 작성)[^:]{0,60}:$/i;
/** A mail that was answered this often has been cut by somebody. */
const quoteLevels = 9;

/** Does a line just above, or above an empty one, say whose words these are? */
function isAttributed(lines: readonly string[], at: number): boolean {
  const above = lines[at - 1] === '' ? lines[at - 2] : lines[at - 1];
  return above !== undefined && above.length < 400 && attribution.test(above);
}

/** One level of quote marks less: of runs of lines that all have one, so that a prompt `> ` in a quotation stays. */
function withoutQuoteMarks(lines: readonly string[]): readonly string[] {
  const result: string[] = [];
  const whole = lines.every((line) => line === '' || quoteMark.test(line));
  for (let at = 0; at < lines.length;) {
    let end = at;
    while (quoteMark.test(lines[end] ?? '')) end++;
    const strips = whole || end - at >= quotedLines || isAttributed(lines, at);
    for (const line of lines.slice(at, Math.max(end, at + 1))) result.push(strips ? line.replace(quoteMark, '') : line);
    at = Math.max(end, at + 1);
  }
  return result;
}

function unquoted(lines: readonly string[]): readonly string[] {
  let current = lines;
  for (let level = 0; level < quoteLevels; level++) {
    if (!current.some((line) => line.startsWith('>') || line.startsWith(' >'))) return current;
    const next = withoutQuoteMarks(current);
    if (next.every((line, at) => line === current[at])) return current;
    current = next;
  }
  return current;
}

/** A text without the quote marks that its lines have. */
export const unquotedText = (text: string): string => (/^ ?>/m.test(text) ? unquoted(text.split('\n')).join('\n') : text);

/** An object with a first member, or an array of such: what is cut within is torn. */
const json = /^\s{0,8}\[?\s{0,8}\{\s{0,8}"[^"]{1,60}"\s{0,8}:/;

/** A line that no tool prints is cut. */
function cutLine(line: string): string {
  if (line.length <= maxLineLength) return line;
  return line.slice(0, json.test(line.slice(0, 200)) ? maxJsonLength : maxLineLength);
}

/**
 * The lines of a text as parsers see them: no CR, NBSP, BOM, colour codes, smart quotes, fences,
 * quote marks or prefixes of a log, nothing after the last visible character, none longer than `maxLineLength` (JSON: `maxJsonLength`).
 */
export function normalisedLines(text: string): readonly string[] {
  const plain = unescaped(plainCharacters(text));
  const lines = plain.split('\n').map((line) => withoutFence(cutLine(line).trimEnd()));
  return withoutPrefixes(unquoted(lines), plain);
}

/** Markdown makes a code block of what is indented by four blanks; some chats paste it by two. */
const leastIndent = 2;

/** How many blanks every line with something on it begins with; Infinity where there is none. */
export function commonIndent(lines: readonly string[]): number {
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.reduce((least, line) => Math.min(least, line.length - line.trimStart().length), Number.POSITIVE_INFINITY);
}

/** The text without the blanks or the tab that every one of its lines begins with; null where they begin with none. */
export function withoutIndent(text: string): string | null {
  const lines = text.split('\n');
  const common = commonIndent(lines);
  const isByTab = lines.every((line) => line.trim() === '' || line.startsWith('\t'));
  return (common < leastIndent && !isByTab) || common === Number.POSITIVE_INFINITY
    ? null
    : lines.map((line) => line.slice(common)).join('\n');
}

/** A line above what somebody moved to the right: an empty one, or a sentence. */
const endsSentence = /[.:!?]$/;

/**
 * The text with what stands moved to the right between paragraphs put back: a code block of a chat whose words are not. Null
 * where nothing does.
 */
export function withoutIndentedParts(text: string): string | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const isMoved = (line: string | undefined): boolean => line !== undefined && /^(?:\t| {2,})\S/.test(line);
  const result = [...lines];
  let found = false;
  for (let at = 0; at < lines.length;) {
    const above = lines[at - 1] ?? '';
    if (!isMoved(lines[at]) || (above !== '' && !endsSentence.test(above))) {
      at++;
      continue;
    }
    let end = at;
    while (end < lines.length && (lines[end] === '' || isMoved(lines[end]))) end++;
    const part = withoutIndent(lines.slice(at, end).join('\n'));
    if (part !== null) {
      result.splice(at, end - at, ...part.split('\n'));
      found = true;
    }
    at = end;
  }
  return found ? result.join('\n') : null;
}
