/** Runs one program without a shell, bounded in time and output. */
import { execFile } from 'node:child_process';
import { codeOf } from './linux/read-proc.ts';
import type { Outcome } from './types.ts';

const maxOutputBytes = 64 * 2 ** 20;
/** Nothing of our own environment (tokens, keys) reaches a program; texts and numbers are not localised. */
const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };

/** Exit codes other than 0 are a failure, except where something was printed: `find` says 1 when one of many files vanished meanwhile. */
export function runProgram(argv: readonly [string, ...string[]], timeoutMs: number, signal: AbortSignal): Promise<Outcome> {
  const [program, ...args] = argv;
  const begun = performance.now();
  return new Promise((resolve) => {
    const options = {
      timeout: timeoutMs,
      signal,
      maxBuffer: maxOutputBytes,
      env: environment,
      cwd: '/',
      shell: false,
      killSignal: 'SIGKILL' as const,
    };
    execFile(program, args, options, (error, stdout, stderr) => {
      const durationMs = performance.now() - begun;
      const failure =
        error === null || (typeof error.code === 'number' && stdout !== '') ? null : failed(program, error, stderr, timeoutMs);
      resolve(failure ?? { status: 'done', stdout, stderr, durationMs, takenAt: Date.now() });
    });
  });
}

function failed(program: string, error: Error & { killed?: boolean }, stderr: string, timeoutMs: number): Outcome {
  const code = codeOf(error);
  if (code === 'ENOENT') return { status: 'failed', reason: 'toolMissing', detail: `${program} is not installed on this machine.` };
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return {
      status: 'failed',
      reason: 'exitCode',
      detail: `${program} printed more than ${String(maxOutputBytes / 2 ** 20)} MB and was stopped.`,
    };
  }
  if (code === 'ABORT_ERR') return { status: 'failed', reason: 'timedOut', detail: `${program} was stopped before it had ended.` };
  if (error.killed === true) {
    return { status: 'failed', reason: 'timedOut', detail: `${program} did not end within ${String(timeoutMs / 1000)} s and was stopped.` };
  }
  const said = stderr.trim().slice(0, 300);
  if (/permission denied|operation not permitted/i.test(said)) return { status: 'failed', reason: 'denied', detail: said };
  if (/no such (file|process)/i.test(said)) return { status: 'failed', reason: 'gone', detail: said };
  return { status: 'failed', reason: 'exitCode', detail: said === '' ? `${program} failed and printed nothing.` : said };
}
