/** The embedded work queue: what is pending stands in the record, so nothing here needs to outlive the process. */
import { createLanes } from './lanes.ts';
import type { WorkQueue } from './types.ts';

/**
 * `onError` hears of work that threw; the queue goes on. Without one, Node prints the error as a
 * warning. After `close` nothing new begins: it is still in the record and is picked up at the next start.
 */
export function createInProcessQueue(onError: (error: unknown, key: string) => void = warn): WorkQueue {
  const lanes = createLanes();
  let open = true;
  return {
    add(key, work) {
      if (!open) return;
      lanes
        .run(key, async () => {
          if (open) await work();
        })
        .catch((error: unknown) => onError(error, key));
    },
    idle: () => lanes.idle(),
    async close() {
      open = false;
      await lanes.idle();
    },
  };
}

function warn(error: unknown, key: string): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.emitWarning(`Work for ${key} failed: ${text}`);
}
