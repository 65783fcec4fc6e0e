/**
 * `diff --side-by-side` (diff -y) of C#: the code before on the left, after on the right, a mark between them where they differ.
 *
 *   return await _client.GetStringAsync(sku);     |  using var client = new HttpClient();
 *                                                 >  return await client.GetStringAsync(sku);
 *
 * https://www.gnu.org/software/diffutils/manual/html_node/Side-by-Side.html
 */

export interface SideBySide {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** `|` changed, `<` removed, `>` added; a blank where both are the same. */
  readonly marks: readonly string[];
}

const tabWidth = 8;
/** Narrower columns hold no code. */
const leastColumn = 16;
const mostColumn = 200;

function withBlanks(line: string): string {
  if (!line.includes('\t')) return line;
  const [first = '', ...rest] = line.split('\t');
  return rest.reduce((text, part) => text + ' '.repeat(tabWidth - (text.length % tabWidth)) + part, first);
}

/** The half of a line that stands there twice, at least three blanks apart; null where it does not. */
export function doubledHalf(line: string): string | null {
  if (line.length > 600) return null;
  const text = withBlanks(line).trim();
  const gap = / {3,}/.exec(text)?.index ?? -1;
  return gap > 0 && text.slice(0, gap) === text.slice(text.length - gap) ? text.slice(0, gap) : null;
}

/** The column of the marks; null where there is none that two lines or more of equal halves go with. */
function gutterOf(lines: readonly string[]): number | null {
  if (lines.filter((line) => doubledHalf(line) !== null).length < 2) return null;
  const counts = new Map<number, number>();
  for (const line of lines) {
    for (const found of line.slice(0, mostColumn).matchAll(/ ([|<>])(?= |$)/g)) {
      const column = found.index + 1;
      if (column >= leastColumn) counts.set(column, (counts.get(column) ?? 0) + 1);
    }
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  return best?.[0] ?? null;
}

/** Blanks inside of a line that are wide enough for two columns. */
const wideGap = /\S(?: {3}| {0,2}\t)\s{0,200}\S/;

/** Both sides of such a listing, line by line; null where the lines are none. */
export function sideBySide(printed: readonly string[]): SideBySide | null {
  if (!printed.some((line) => line.length < 600 && wideGap.test(line))) return null;
  const lines = printed.map(withBlanks);
  const gutter = gutterOf(lines);
  if (gutter === null) return null;
  const marks = lines.map((line) => ('|<>'.includes(line.charAt(gutter)) && line.charAt(gutter) !== '' ? line.charAt(gutter) : ' '));
  return {
    marks,
    before: lines.map((line, at) => (marks[at] === '>' ? '' : line.slice(0, gutter).trimEnd())),
    after: lines.map((line, at) => (marks[at] === '<' ? '' : line.slice(gutter + 1).trimEnd())),
  };
}

/** How many lines from `from` on are such a listing. */
export function sideBySideSpan(lines: readonly string[], from: number): number {
  const near = lines.slice(from, from + 400);
  const gutter = gutterOf(near.map(withBlanks));
  if (gutter === null) return 0;
  const belongs = (line: string): boolean =>
    line.trim() === '' || doubledHalf(line) !== null || /^ [|<>](?: |$)/.test(withBlanks(line).slice(gutter - 1, gutter + 2));
  let end = from;
  while (end < from + near.length && belongs(lines[end] ?? '')) end++;
  while (end > from && (lines[end - 1] ?? '').trim() === '') end--;
  return end - from;
}
