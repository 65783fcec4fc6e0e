/**
 * One candidate in a process of its own: `node bench/child.ts PROGRAM CANDIDATE TIMES FILE [COLUMNS]`.
 * Prints one line of JSON. What is measured begins after the program was loaded, so that no candidate
 * pays for the size of its source; the peak of the memory is that of the whole process.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Run {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** The longest time for which a timer of the same thread had to wait, by the clock: other programs' work counts too. */
  readonly stallMs: number;
  /** The longest time for which the thread itself worked between two turns of a timer, by the processor's time. */
  readonly busyMs: number;
}
export interface ChildReport {
  readonly runs: readonly Run[];
  readonly result: unknown;
  readonly loadedMb: number;
  readonly peakMb: number;
}

/** Watches what a timer of every millisecond has to wait for; stops when asked for the answer. */
function watchBusy(): () => number {
  let before = process.threadCpuUsage();
  let longest = 0;
  const look = (): void => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    longest = Math.max(longest, (user + system) / 1000);
  };
  const timer = setInterval(look, 1);
  return () => {
    look();
    clearInterval(timer);
    return longest;
  };
}

async function timed(work: () => Promise<unknown>): Promise<{ run: Run; result: unknown }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.reset();
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  const longestBusy = watchBusy();
  const result = await work();
  const busyMs = longestBusy();
  const [wallMs, used] = [performance.now() - start, process.cpuUsage(cpu)];
  await new Promise((resolve) => setTimeout(resolve, 5));
  delay.disable();
  const stallMs = Math.max(0, delay.max / 1e6 - 1);
  return { run: { wallMs, cpuMs: (used.user + used.system) / 1000, stallMs, busyMs }, result };
}

type Reader = (path: string) => Promise<unknown>;

/** Only the program's own candidates are loaded, so that no memory of the others is counted. */
async function readerOf(program: string, candidate: string, wanted: readonly number[]): Promise<Reader | undefined> {
  if (program === 'counter-log') {
    const read = (await import('./candidates/counter-log.ts')).logReaders[candidate];
    return read === undefined ? undefined : (path) => read(path, wanted);
  }
  if (program === 'stacks') return (await import('./candidates/stacks.ts')).stackReaders[candidate];
  return program === 'minidump' ? (await import('./candidates/minidumps.ts')).dumpReaders[candidate] : undefined;
}

async function main([program = '', candidate = '', times = '1', path = '', columns = '[]']: readonly string[]): Promise<void> {
  const wanted = JSON.parse(columns) as readonly number[];
  const read = await readerOf(program, candidate, wanted);
  const loadedMb = process.resourceUsage().maxRSS / 1024;
  const runs: Run[] = [];
  let result: unknown = null;
  for (let at = 0; at < Number(times); at++) {
    const done = await timed(async () => read?.(path));
    runs.push(done.run);
    result = done.result;
  }
  const report: ChildReport = { runs, result, loadedMb, peakMb: process.resourceUsage().maxRSS / 1024 };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

await main(process.argv.slice(2));
