/**
 * What the way of an output did to all of its lines, undone: numbers in front of them, the markup of a page around
 * them, the escapes of a JSON string, an empty line behind each. Only the reader can tell whether that makes sense of
 * the text (read.ts): each of these is null where a text shows no sign of it. As many lines as before where that can be.
 */
import { commonIndent } from './lines.ts';

const numbered = /^ {0,8}(\d{1,6})(?:([:.|)]|\t| \|)? ?(.*))?$/;
/** From this many lines on, numbers that go up by one are those of the lines. */
const leastNumbered = 2;

/** How many lines from `from` on are numbered one after another, in one way. */
function numberedRun(lines: readonly string[], from: number): number {
  const first = numbered.exec(lines[from] ?? '');
  if (first === null) return 0;
  let length = 1;
  for (;;) {
    const next = numbered.exec(lines[from + length] ?? '');
    // The number of an empty line may stand alone.
    const isSame = next !== null && (next[2] === first[2] || (next[3] ?? '') === '' || (first[3] ?? '') === '');
    if (!isSame || Number(next[1]) !== Number(first[1]) + length) return length;
    length++;
  }
}

/** From this many lines on, a text all of which is numbered was numbered by an editor or a page. */
const leastThroughout = 8;

/** Is every line numbered, one after another? */
export function isNumberedThroughout(text: string): boolean {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
  return lines.length >= leastThroughout && numberedRun(lines, 0) === lines.length;
}

/** Without the blanks that all of them begin with: what stands between a number and its line. */
function shifted(lines: readonly string[]): readonly string[] {
  const common = commonIndent(lines);
  return common === Number.POSITIVE_INFINITY || common === 0 ? lines : lines.map((line) => line.slice(common));
}

/** `  12  line`, `12: line`, `12 | line`: as editors, grep -n and web pages copy them. */
export function withoutLineNumbers(text: string): string | null {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const result: string[] = [];
  let stripped = false;
  for (let at = 0; at < lines.length;) {
    const run = Math.max(numberedRun(lines, at), 1);
    const strips = run >= leastNumbered;
    stripped ||= strips;
    const part = lines.slice(at, at + run);
    result.push(...(strips ? shifted(part.map((line) => numbered.exec(line)?.[3] ?? '')) : part));
    at += run;
  }
  return stripped ? result.join('\n') : null;
}

/** No tool prints these; `<unknown>`, `<Module>` and the types between angle brackets stay. */
const tags =
  /<\/?(?:pre|code|p|br|div|span|html|body|blockquote|li|ul|ol|h[1-6]|table|tbody|thead|tr|td|th|strong|em)(?:\s[^<>]{0,400})?\/?>/gi;
/** C#'s documentation comments are written in tags and are no page. */
const documentation = /^[ \t+]{0,80}\/\/\/.*$/gm;
const signOfMarkup = /<br ?\/?>|<\/(?:pre|code|p|div|span|li|td|body)>/i;
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", apos: "'", nbsp: ' ', '#160': ' ' };

/** What ends a line on a page, where its source does not. */
const blockEnd = /<\/(?:p|div|li|tr|h[1-6]|pre)>(?!\s{0,20}\n)|<(?:pre|code)(?:\s[^<>]{0,400})?>(?=[^\s<])/gi;

/** The text of a page's source, or of a post in which line breaks are `<br>`. */
function withoutTags(text: string): string | null {
  if (!signOfMarkup.test(text) || !signOfMarkup.test(text.replace(documentation, ''))) return null;
  const broken = text.replace(/<br ?\/?>(?:\r?\n)?/gi, '\n').replace(blockEnd, '\n');
  return withoutEntityNames(broken.replace(tags, ''));
}

/** Of the lines this many must be so. */
const leastLines = 3;

/** Markdown's hard line break: from this share of the lines on, a backslash at the end is one. */
const mostLines = 0.8;

function withoutHardBreaks(text: string): string | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const filled = lines.filter((line) => line !== '');
  const broken = filled.filter((line) => line.endsWith('\\'));
  if (filled.length < leastLines || broken.length < filled.length * mostLines) return null;
  return lines.map((line) => (line.endsWith('\\') ? line.slice(0, -1) : line)).join('\n');
}

const withoutEntityNames = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|#39|apos|nbsp|#160);/g, (whole, name: string) => entities[name] ?? whole);

/** A text that was escaped for a page, without the page: nothing of it is a tag. */
const withoutEntities = (text: string): string | null => (text.includes('&quot;') && !text.includes('<') ? withoutEntityNames(text) : null);

export const withoutMarkup = (text: string): string | null => withoutTags(text) ?? withoutHardBreaks(text) ?? withoutEntities(text);

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '', t: '\t', b: '', f: '', '"': '"', '\\': '\\', '/': '/' };
/** What stands between quotes in JSON, still escaped; a string ends on its line. */
function stringsOf(text: string): readonly string[] {
  const strings: string[] = [];
  for (let open = text.indexOf('"'); open !== -1;) {
    let end = open + 1;
    while (end < text.length && text[end] !== '"' && text[end] !== '\n') end += text[end] === '\\' ? 2 : 1;
    if (text[end] === '"') strings.push(text.slice(open + 1, end));
    open = text.indexOf('"', end + 1);
  }
  return strings;
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:([nrtbf"\\/])|u([0-9a-fA-F]{4}))/g, (_, letter: string | undefined, code: string | undefined) =>
    code === undefined ? (escapes[letter ?? ''] ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  );

/** The lines within strings of JSON, as a web service or a remote shell hands them over. */
export function withoutEscapes(text: string): string | null {
  if (!text.includes('\\n')) return null;
  const strings = stringsOf(text).filter((inside) => inside.includes('\\n'));
  return strings.length === 0 ? null : unescaped(strings.join('\\n\\n'));
}

/** Some chats and mails put an empty line behind each. */
export function withoutDoubledLines(text: string): string | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const filled = lines.filter((line) => line !== '').length;
  if (filled < leastLines - 1) return null;
  const between = lines.filter((_, at) => at % 2 === 1);
  if (between.every((line) => line === '')) return lines.filter((_, at) => at % 2 === 0).join('\n');
  const alone = lines.filter((line, at) => line !== '' && (lines[at + 1] ?? '') === '').length;
  if (alone < filled * mostLines) return null;
  return lines.filter((line, at) => line !== '' || (lines[at - 1] ?? '') === '').join('\n');
}

/** Columns that an editor, a spreadsheet or a chat set apart by tabs. */
export const withoutTabs = (text: string): string | null => (text.includes('\t') ? text.replace(/\t+/g, '  ') : null);
