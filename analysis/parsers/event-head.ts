/** Where an event of Windows begins in a listing: its first lines, before its text. */

/** The source stands within the first lines of an event; Get-WinEvent | Format-List * begins with its message. */
export const linesOfHead = 14;

/** The first lines of an event, none of which is empty. `short`: the line, or nothing where it is too long to be one of these. */
export function eventHead(lines: readonly string[], from: number, short: (line: string | undefined) => string): readonly string[] {
  const whole = lines.slice(from, from + linesOfHead).map(short);
  const blank = whole.indexOf('');
  return blank === -1 ? whole : whole.slice(0, blank);
}
