/**
 * dbghelp writes the header, the directory and the small streams first: what lies within the front of the file is asked
 * for once, which spares a round trip for each where the dump is on another machine.
 */
import type { Asked } from './budget.ts';
import type { Reader } from './directory.ts';

/** Header, directory, processor, pid, exception, threads and counters take some ten thousand bytes. */
const frontLength = 32 * 1024;

/** The same reading; what it wants from the front of the file of `size` bytes is not asked for again. Counts what is `asked` for. */
export function* withFront<Result>(reading: Reader<Result>, size: number, asked: Asked): Reader<Result> {
  const front = yield { offset: 0, length: Math.min(frontLength, size) };
  asked.bytes += front.length;
  let step = reading.next();
  while (step.done !== true) {
    const { offset, length } = step.value;
    if (offset + length <= front.length) {
      step = reading.next(front.subarray(offset, offset + length));
      continue;
    }
    const bytes = yield step.value;
    asked.bytes += bytes.length;
    step = reading.next(bytes);
  }
  return step.value;
}
