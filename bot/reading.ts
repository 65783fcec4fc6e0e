import { Worker } from 'node:worker_threads';
import type { ReadResult } from '../analysis/types.ts';
import { describeError } from './log.ts';
import type { Log } from './log.ts';
import type { ReadingJob } from './reading-worker.ts';

/** Reads kept outputs in worker threads: whatever they hold, the bot goes on answering. */
export interface Reader {
  /** Never rejects: what took too long, too much memory or broke the reader is an unread part with its sentence. */
  read(path: string, name: string): Promise<ReadResult>;
  close(): Promise<void>;
}

/** PERF.md §1: a wide counter log of 300 MB is read within 60 MB; ten times that is a bomb, not a log. */
const memoryMb = 600;
const mostWorkers = 2;

function unreadable(problem: string): ReadResult {
  return { blocks: [], unread: [{ parser: null, fromLine: 1, lines: 0, problem }] };
}

export function createReader(input: { timeoutMs: number; log: Log }): Reader {
  const idle: Worker[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;

  const spawn = (): Worker =>
    new Worker(new URL('./reading-worker.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: memoryMb }, stderr: true });

  async function oneOf(): Promise<Worker> {
    if (running >= mostWorkers) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    return idle.pop() ?? spawn();
  }
  function giveBack(worker: Worker, alive: boolean): void {
    running -= 1;
    if (alive) idle.push(worker);
    else void worker.terminate();
    waiting.shift()?.();
  }

  return {
    async read(path, name) {
      const worker = await oneOf();
      const answer = await ask(worker, { path, name }, input.timeoutMs);
      if (!answer.alive) input.log.warn({ reason: answer.reason }, 'an output could not be read');
      giveBack(worker, answer.alive);
      return answer.result;
    },
    async close() {
      await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
    },
  };
}

interface Asked {
  readonly result: ReadResult;
  readonly alive: boolean;
  readonly reason: string | null;
}

function ask(worker: Worker, job: ReadingJob, timeoutMs: number): Promise<Asked> {
  return new Promise((resolve) => {
    const settle = (asked: Asked): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      worker.unref();
      // A worker that is being ended may still fail: nobody waits for that any more.
      worker.on('error', () => undefined);
      resolve(asked);
    };
    const gaveUp = (problem: string, reason: string): void => settle({ result: unreadable(problem), alive: false, reason });
    const timer = setTimeout(
      () =>
        gaveUp(`Reading it took longer than ${Math.round(timeoutMs / 1000)} s and was stopped. Send the part that matters.`, 'timed out'),
      timeoutMs,
    );
    worker.ref();
    worker.on('message', (result: ReadResult) => settle({ result, alive: true, reason: null }));
    worker.on('error', (error) =>
      gaveUp('It could not be read: the reader gave up on it. It is kept; send the part that matters.', describeError(error).message),
    );
    worker.on('exit', (code) =>
      gaveUp('It could not be read: the reader stopped. It is kept; send the part that matters.', `exit ${code}`),
    );
    worker.postMessage(job);
  });
}
