/** Where an event of Windows begins in a listing: its first lines, before its text. */

/** The source stands within the first lines of an event; Get-WinEvent | Format-List * begins with its message. */
export const linesOfHead = 14;

type Short = (line: string | undefined) => string;

/** `Source:`, `Event[3]:`: what a line of an event begins with; each stands once in an event. */
const label = /^\s{0,8}(\p{L}[\p{L} .[\]\d-]{1,40}?)\s{0,12}:(?:\s|$)/u;
const labelOf = (line: string): string | null => label.exec(line)?.[1]?.replace(/\d+/g, '#') ?? null;
const labelsOf = (lines: readonly string[]): ReadonlySet<string> => new Set(lines.map(labelOf).filter((each) => each !== null));

/** Up to the first empty line. */
function filled(lines: readonly string[]): readonly string[] {
  const blank = lines.indexOf('');
  return blank === -1 ? lines : lines.slice(0, blank);
}

/** Where the next event begins below this one without an empty line: at the first label that stood before. */
function ownLines(lines: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  for (const [at, line] of lines.entries()) {
    const name = labelOf(line);
    if (name === null) continue;
    if (seen.has(name)) return lines.slice(0, at);
    seen.add(name);
  }
  return lines;
}

/**
 * The first lines of an event, none of which is empty; none where `from` is within an event whose labels come again below.
 * `short`: the line, or nothing where it is too long to be one of these.
 */
export function eventHead(lines: readonly string[], from: number, short: Short): readonly string[] {
  const head = ownLines(filled(lines.slice(from, from + linesOfHead).map(short)));
  const above = labelsOf(
    filled(
      lines
        .slice(Math.max(0, from - linesOfHead), from)
        .map(short)
        .toReversed(),
    ),
  );
  const first = labelOf(head[0] ?? '');
  const isWithin = first !== null && above.size > 0 && !above.has(first) && [...labelsOf(head)].some((each) => above.has(each));
  return isWithin ? [] : head;
}
