/**
 * A saved page → its lines of text, nothing of its markup: a row of a table is one line, its cells are apart by a tab,
 * a table inside a cell has lines of its own. What comes out is treated like a paste; scripts, styles and hidden
 * attributes do not come out. Bounded: a page cannot make it work longer than its size, whatever its nesting.
 */
import { Parser } from 'htmlparser2';

/** One line, with the value of `data-debug-dump` of the nearest element that has it (DebugDiag ties its sections to dumps so). */
export interface HtmlLine {
  readonly text: string;
  readonly dump: string | null;
}

export interface HtmlText {
  readonly lines: readonly HtmlLine[];
  /** The page was longer, or nested deeper, than is read. */
  readonly cut: boolean;
}

/** Lines of the largest report seen are some ten thousand. */
const maxLines = 200_000;
const maxLineLength = 8000;
/** DebugDiag nests about 40 deep. Closing tags cost as many steps as elements are open. */
const maxDepth = 200;
/** The largest report seen has some hundred thousand. */
const maxTags = 1_000_000;
/** Of one tag; DebugDiag writes five at most. */
const maxAttributes = 1000;
/** The parser is fed in pieces so that a limit takes hold. */
const pieceLength = 16_384;

const silent: ReadonlySet<string> = new Set(['script', 'style', 'head', 'template', 'noscript', 'svg']);
const blocks: ReadonlySet<string> = new Set(
  'address article aside blockquote body br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
const cells: ReadonlySet<string> = new Set(['td', 'th']);

interface Page {
  readonly lines: HtmlLine[];
  readonly dumps: (string | null)[];
  text: string;
  /** Depth of elements whose text is left out. */
  silentDepth: number;
  depth: number;
  tags: number;
  /** Of the tag that is being read. */
  attributes: number;
  isFull: boolean;
}

function endLine(page: Page): void {
  const text = page.text.trimEnd();
  page.text = '';
  if (text === '') return;
  if (page.lines.length >= maxLines) page.isFull = true;
  else page.lines.push({ text, dump: page.dumps.findLast((dump) => dump !== null) ?? null });
}

function add(page: Page, text: string): void {
  if (page.silentDepth > 0 || page.text.length >= maxLineLength) return;
  const clean = text.slice(0, maxLineLength).replace(/\s+/g, ' ');
  page.text += page.text === '' || /\s$/.test(page.text.slice(-1)) ? clean.trimStart() : clean;
}

function openTag(page: Page, name: string, attributes: Readonly<Record<string, string>>): void {
  page.attributes = 0;
  page.tags += 1;
  page.depth += 1;
  if (page.depth > maxDepth || page.tags > maxTags) page.isFull = true;
  if (silent.has(name)) page.silentDepth += 1;
  if (blocks.has(name)) endLine(page);
  if (cells.has(name) && page.text !== '' && page.text.length < maxLineLength) page.text = `${page.text.trimEnd()}\t`;
  page.dumps.push(attributes['data-debug-dump']?.slice(0, 400) ?? null);
}

function closeTag(page: Page, name: string): void {
  page.depth -= 1;
  if (blocks.has(name)) endLine(page);
  if (silent.has(name) && page.silentDepth > 0) page.silentDepth -= 1;
  page.dumps.pop();
}

/** The text of a page of any size: what is over a limit is left out, and `cut` says so. */
export function htmlText(html: string): HtmlText {
  const page: Page = { lines: [], dumps: [], text: '', silentDepth: 0, depth: 0, tags: 0, attributes: 0, isFull: false };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => openTag(page, name, attributes),
      onclosetag: (name) => closeTag(page, name),
      onattribute: () => {
        page.attributes += 1;
        if (page.attributes > maxAttributes) page.isFull = true;
      },
      ontext: (text) => add(page, text),
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  for (let at = 0; at < html.length && !page.isFull; at += pieceLength) parser.write(html.slice(at, at + pieceLength));
  if (page.isFull) parser.pause();
  else parser.end();
  endLine(page);
  return { lines: page.lines, cut: page.isFull };
}
