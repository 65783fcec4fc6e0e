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

function titleOf({ target, asked, id }: Investigation): string {
  const { host, process, pid } = target ?? asked;
  const what = [process, pid === null ? null : `pid ${String(pid)}`].filter((part) => part !== null).join(', ');
  return what === '' && host === '' ? id : `${what === '' ? 'a process' : what} on ${host}`;
}

/** The statechart's outermost state is named after its step; where it is not, the timeline knows the last one. */
function stepOf({ snapshot, timeline }: Investigation): StepId {
  const { state } = snapshot;
  const outermost = typeof state === 'object' && state !== null ? Object.keys(state)[0] : state;
  return stepIds.find((step) => step === outermost) ?? timeline.at(-1)?.step ?? 'intake';
}
