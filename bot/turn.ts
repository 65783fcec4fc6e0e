import { readButtonEvent } from './press.ts';
import type { ButtonPress } from '../cards/types.ts';
import { advance, takeIn } from '../flows/index.ts';
import type { FlowEvent, Investigation, Person, TakeIn, TakenIn } from '../flows/types.ts';
import { Conflict } from '../store/types.ts';
import type { Store } from '../store/types.ts';
import { hasHeard, withHeard } from './heard.ts';
import type { Lanes } from '../store/lanes.ts';

/** What comes through the door: a person, a finished command and a timer all do the same thing. */
export type TurnInput =
  | { readonly type: 'event'; readonly event: FlowEvent }
  | { readonly type: 'press'; readonly press: ButtonPress; readonly by: Person; readonly at: string }
  | { readonly type: 'output'; readonly taken: TakeIn }
  /** An effect with an impact is marked before it starts: after a crash it is then known to be in doubt. */
  | { readonly type: 'effectStarted'; readonly effectId: string };

/** `refused`: the sentence why nothing moved. `taken`: what became of an output. */
export interface Turned {
  readonly before: Investigation;
  readonly investigation: Investigation;
  readonly taken: TakenIn | null;
  readonly refused: string | null;
}

export interface Door {
  readonly store: Store;
  readonly lanes: Lanes;
  /** Hears of each saved change, before anything is shown: effects are queued, watches made so. */
  changed(turned: Turned): void;
}

type Applied = Omit<Turned, 'before'>;

function apply(before: Investigation, input: TurnInput): Applied {
  if (input.type === 'output') {
    const taken = takeIn(before, input.taken);
    return { investigation: taken.investigation, taken, refused: null };
  }
  if (input.type === 'effectStarted') {
    const pending = before.pending.map((each) => (each.id === input.effectId ? { ...each, status: 'started' as const } : each));
    return { investigation: { ...before, pending }, taken: null, refused: null };
  }
  const read = input.type === 'event' ? { event: input.event } : readButtonEvent(before, input.press, input.by, input.at);
  if ('refused' in read) return { investigation: before, taken: null, refused: read.refused };
  const advanced = advance(before, read.event);
  return { investigation: advanced.investigation, taken: null, refused: advanced.moved ? null : advanced.why };
}

/**
 * THE door: load → take in → advance → save; then it may be shown. null: there is no such case. A message
 * (`activityId`) that has moved the case before moves nothing.
 */
export function turn(door: Door, caseId: string, input: TurnInput, activityId: string | null = null): Promise<Turned | null> {
  return door.lanes.run(caseId, () => once(door, caseId, input, activityId, true));
}

async function once(door: Door, caseId: string, input: TurnInput, activityId: string | null, mayRetry: boolean): Promise<Turned | null> {
  const before = await door.store.load(caseId);
  if (before === null) return null;
  const again = hasHeard(before, activityId);
  const applied: Applied = again ? { investigation: before, taken: null, refused: null } : apply(before, input);
  if (applied.investigation === before) return { before, ...applied };
  try {
    const turned = { before, ...applied, investigation: await door.store.save(withHeard(applied.investigation, activityId)) };
    door.changed(turned);
    return turned;
  } catch (error) {
    if (error instanceof Conflict && mayRetry) return once(door, caseId, input, activityId, false);
    throw error;
  }
}
