/** Runs in a worker thread: reads one kept output by ranges, so that neither memory nor the event loop feels its size. */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { ReadResult } from '../analysis/types.ts';
import { usualLimits } from './archives/limits.ts';
import { fileSource } from './archives/source.ts';
import { readSource } from './reading-file.ts';

export interface ReadingJob {
  readonly path: string;
  readonly name: string;
  /** An archive ends by itself before the thread is ended, so that what has been read of it is not lost. */
  readonly mostMs: number;
}

function readFile({ path, name, mostMs }: ReadingJob): ReadResult {
  const file = openSync(path, 'r');
  try {
    return readSource(fileSource(file, fstatSync(file).size), name, { ...usualLimits, mostMs: Math.min(mostMs, usualLimits.mostMs) });
  } finally {
    closeSync(file);
  }
}

parentPort?.on('message', (job: ReadingJob) => parentPort?.postMessage(readFile(job)));
