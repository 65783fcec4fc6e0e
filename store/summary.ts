/** One line of the list of cases, from its record. */
import type { Investigation, StepId } from '../flows/types.ts';
import { stepIds } from '../flows/types.ts';
import type { InvestigationSummary } from './types.ts';

const ended: readonly StepId[] = ['closed', 'cancelled'];

export function summaryOf(investigation: Investigation): InvestigationSummary {
  const step = stepOf(investigation);
  return {
    id: investigation.id,
    title: titleOf(investigation),
    step,
    updatedAt: investigation.updatedAt,
    createdAt: investigation.createdAt,
    owner: investigation.owner.name,
    ticket: investigation.ticket,
    open: !ended.includes(step),
  };
}

/** A case of which only the file is there: it is listed, so that nobody believes that it never was. */
export function summaryOfUnreadable(id: string, problem: string, changedAt: string): InvestigationSummary {
  const title = `${id} (cannot be read)`;
  return { id, title, step: 'unreadable', updatedAt: changedAt, createdAt: changedAt, owner: '', ticket: null, open: false, problem };
}

function titleOf({ target, asked, id }: Investigation): string {
  const { host, process, pid } = target ?? asked;
  const what = [process, pid === null ? null : `pid ${String(pid)}`].filter((part) => part !== null).join(', ');
  return what === '' && host === '' ? id : `${what === '' ? 'a process' : what} on ${host}`;
}

/** The statechart's states are named after their steps; where none is, the timeline knows the last one. */
function stepOf({ snapshot, timeline }: Investigation): StepId {
  return stepIn(snapshot.state) ?? timeline.at(-1)?.step ?? 'intake';
}

/** `{ active: { counters: 'watching' } }` → counters. */
function stepIn(state: unknown): StepId | null {
  if (typeof state === 'string') return stepIds.find((step) => step === state) ?? null;
  if (typeof state !== 'object' || state === null) return null;
  const [name, inner] = Object.entries(state)[0] ?? [];
  return stepIds.find((step) => step === name) ?? stepIn(inner);
}
