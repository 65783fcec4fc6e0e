/** A line of a log as its text, where normalising (lines.ts) would do nothing but cut its end. */
import { carriageReturn } from '../../byte-view.ts';
import { maxLineLength } from '../../text.ts';

const space = 0x20;
/** What a page makes of signs: lines.ts puts them back. */
const entity = /&(?:lt|gt|quot|amp);/;
const ascii = new TextDecoder();

/** The text of a line as lines.ts would have it; null where that takes more than cutting its end. */
export function plainLine(bytes: Uint8Array, start: number, end: number): string | null {
  const stop = bytes[end - 1] === carriageReturn ? end - 1 : end;
  if (stop - start > maxLineLength) return null;
  for (let at = start; at < stop; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte < space && byte !== 0x09) || byte > 0x7e) return null;
  }
  if (stop <= start) return '';
  const line = ascii.decode(bytes.subarray(start, stop)).trimEnd();
  return (line.includes('&') && entity.test(line)) || line.includes('```') || line.includes('~~~') || line.trimStart().startsWith('>')
    ? null
    : line;
}
