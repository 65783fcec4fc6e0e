/** Hands a reader the ranges it wants out of bytes that are in memory: a paste, a small file, a test. */
import type { Want } from './types.ts';

export function drive<Result>(reader: Generator<Want, Result, Uint8Array>, bytes: Uint8Array): Result {
  let step = reader.next();
  while (step.done !== true) {
    const { offset, length } = step.value;
    step = reader.next(bytes.subarray(offset, offset + length));
  }
  return step.value;
}
