/** The bot as a process of its own, as `npm start` runs it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { measureProcess } from '../../support/processor-time.ts';

const root = resolve(import.meta.dirname, '../../..');

export interface RunningBot {
  readonly url: string;
  readonly data: string;
  /** By the clock, or as long as it worked where the machine was busy with other things. */
  readonly startedInMs: number;
  readonly child: ChildProcess;
  /** Everything it printed so far. */
  printed(): string;
  /** SIGTERM, then waits for the end; the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, then waits for the end. */
  kill(): Promise<void>;
}

export async function newDataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'plumbline-'));
}

/** Starts the bot, at whatever port is free, and waits for the URL that it prints. Throws with what it printed when none comes. */
export async function startBot(options: { data: string; settings?: Readonly<Record<string, string>> }): Promise<RunningBot> {
  const child = spawn(join(root, 'node_modules/.bin/node'), ['bot/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', PORT: '0', DATA: options.data, ...options.settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const taken = measureProcess(child.pid ?? 0);
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString('utf8'));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const url = await waitFor(
    () => /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? (child.exitCode === null ? null : fail(`the bot ended: ${output}`)),
    120000,
    () => output,
  );
  const startedInMs = taken();
  return {
    url,
    data: options.data,
    startedInMs,
    child,
    printed: () => output,
    stop: async () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function fail(message: string): never {
  throw new Error(message);
}

/** Asks again and again until something comes back; throws with `about()` when the time is over. */
export async function waitFor<T>(
  ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  timeoutMs: number,
  about: () => string = () => '',
): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > until) throw new Error(`Nothing came within ${timeoutMs} ms. ${about()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
