/**
 * Lines that a console or a mail broke at its width, joined again: what cmd, screen and PuTTY copy has a line end at column
 * 80, 120 or wherever the window ended. Only the reader can tell whether that makes sense of the text (read.ts).
 */

import { debuggerCommand } from './debugger-text.ts';
import { commandOf } from './prompt.ts';

/** Narrower windows are none in which somebody reads the output of a tool; wider ones break nothing. */
const narrowest = 72;
const widest = 240;
/** One line of the greatest length is just the longest line, unless it is as long as the console of Windows is wide. */
const leastBroken = 2;
const usualWidths: readonly number[] = [80, 120];

/** Each line with what was broken off it, as the pieces it came in; null where none is broken. */
function piecesOf(text: string): readonly (readonly string[])[] | null {
  const lines = text.split('\n').map((line) => line.replace(/\r{1,2}$/, ''));
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const goesOn = (line: string): boolean => line.trim() !== '' && commandOf(line) === null && debuggerCommand(line) === null;
  const isBroken = (at: number): boolean => lines[at]?.length === width && goesOn(lines[at + 1] ?? '');
  const least = usualWidths.includes(width) ? 1 : leastBroken;
  if (width < narrowest || width > widest || lines.filter((_, at) => isBroken(at)).length < least) return null;
  const whole: string[][] = [];
  for (let at = 0; at < lines.length; at++) {
    const pieces = [lines[at] ?? ''];
    while (isBroken(at)) pieces.push(lines[++at] ?? '');
    whole.push(pieces);
  }
  return whole;
}

/** The text with its broken lines joined, and an empty line for each that was joined to the one above it; null where none is. */
export function withoutWraps(text: string): string | null {
  const whole = piecesOf(text);
  return whole?.flatMap((pieces) => [pieces.join(''), ...pieces.slice(1).map(() => '')]).join('\n') ?? null;
}

/** The same without the empty lines, for what ends at one. */
export const withoutWrapsOrGaps = (text: string): string | null =>
  piecesOf(text)
    ?.map((pieces) => pieces.join(''))
    .join('\n') ?? null;

/** How many lines each line of `withoutWrapsOrGaps` was. */
export const linesJoined = (text: string): readonly number[] => piecesOf(text)?.map((pieces) => pieces.length) ?? [];
