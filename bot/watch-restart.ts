import { setTimeout as wait } from 'node:timers/promises';
import type { Connector } from '../connectors/types.ts';
import type { Target } from '../flows/types.ts';
import { namesakes, successorAmong } from './successor.ts';
import type { Predecessor, Successor } from './successor.ts';

/** A service manager starts again within seconds, a deployment within a minute: so many intervals, at least 10 s. */
const patienceIntervals = 6;
const leastPatienceMs = 10_000;
/** One look reads all of /proc. */
const lookEveryMs = { least: 250, most: 2000 } as const;
const lookTimeoutMs = 15_000;
/** More restarts than these within ten minutes are a process that does not stay up: watching it tells nothing, and each would be a message. */
const mostRestarts = 5;
const restartsWithinMs = 10 * 60_000;
/** A life of a minute is worth watching, whatever came before it. */
export const staysUpMs = 60_000;

/**
 * Waits for the process that takes the place of one that has ended. Believed only when two looks in a row
 * see the same: whatever starts a service runs under its name for a moment, too.
 */
export async function awaitSuccessor(
  connector: Connector,
  target: Target,
  known: Predecessor,
  intervalMs: number,
  stop: AbortSignal,
): Promise<Successor> {
  const until = performance.now() + Math.max(leastPatienceMs, patienceIntervals * intervalMs);
  const everyMs = Math.min(lookEveryMs.most, Math.max(lookEveryMs.least, intervalMs));
  let last: Successor = { is: 'nobody' };
  while (!stop.aborted) {
    const found = await namesakes(connector, target, AbortSignal.any([stop, AbortSignal.timeout(lookTimeoutMs)]));
    const seen = successorAmong(target, known, found);
    if (seen.is !== 'nobody' && JSON.stringify(seen) === JSON.stringify(last)) return seen;
    if (performance.now() > until) return seen;
    last = seen;
    await wait(everyMs, undefined, { signal: stop }).catch(() => undefined);
  }
  return { is: 'nobody' };
}

/** Counts restarts; false: this case has seen too many of late. */
export function createRestartCount(now: () => number): (caseId: string) => boolean {
  const seen = new Map<string, readonly number[]>();
  return (caseId) => {
    const lately = (seen.get(caseId) ?? []).filter((at) => at > now() - restartsWithinMs);
    seen.set(caseId, [...lately, now()].slice(-mostRestarts));
    return lately.length < mostRestarts;
  };
}

export const restartsTooOften = `It was restarted more than ${mostRestarts} times within ten minutes: no life of it lasts long enough to be watched. Start watching again when it stays up.`;
