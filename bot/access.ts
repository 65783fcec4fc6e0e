import { stat } from 'node:fs/promises';
import type { FoundProcess } from '../connectors/types.ts';
import type { CollectorHow, Target } from '../flows/types.ts';
import { isThisMachine } from './opening.ts';

/**
 * The last gate, asked again just before anything runs. Without an inventory: this machine only,
 * processes of the user that the bot runs as, and collectors that change nothing. A recording may
 * always be played; where a person runs the command, nothing runs here.
 * Answers the sentence why not; null: it may.
 */
export async function whyNot(target: Target, how: CollectorHow | null): Promise<string | null> {
  if (target.connector === 'replay') return null;
  if (target.connector === 'manual') return 'The bot runs nothing on this host: run the command yourself and paste its output here.';
  if (!isThisMachine(target.host)) return `Without an inventory the bot touches this machine only, and ${target.host} is another one.`;
  if (how !== null && how.impact.kind !== 'none')
    return `Without an inventory the bot runs only what changes nothing. ${how.impact.says} Run it yourself, and paste its output here.`;
  if (target.pid !== null && !(await isOwnProcess(target.pid)))
    return `Process ${target.pid} belongs to another user. Start Plumbline as that user, or run the command yourself and paste its output here.`;
  return null;
}

/** Linux: the owner of /proc/PID is the user the process runs as. A process that has ended is left to the connector. */
async function isOwnProcess(pid: number): Promise<boolean> {
  const user = process.getuid?.();
  if (user === undefined) return true;
  try {
    return (await stat(`/proc/${pid}`)).uid === user;
  } catch {
    return true;
  }
}

export async function onlyOwn(found: readonly FoundProcess[]): Promise<readonly FoundProcess[]> {
  const own = await Promise.all(found.map((each) => isOwnProcess(each.pid)));
  return found.filter(({ unreadable }, index) => own[index] && unreadable !== true);
}
