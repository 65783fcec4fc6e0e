/**
 * dbghelp writes the header, the directory and the small streams first: what lies within the front of the file is asked
 * for once, which spares a round trip for each where the dump is on another machine.
 */
import type { Reader } from './directory.ts';

/** Header, directory, processor, pid, exception, threads and counters take some ten thousand bytes. */
const frontLength = 32 * 1024;

/** The same reading; what it wants from the front of the file of `size` bytes is not asked for again. */
export function* withFront<Result>(reading: Reader<Result>, size: number): Reader<Result> {
  const front = yield { offset: 0, length: Math.min(frontLength, size) };
  let step = reading.next();
  while (step.done !== true) {
    const { offset, length } = step.value;
    const isThere = offset + length <= front.length;
    step = reading.next(isThere ? front.subarray(offset, offset + length) : yield step.value);
  }
  return step.value;
}
