/** A log of stacks from its first line to its end, chunk by chunk; a log that is not what it seemed is read as text. */
import type { Parsed, Place, Want } from '../../types.ts';

export type Reader<Result> = Generator<Want, Result, Uint8Array>;

const chunkLength = 2 ** 18;

/** All of it is read as text, from here on. */
export const asText = (from: Place): Parsed => ({ ok: true, readings: [], notes: [], rest: from });

/** What a line, or a chunk of them, says of the log: it goes on, it is over, or it is another than it seemed. */
export type LineSays = 'in' | 'over' | 'odd';
export interface ChunkRead {
  /** Bytes of whole lines. */
  readonly consumed: number;
  readonly says: LineSays;
}

/** Hands over the log in chunks until it is over; false: it is no such log. */
export function* throughLog(
  start: number,
  size: number,
  readChunk: (bytes: Uint8Array, offset: number, isLast: boolean) => ChunkRead,
): Reader<boolean> {
  for (let at = start; at < size;) {
    const bytes = yield { offset: at, length: Math.min(chunkLength, size - at), passing: true };
    const { consumed, says } = readChunk(bytes, at, at + bytes.length >= size);
    at += consumed;
    if (says === 'odd' || (says === 'in' && consumed === 0)) return false;
    if (says === 'over') break;
  }
  return true;
}

/** What of the input lies before the log and behind it, where anything does. */
export function aroundLog(from: Place, start: Place, end: Place, size: number): Pick<Parsed & { readonly ok: true }, 'lead' | 'rest'> {
  return { ...(start.line > from.line && { lead: start }), ...(end.offset < size && { rest: end }) };
}
