/** `Call stack sample 1`: two little tables, then the frames, each `Function | [Source] | Destination` (LeakFunctions.cs). */
import { fieldAt, isHeading } from './labels.ts';

/** Rows of the first table and the head of the second, with the empty lines that copying leaves. */
const tableLines = 24;
/** LeakTrack records at most 128 return addresses. */
const maxFrames = 200;

export const isSampleTitle = (line: string): boolean => /^call stack sample \d{1,4}$/i.test(line.trim());
const isStackHead = (line: string): boolean => /^function(?:\s+source)?\s+destination$/i.test(line.trim());

/** `GdiPlus!GpBitmap::GpBitmap+6e`, `System_Drawing_ni+4f4d3`, ``0x000007FE`95B1A2C7``; null for anything else. */
function frameIn(line: string): string | null {
  const text = (line.split('\t', 1)[0] ?? '').trim();
  if (text === '' || text.length > 2000 || isHeading(text)) return null;
  return /^(?:0x)?[0-9a-f]{4,8}`?[0-9a-f]{0,16}$/i.test(text) || /^[\w.\-$]{1,120}(?:!\S|\+(?:0x)?[0-9a-f]{1,16}$)/i.test(text)
    ? text
    : null;
}

/** The frames of the sample whose title stands at `from`, and where it ends. */
export function readSample(lines: readonly string[], from: number): { readonly frames: readonly string[]; readonly next: number } {
  let at = from + 1;
  let next = at;
  while (at < lines.length && at - from < tableLines && !isStackHead(lines[at] ?? '')) {
    const line = lines[at] ?? '';
    const isRow = fieldAt(lines, at) !== null || /^(?:address|handle|allocation (?:time|size))\b/i.test(line.trim());
    if (line.trim() !== '' && !isRow) break;
    at++;
    if (isRow) next = at;
  }
  const frames: string[] = [];
  if (isStackHead(lines[at] ?? '')) next = ++at;
  for (let empty = 0; at < lines.length && frames.length < maxFrames && empty < 2; at++) {
    const line = lines[at] ?? '';
    const frame = frameIn(line);
    if (frame === null && line.trim() !== '') break;
    empty = frame === null ? empty + 1 : 0;
    if (frame === null) continue;
    frames.push(frame);
    next = at + 1;
  }
  return { frames, next };
}
