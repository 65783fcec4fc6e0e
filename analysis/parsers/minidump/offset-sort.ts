/** Offsets in a file put in order, with a number beside each: by their digits, which is several times faster than comparing them. */

const digitBits = 11;
const digits = 1 << digitBits;

/** One pass: stable, by the digit that begins at bit `shift`. `false` where all have the same digit: nothing was done. */
function byDigit(from: readonly [Uint32Array, Uint32Array], to: readonly [Uint32Array, Uint32Array], shift: number): boolean {
  const [offsets, numbers] = from;
  const starts = new Uint32Array(digits + 1);
  for (let index = 0; index < offsets.length; index++) {
    const next = (((offsets[index] ?? 0) >>> shift) & (digits - 1)) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  if (starts.includes(offsets.length, 1)) return false;
  for (let digit = 1; digit < digits; digit++) starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
  for (let index = 0; index < offsets.length; index++) {
    const offset = offsets[index] ?? 0;
    const digit = (offset >>> shift) & (digits - 1);
    const place = starts[digit] ?? 0;
    starts[digit] = place + 1;
    to[0][place] = offset;
    to[1][place] = numbers[index] ?? 0;
  }
  return true;
}

/** Puts `offsets` into rising order, and `numbers`, which are as many, along with them. */
export function sortByOffset(offsets: Uint32Array, numbers: Uint32Array): void {
  let from: readonly [Uint32Array, Uint32Array] = [offsets, numbers];
  let to: readonly [Uint32Array, Uint32Array] = [new Uint32Array(offsets.length), new Uint32Array(offsets.length)];
  for (let shift = 0; shift < 32; shift += digitBits) if (byDigit(from, to, shift)) [from, to] = [to, from];
  if (from[0] === offsets) return;
  offsets.set(from[0]);
  numbers.set(from[1]);
}
