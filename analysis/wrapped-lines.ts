/**
 * Lines that a console or a mail broke at its width, joined again: what cmd, screen and PuTTY copy has a line end at column
 * 80, 120 or wherever the window ended; some copy each of its rows whole, with blanks up to the edge; a mail breaks between
 * two words. Only the reader can tell whether that makes sense of the text (read-again.ts).
 */
import { debuggerCommand } from './debugger-text.ts';
import { unquotedText } from './lines.ts';
import { commandOf } from './prompt.ts';

/** Each line with what was broken off it, as the pieces it came in; null where none is broken. */
type Wrapping = (text: string) => readonly (readonly string[])[] | null;

/** Narrower windows are none in which somebody reads the output of a tool; wider ones break nothing. */
const narrowest = 72;
const widest = 240;
/** One line of the greatest length is just the longest line, unless it is as long as the console of Windows is wide. */
const leastBroken = 2;
const usualWidths: readonly number[] = [80, 120];

const goesOn = (line: string): boolean => line.trim() !== '' && commandOf(line) === null && debuggerCommand(line) === null;

function linesOf(text: string): readonly string[] {
  return unquotedText(text)
    .split('\n')
    .map((line) => line.replace(/\r{1,2}$/, ''));
}

function pieces(lines: readonly string[], isBroken: (at: number) => boolean, least: number): readonly (readonly string[])[] | null {
  if (lines.filter((_, at) => isBroken(at)).length < least) return null;
  const whole: string[][] = [];
  for (let at = 0; at < lines.length; at++) {
    const own = [lines[at] ?? ''];
    while (isBroken(at)) own.push(lines[++at] ?? '');
    whole.push(own);
  }
  return whole;
}

const longestOf = (lines: readonly string[]): number => lines.reduce((most, line) => Math.max(most, line.length), 0);

/** Broken wherever the window ended; nothing behind the end of a line. */
const atWidth: Wrapping = (text) => {
  const lines = linesOf(text);
  const width = longestOf(lines);
  if (width < narrowest || width > widest) return null;
  return pieces(lines, (at) => lines[at]?.length === width && goesOn(lines[at + 1] ?? ''), usualWidths.includes(width) ? 1 : leastBroken);
};

/** Of the rows this many are as wide as the window where they were copied with their blanks. */
const mostRows = 0.8;

/** Rows of a screen with blanks up to its edge: one is broken where at most one blank stands there. */
const atEdge: Wrapping = (text) => {
  const lines = linesOf(text);
  const width = longestOf(lines);
  const filled = lines.filter((line) => line !== '');
  const isPadded = filled.filter((line) => line.length === width).length >= filled.length * mostRows;
  if (width < narrowest || width > widest || !isPadded || !filled.some((line) => line.endsWith('  '))) return null;
  const bare = lines.map((line) => line.trimEnd().length);
  return pieces(lines, (at) => (bare[at] ?? 0) >= width - 1 && goesOn(lines[at + 1] ?? ''), 1);
};

/** Mails and editors break between words from here on; what is wider was no mail. */
const narrowestMail = 60;
const widestMail = 132;
/** What is shorter and ends with a blank was printed so. */
const leastFlowed = 30;
/** RFC 3676 recommends 66 and allows 78; a word that is longer stands alone. */
const widestFlowed = 80;
/** What begins a row of figures begins no second half of one, where other rows are seen to begin so. */
const figures = /^\s{0,12}(?:[\da-f`]{6,17}|0x[\da-f]{1,16}|\d{1,12}|"|\[|[+-]|#\d|@)/i;

/** Broken before the word that had no room left. */
const atWords: Wrapping = (text) => {
  const lines = linesOf(text);
  const width = longestOf(lines);
  if (width < narrowestMail || width > widestMail) return null;
  const wordAt = (at: number): number => /^\S{1,400}/.exec(lines[at] ?? '')?.[0].length ?? 0;
  const isFull = (at: number): boolean => wordAt(at + 1) > 0 && (lines[at]?.trimEnd().length ?? 0) + 1 + wordAt(at + 1) > width;
  const kinds = new Set(lines.flatMap((line, at) => (at > 0 && !isFull(at - 1) && figures.test(line) ? [kindOf(line)] : [])));
  const isBroken = (at: number): boolean => {
    const next = lines[at + 1] ?? '';
    // A command is what the lines below it answer.
    return (
      lines[at]?.trim() !== '' &&
      commandOf(lines[at] ?? '') === null &&
      isFull(at) &&
      goesOn(next) &&
      !(figures.test(next) && kinds.has(kindOf(next)))
    );
  };
  return pieces(
    lines.map((line, at) => (isBroken(at) && !line.endsWith(' ') ? `${line} ` : line)),
    isBroken,
    // The longest line is always full: one that was broken shows in another that was, too.
    leastBroken,
  );
};

/** The first word of a row without what differs from row to row. */
const kindOf = (line: string): string =>
  (/^\s{0,12}\S{1,40}/.exec(line)?.[0] ?? '')
    .trimStart()
    .replace(/^(?:0x)?[\da-f`]{6,17}$/i, 'h')
    .replace(/\d/g, '0')
    .slice(0, 4);

/** A line of a mail that goes on ends with the blanks at which it was broken (RFC 3676, format=flowed); before a long word only they are left. */
const endsFlowed = /\S {1,24}$/;
const onlyBlanks = /^ {1,24}$/;

/** Broken behind a blank that was left: no word that follows such a line would have had room on it. */
const flowed: Wrapping = (text) => {
  const lines = linesOf(text);
  const wordAt = (at: number): number => /^\S{1,400}/.exec(lines[at] ?? '')?.[0].length ?? 0;
  const ends = lines.map((line, at) => line.length >= leastFlowed && endsFlowed.test(line) && goesOn(lines[at + 1] ?? ''));
  const width = lines.reduce(
    (most, line, at) => (ends[at] === true && line.length <= widestFlowed ? Math.max(most, line.length) : most),
    narrowestMail,
  );
  const isFull = (at: number): boolean => (lines[at]?.length ?? 0) + wordAt(at + 1) > width;
  if (!ends.some(Boolean) || ends.some((isBroken, at) => isBroken && !isFull(at))) return null;
  return pieces(lines, (at) => ends[at] === true || (onlyBlanks.test(lines[at] ?? '') && wordAt(at + 1) > 0 && isFull(at)), 1);
};

/** The text with its broken lines joined, and an empty line for each that was joined to the one above it; null where none is. */
const withGaps =
  (wrapping: Wrapping) =>
  (text: string): string | null =>
    wrapping(text)
      ?.flatMap((own) => [own.join(''), ...own.slice(1).map(() => '')])
      .join('\n') ?? null;

/** The same without the empty lines, for what ends at one. */
const withoutGaps =
  (wrapping: Wrapping) =>
  (text: string): string | null =>
    wrapping(text)
      ?.map((own) => own.join(''))
      .join('\n') ?? null;

export const withoutWraps = withGaps(atWidth);

/** Each way in which lines are broken, undone with and without a gap; how many lines each line without gaps was. */
export const unwraps = [atWidth, atEdge, flowed, atWords].flatMap((wrapping) => [
  { undo: withGaps(wrapping), linesEach: 1 as const },
  {
    undo: withoutGaps(wrapping),
    linesEach: (text: string): readonly number[] => wrapping(text)?.map((own) => own.length) ?? [],
  },
]);
