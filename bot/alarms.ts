import type { Due } from '../flows/types.ts';

/** setTimeout overflows beyond 2^31 ms. */
const longestTimerMs = 2 ** 31 - 1;

/** Rings once at each due time of a case; a due time that has passed rings at once. */
export interface Alarms {
  /** Exactly these are set for this case from now on; one that is set already stays as it is. */
  set(caseId: string, due: readonly Due[]): void;
  stop(): void;
}

export function createAlarms(now: () => number, ring: (caseId: string, due: Due) => void): Alarms {
  const timers = new Map<string, NodeJS.Timeout>();
  const begin = (caseId: string, due: Due, key: string): void => {
    const inMs = Math.max(0, Date.parse(due.at) - now());
    const rang = (): void => {
      timers.delete(key);
      if (inMs > longestTimerMs) begin(caseId, due, key);
      else ring(caseId, due);
    };
    timers.set(key, setTimeout(rang, Math.min(longestTimerMs, inMs)).unref());
  };
  return {
    set(caseId, due) {
      const wanted = new Map(due.map((each) => [`${caseId} ${each.id} ${each.at}`, each]));
      for (const [key, timer] of timers) {
        if (!key.startsWith(`${caseId} `) || wanted.has(key)) continue;
        clearTimeout(timer);
        timers.delete(key);
      }
      for (const [key, each] of wanted) if (!timers.has(key)) begin(caseId, each, key);
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
