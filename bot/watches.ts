import { wanted } from '../flows/index.ts';
import type { Due, Investigation, Watch } from '../flows/types.ts';
import { describeError } from './log.ts';
import { handEvent, keepWatching } from './watch-loop.ts';
import type { WatchInput } from './watch-loop.ts';

export interface Watches {
  /** Starts and stops watches and alarms until they are what the record implies. */
  makeSo(investigation: Investigation): void;
  stop(): Promise<void>;
}

/** setTimeout overflows beyond 2^31 ms. */
const longestTimerMs = 2 ** 31 - 1;

interface Running {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

export function createWatches(input: WatchInput): Watches {
  const running = new Map<string, Running>();
  /** A watch keeps its id while its threshold rises. */
  const latest = new Map<string, Watch>();
  const alarms = new Map<string, NodeJS.Timeout>();

  function begin(investigation: Investigation, watch: Watch, key: string): void {
    const stop = new AbortController();
    const done = keepWatching(input, investigation, () => latest.get(key) ?? watch, stop.signal)
      .catch((error: unknown) => input.log.error({ case: investigation.id, watch: watch.id, error: describeError(error) }, 'watch failed'))
      .finally(() => {
        if (running.get(key)?.stop !== stop) return;
        running.delete(key);
        latest.delete(key);
      });
    running.set(key, { stop, done });
  }

  function setAlarm(caseId: string, due: Due, key: string): void {
    const inMs = Math.min(longestTimerMs, Math.max(0, Date.parse(due.at) - input.now()));
    const ring = async (): Promise<void> => {
      alarms.delete(key);
      if (Date.parse(due.at) > input.now()) setAlarm(caseId, due, key);
      else await handEvent(input, caseId, { type: 'timeCame', due: due.id, by: null, at: new Date(input.now()).toISOString() });
    };
    alarms.set(
      key,
      setTimeout(
        () =>
          void ring().catch((error: unknown) =>
            input.log.error({ case: caseId, due: due.id, error: describeError(error) }, 'alarm failed'),
          ),
        inMs,
      ).unref(),
    );
  }

  return {
    makeSo(investigation) {
      const { watches, due } = wanted(investigation);
      const mine = `${investigation.id} `;
      const wantedKeys = new Map(watches.map((watch) => [`${mine}${watch.id}`, watch]));
      for (const [key, each] of running) if (key.startsWith(mine) && !wantedKeys.has(key)) each.stop.abort();
      for (const [key, watch] of wantedKeys) {
        latest.set(key, watch);
        if (running.get(key)?.stop.signal.aborted !== false) begin(investigation, watch, key);
      }
      const dueKeys = new Map(due.map((each) => [`${mine}${each.id} ${each.at}`, each]));
      for (const [key, alarm] of alarms)
        if (key.startsWith(mine) && !dueKeys.has(key)) {
          clearTimeout(alarm);
          alarms.delete(key);
        }
      for (const [key, each] of dueKeys) if (!alarms.has(key)) setAlarm(investigation.id, each, key);
    },
    async stop() {
      for (const alarm of alarms.values()) clearTimeout(alarm);
      alarms.clear();
      const all = [...running.values()];
      for (const each of all) each.stop.abort();
      await Promise.all(all.map((each) => each.done));
    },
  };
}
