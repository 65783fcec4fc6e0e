import { collectorById, howOf } from '../flows/index.ts';
import type { Effect, Investigation } from '../flows/types.ts';
import type { WorkQueue } from '../store/types.ts';
import { failed, runEffect } from './effects.ts';
import type { EffectsInput } from './effects.ts';
import { describeError } from './log.ts';
import type { Log } from './log.ts';
import { turn } from './turn.ts';
import type { Door, TurnInput, Turned } from './turn.ts';
import { restartsTooOften } from './watch-restart.ts';

export interface Worker {
  /** Queues what a record has pending and nobody runs yet: after each turn, and at start. */
  pickUp(investigation: Investigation): void;
  stop(): Promise<void>;
}
export interface WorkerInput {
  readonly effects: EffectsInput;
  readonly queue: WorkQueue;
  readonly log: Log;
  readonly door: () => Door;
  /** Shows what a finished effect changed. */
  readonly announce: (turned: Turned) => Promise<void>;
}

const wentWrong = 'Something in Plumbline itself went wrong while doing this; the log has the reason. Try it again, or do it by hand.';

export function createWorker(input: WorkerInput): Worker {
  const taken = new Set<string>();
  const stopping = new AbortController();
  return {
    pickUp(investigation) {
      for (const effect of investigation.pending) {
        const key = `${investigation.id} ${effect.id}`;
        if (taken.has(key)) continue;
        taken.add(key);
        input.queue.add(investigation.id, () => work(input, investigation.id, effect.id, stopping.signal).finally(() => taken.delete(key)));
      }
    },
    async stop() {
      stopping.abort();
      await input.queue.close();
    },
  };
}

async function work(input: WorkerInput, caseId: string, effectId: string, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  const door = input.door();
  const investigation = await door.store.load(caseId);
  const effect = investigation?.pending.find((each) => each.id === effectId);
  if (investigation == null || effect === undefined) return;
  const doubt = inDoubt(investigation, effect);
  const result =
    doubt !== null
      ? failed(effectId, doubt, new Date(input.effects.now()).toISOString())
      : await attempt(input, investigation, effect, stop);
  // A clean stop in the middle leaves it pending: the next start runs it again, or asks.
  if (result === null) return;
  const turned = await turn(door, caseId, result);
  if (turned === null) return;
  await input.announce(turned);
  if (isNewLife(result) && turned.refused === null) await workOnNewLife(input, turned.investigation, effect, stop);
}

/** Once: a process that has ended again by now does not stay up. */
async function workOnNewLife(input: WorkerInput, investigation: Investigation, effect: Effect, stop: AbortSignal): Promise<void> {
  const again = await attempt(input, investigation, effect, stop);
  if (again === null) return;
  const at = new Date(input.effects.now()).toISOString();
  const turned = await turn(input.door(), investigation.id, isNewLife(again) ? failed(effect.id, restartsTooOften, at) : again);
  if (turned !== null) await input.announce(turned);
}

function isNewLife(input: TurnInput): boolean {
  return input.type === 'event' && input.event.type === 'lifeChanged';
}

/**
 * It was started and never answered: the process died in between. What changes nothing runs again; for
 * anything else nobody knows whether it happened, so a person is asked to look.
 */
function inDoubt(investigation: Investigation, effect: Effect): string | null {
  if (effect.status === 'queued' || effect.type !== 'collect' || impactOf(investigation, effect) === 'none') return null;
  return `Plumbline was stopped while "${collectorById(effect.collector)?.title ?? effect.collector}" ran, and it is not known whether it finished. Look at the host before you start it again.`;
}

function impactOf(investigation: Investigation, effect: Extract<Effect, { type: 'collect' }>): string {
  const { target } = investigation;
  if (target === null || target.connector === 'replay') return 'none';
  return howOf(investigation, effect.collector, effect.occurrence)?.impact.kind ?? 'none';
}

async function attempt(input: WorkerInput, investigation: Investigation, effect: Effect, stop: AbortSignal): Promise<TurnInput | null> {
  try {
    if (effect.type === 'collect' && impactOf(investigation, effect) !== 'none')
      await turn(input.door(), investigation.id, { type: 'effectStarted', effectId: effect.id });
    return await runEffect(input.effects, investigation, effect, stop);
  } catch (error) {
    if (stop.aborted) return null;
    input.log.error({ case: investigation.id, effect: effect.id, type: effect.type, error: describeError(error) }, 'effect failed');
    return failed(effect.id, wentWrong, new Date(input.effects.now()).toISOString());
  }
}
