/** Which instances of a header are one process: by pid where told, else by name where that leaves no choice. */
import type { InstanceColumns } from './instances.ts';

/** How the instances of one header are joined to processes. */
export interface JoinPlan {
  readonly instances: readonly InstanceColumns[];
  readonly owners: ReadonlyMap<InstanceColumns, InstanceColumns>;
  /** .NET CLR instances that might be those of any of several processes. */
  readonly unjoined: ReadonlySet<InstanceColumns>;
}

/** Processes first: they name the life that the sets after them add to. */
export const isProcessSet = (columns: InstanceColumns): boolean => columns.set === 'process' || columns.set === 'processV2';
const order = (columns: InstanceColumns): number => (isProcessSet(columns) ? 0 : 1);
const tellsPid = (columns: InstanceColumns): boolean => columns.pidSlot !== null || columns.namePid !== null;

const sameName = (a: InstanceColumns, b: InstanceColumns): boolean =>
  a.base.toLowerCase() === b.base.toLowerCase() && a.machine?.toLowerCase() === b.machine?.toLowerCase();

/**
 * Whose values a .NET CLR instance are where it or the process does not tell its pid: those of the
 * only process of that name. With several of a name the header does not tell: the numbers behind #
 * of the two sets are counted apart (FACTS 1.4).
 */
export function joinPlanOf(all: readonly InstanceColumns[]): JoinPlan {
  const owners = new Map<InstanceColumns, InstanceColumns>();
  const unjoined = new Set<InstanceColumns>();
  for (const columns of all) {
    if (columns.set !== 'clr') continue;
    const processes = all.filter((each) => isProcessSet(each) && sameName(each, columns));
    const runtimes = all.filter((each) => each.set === 'clr' && sameName(each, columns));
    const only = processes.length === 1 && runtimes.length === 1 ? processes[0] : undefined;
    if (only !== undefined && !(tellsPid(only) && tellsPid(columns))) owners.set(columns, only);
    if (only === undefined && processes.length > 0 && !tellsPid(columns)) unjoined.add(columns);
  }
  return {
    instances: all.filter((each) => each.counters.length > 0).toSorted((a, b) => order(a) - order(b)),
    owners,
    unjoined,
  };
}
