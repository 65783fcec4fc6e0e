/** What those who read bytes share: numbers and line ends in them. */

export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;

/** The same bytes for numbers of any width at any offset. */
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A 64-bit number, lowest byte first, as a double: exact up to 2^53, which no address of a user process exceeds. */
export const u64 = (view: DataView, at: number): number => view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);

/** The index of the next line feed; -1 where none follows. */
export function nextLineFeed(bytes: Uint8Array, from: number): number {
  return bytes.indexOf(lineFeed, from);
}
