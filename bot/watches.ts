import { wanted } from '../flows/index.ts';
import type { Due, FlowEvent, Investigation, Watch } from '../flows/types.ts';
import { createAlarms } from './alarms.ts';
import { describeError } from './log.ts';
import { handEvent, keepWatching } from './watch-loop.ts';
import type { WatchInput } from './watch-loop.ts';
import { createRestartCount } from './watch-restart.ts';

export interface Watches {
  /** Starts and stops watches and alarms until they are what the record implies. */
  makeSo(investigation: Investigation): void;
  stop(): Promise<void>;
}

interface Running {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

function watchBroke(now: number): FlowEvent {
  const detail =
    'Something in Plumbline itself went wrong while watching; the log has the reason. What was sampled is kept. Start watching again, or paste the counters.';
  return { type: 'watchLost', detail, by: null, at: new Date(now).toISOString() };
}

export function createWatches(given: Omit<WatchInput, 'mayFollow'>): Watches {
  const input: WatchInput = { ...given, mayFollow: createRestartCount(given.now) };
  const running = new Map<string, Running>();
  /** A watch keeps its id while its threshold rises. */
  const latest = new Map<string, Watch>();
  const failed = (about: object) => (error: unknown) => input.log.error({ ...about, error: describeError(error) }, 'watch failed');
  const alarms = createAlarms(input.now, (caseId: string, due: Due) => {
    const at = new Date(input.now()).toISOString();
    handEvent(input, caseId, { type: 'timeCame', due: due.id, by: null, at }).catch(failed({ case: caseId, due: due.id }));
  });

  function begin(investigation: Investigation, watch: Watch, key: string): void {
    const stop = new AbortController();
    const done = keepWatching(input, investigation, () => latest.get(key) ?? watch, stop.signal)
      .catch(async (error: unknown) => {
        failed({ case: investigation.id, watch: watch.id })(error);
        // A watch that died in silence would be waited for until morning.
        if (!stop.signal.aborted) await handEvent(input, investigation.id, watchBroke(input.now()));
      })
      .catch(failed({ case: investigation.id, watch: watch.id }))
      .finally(() => {
        if (running.get(key)?.stop !== stop) return;
        running.delete(key);
        latest.delete(key);
      });
    running.set(key, { stop, done });
  }

  return {
    makeSo(investigation) {
      const { watches, due } = wanted(investigation);
      const mine = `${investigation.id} `;
      const keys = new Map(watches.map((watch) => [`${mine}${watch.id}`, watch]));
      for (const [key, each] of running) if (key.startsWith(mine) && !keys.has(key)) each.stop.abort();
      for (const [key, watch] of keys) {
        latest.set(key, watch);
        if (running.get(key)?.stop.signal.aborted !== false) begin(investigation, watch, key);
      }
      alarms.set(investigation.id, due);
    },
    async stop() {
      alarms.stop();
      const all = [...running.values()];
      for (const each of all) each.stop.abort();
      await Promise.all(all.map((each) => each.done));
    },
  };
}
