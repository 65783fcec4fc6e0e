/** Runs in a worker thread: reads one kept output by ranges, so that neither memory nor the event loop feels its size. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { read } from '../analysis/index.ts';
import type { ReadResult } from '../analysis/types.ts';

export interface ReadingJob {
  readonly path: string;
  readonly name: string;
}

function readFile({ path, name }: ReadingJob): ReadResult {
  const file = openSync(path, 'r');
  try {
    const reading = read(name, fstatSync(file).size);
    let step = reading.next();
    let again: Buffer = Buffer.alloc(0);
    while (step.done !== true) {
      const { length, passing } = step.value;
      if (passing === true && again.length < length) again = Buffer.allocUnsafe(length);
      const buffer = passing === true ? again.subarray(0, length) : Buffer.allocUnsafe(Math.max(0, length));
      const got = readSync(file, buffer, 0, buffer.length, step.value.offset);
      step = reading.next(buffer.subarray(0, got));
    }
    return step.value;
  } finally {
    closeSync(file);
  }
}

parentPort?.on('message', (job: ReadingJob) => parentPort?.postMessage(readFile(job)));
