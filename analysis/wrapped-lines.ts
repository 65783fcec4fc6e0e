/**
 * Lines that a console or a mail broke at its width, joined again: what cmd, screen and PuTTY copy has a line end at column
 * 80, 120 or wherever the window ended. Only the reader can tell whether that makes sense of the text (read.ts).
 */

/** Narrower windows are none in which somebody reads the output of a tool; wider ones break nothing. */
const narrowest = 72;
const widest = 240;
/** One line of the greatest length is just the longest line, unless it is as long as the console of Windows is wide. */
const leastBroken = 2;
const usualWidths: readonly number[] = [80, 120];

/** The text with its broken lines joined, and `filled` with an empty line for each that was joined to the one above it; null where none is. */
function joinedLines(text: string, filled: boolean): string | null {
  const lines = text.split('\n').map((line) => line.replace(/\r{1,2}$/, ''));
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const isBroken = (at: number): boolean => lines[at]?.length === width && (lines[at + 1] ?? '').trim() !== '';
  const least = usualWidths.includes(width) ? 1 : leastBroken;
  if (width < narrowest || width > widest || lines.filter((_, at) => isBroken(at)).length < least) return null;
  const joined: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const from = at;
    let line = lines[at] ?? '';
    while (isBroken(at)) line += lines[++at] ?? '';
    joined.push(line, ...(filled ? Array.from({ length: at - from }, () => '') : []));
  }
  return joined.join('\n');
}

/** As many lines as before: a line's number is the one that the person sees. */
export const withoutWraps = (text: string): string | null => joinedLines(text, true);

/** Fewer lines than before, for what ends at an empty line. */
export const withoutWrapsOrGaps = (text: string): string | null => joinedLines(text, false);
