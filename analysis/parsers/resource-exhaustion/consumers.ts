/** `w3wp.exe (4120) consumed 12345678848 bytes`: who had most of the commit charge, in whatever language the sentence is. */
import { readInteger } from '../../numbers.ts';

const consumer = /\.exe \((\d{1,10})\)[^\d(]{1,60}?(\d[\d.,' ]{5,24})(?=\s?[^\d\s.,])/gi;
/** Some languages quote the name; where it is bare it begins behind a blank, as the word before it may be "and". */
const longestName = 80;

/** The name that ends at `end`; a quote mark that was opened before it and not closed behind it is that of a whole cell. */
function nameBefore(line: string, end: number, quoted: boolean): string {
  const before = line.slice(Math.max(0, end - longestName), end);
  return before.slice(before.lastIndexOf(quoted && before.includes('"') ? '"' : ' ') + 1);
}

export interface Consumer {
  readonly process: string;
  readonly pid: number;
  readonly bytes: number;
}

export const consumersIn = (line: string): readonly Consumer[] =>
  [...line.matchAll(consumer)].flatMap((found) => {
    const bytes = readInteger((found[2] ?? '').trim());
    return bytes === null
      ? []
      : [{ process: nameBefore(line, found.index, /^\.exe \(\d{1,10}\)"/i.test(found[0])), pid: Number(found[1]), bytes }];
  });
