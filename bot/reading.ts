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

/** One thread; `ask` settles with what it said, or with why it will say nothing more. */
interface Thread {
  ask(job: ReadingJob): Promise<Asked>;
  end(): Promise<unknown>;
}
type Asked =
  { readonly alive: true; readonly result: ReadResult } | { readonly alive: false; readonly result: ReadResult; readonly reason: string };

const gaveUp = 'It could not be read: the reader gave up on it. It is kept; send the part that matters.';

function startThread(timeoutMs: number): Thread {
  const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    stderr: true,
  });
  // Nobody waits for a thread that has nothing to do: it must not keep the process alive.
  worker.unref();
  let settle: (asked: Asked) => void = () => undefined;
  const over = (problem: string, reason: string): void => settle({ alive: false, result: unreadable(problem), reason });
  worker.on('message', (result: ReadResult) => settle({ alive: true, result }));
  worker.on('error', (error) => over(gaveUp, describeError(error).message));
  worker.on('exit', (code) => over(gaveUp, `exit ${code}`));
  return {
    async ask(job) {
      const asked = Promise.withResolvers<Asked>();
      settle = asked.resolve;
      const seconds = Number((timeoutMs / 1000).toPrecision(3));
      const tooLong = `Reading it took longer than ${seconds} s and was stopped. It is kept; send the part that matters.`;
      const timer = setTimeout(() => over(tooLong, 'timed out'), timeoutMs);
      worker.postMessage(job);
      try {
        return await asked.promise;
      } finally {
        clearTimeout(timer);
      }
    },
    end: () => worker.terminate(),
  };
}

export function createReader(input: { timeoutMs: number; log: Log }): Reader {
  const idle: Thread[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async read(path, name) {
      if (running >= mostWorkers) await new Promise<void>((resolve) => waiting.push(resolve));
      running += 1;
      const thread = idle.pop() ?? startThread(input.timeoutMs);
      const asked = await thread.ask({ path, name, mostMs: input.timeoutMs / 2 });
      running -= 1;
      waiting.shift()?.();
      if (asked.alive) idle.push(thread);
      else {
        input.log.warn({ reason: asked.reason }, 'an output could not be read');
        void thread.end();
      }
      return asked.result;
    },
    async close() {
      await Promise.all(idle.splice(0).map((thread) => thread.end()));
    },
  };
}
