/** Starts the small C programs of test/programs, which leak on purpose or do not. Compiled with gcc where that is present. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export type LiveProgram = 'leak-memory' | 'leak-descriptors' | 'saw-tooth' | 'healthy';
const sources = resolve(import.meta.dirname, '../programs');

/** Null: the programs can run here. Otherwise why not, for the name of the skipped test. */
export function whyNoLivePrograms(): string | null {
  if (process.platform !== 'linux') return 'live programs are read from /proc, which is Linux only';
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'gcc is not installed, which compiles the programs that leak';
  }
}

export interface RunningProgram {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Compiles into a temporary folder and answers a function that starts the programs. */
export function createLivePrograms(): (program: LiveProgram, ...args: readonly (string | number)[]) => Promise<RunningProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-programs-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const compiled = new Set<LiveProgram>();
  return async (program, ...args) => {
    const path = join(folder, program);
    if (!compiled.has(program)) execFileSync('gcc', ['-O1', '-g', '-fno-omit-frame-pointer', '-o', path, join(sources, `${program}.c`)]);
    compiled.add(program);
    const child = spawn(path, args.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    await Promise.race([
      once(child.stdout, 'data'),
      ended.then(() => {
        throw new Error(`${program} ended before it was ready`);
      }),
    ]);
    if (child.pid === undefined) throw new Error(`${program} did not start`);
    return {
      pid: child.pid,
      stop: async () => {
        child.kill('SIGKILL');
        await ended;
      },
    };
  };
}
