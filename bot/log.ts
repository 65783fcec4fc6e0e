import { join } from 'node:path';
import { destination, pino } from 'pino';
import type { Logger } from 'pino';

export type Log = Logger;

/** Where a secret could stand in what we log; its value is replaced. */
const secretPaths = ['password', 'secret', 'token', 'authorization', '*.password', '*.secret', '*.token', '*.authorization'];

/**
 * The structured log of this process: JSON lines in `<data>/plumbline.log`, nothing on the terminal.
 * Texts that people paste are never logged, only their sizes. The folder must be there.
 */
export function createLog(dataFolder: string, level: string): Log {
  return pino({ level, base: null, redact: secretPaths }, destination({ dest: join(dataFolder, 'plumbline.log'), sync: true }));
}

/** What a failure is called in the log: never what a person typed. */
export function describeError(error: unknown): { name: string; message: string; stack: string | undefined } {
  return error instanceof Error
    ? { name: error.name, message: error.message.slice(0, 500), stack: error.stack?.slice(0, 4000) }
    : { name: 'thrown', message: String(error).slice(0, 500), stack: undefined };
}
