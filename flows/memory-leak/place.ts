/** Where a stored state value stands: its step and what is going on there. The names are those of machine.ts. */
import type { PhaseId, StepId } from '../types.ts';
import { stepIds } from '../types.ts';

export interface Place {
  readonly step: StepId;
  readonly phase: PhaseId;
}

const phaseOf: Readonly<Record<string, PhaseId>> = {
  arriving: 'offering',
  offering: 'offering',
  choosing: 'choosing',
  seeking: 'collecting',
  collecting: 'collecting',
  dumping: 'collecting',
  filing: 'collecting',
  awaitingOutput: 'awaitingOutput',
  watching: 'watching',
  filed: 'holding',
};

function isStep(name: string): name is StepId {
  return (stepIds as readonly string[]).includes(name);
}

function firstField(value: unknown): readonly [string, unknown] | undefined {
  return typeof value === 'object' && value !== null ? Object.entries<unknown>(value as Record<string, unknown>)[0] : undefined;
}

/** `classify` is never rested in; an unknown value is the intake of a case that has just begun. */
export function placeOf(state: unknown): Place {
  if (typeof state === 'string') return { step: isStep(state) ? state : 'intake', phase: 'holding' };
  const active = typeof state === 'object' && state !== null && 'active' in state ? state.active : null;
  if (typeof active === 'string') return { step: isStep(active) ? active : 'counters', phase: 'holding' };
  const [step, leaf] = firstField(active) ?? ['intake', 'choosing'];
  return { step: isStep(step) ? step : 'intake', phase: phaseOf[String(leaf)] ?? 'offering' };
}
