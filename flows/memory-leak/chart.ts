/** The statechart as plain data, for docs/generate.ts: its states and what leads from one to the other. */
import type { AnyStateNode } from 'xstate';
import type { StepId } from '../types.ts';
import { memoryLeak, type StepMeta } from './machine.ts';

export interface ChartState {
  /** `leakTracking.watching`, without the `active` around it. */
  readonly name: string;
  readonly step: StepId | null;
}
export interface ChartEdge {
  readonly from: string;
  readonly to: string;
  /** The event, or the empty text for a transition that is taken at once. */
  readonly event: string;
  /** The condition with its parameters, as the machine names it. */
  readonly guard: string;
}

type Node = AnyStateNode;

function nameOf(node: Node): string {
  const path = node.path.filter((part) => part !== 'active');
  return path.length === 0 ? 'anywhere' : path.join('.');
}

function inside(node: Node): readonly Node[] {
  return [node, ...Object.values(node.states).flatMap(inside)];
}

function guardOf(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard !== 'object' || guard === null || !('type' in guard)) return '';
  const params = 'params' in guard && typeof guard.params === 'object' && guard.params !== null ? guard.params : {};
  const classes = 'classes' in params && Array.isArray(params.classes) ? params.classes.map(String).join(', ') : '';
  return `${String(guard.type)}${classes === '' ? '' : `: ${classes}`}`;
}

export function chartStates(): readonly ChartState[] {
  return inside(memoryLeak.root)
    .filter((node) => node.type !== 'history' && node.path.length > 0)
    .map((node) => ({ name: nameOf(node), step: (node.meta as StepMeta | undefined)?.step ?? null }));
}

interface Arrow {
  readonly eventType: string;
  readonly guard?: unknown;
  readonly target: readonly Node[] | undefined;
}

/** Every transition of the machine, in the order of its definition. */
export function chartEdges(): readonly ChartEdge[] {
  return inside(memoryLeak.root).flatMap((node) => {
    const arrows: readonly Arrow[] = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
    return arrows.flatMap(({ eventType, guard, target }) =>
      (target ?? []).map((to) => ({ from: nameOf(node), to: nameOf(to), event: eventType, guard: guardOf(guard) })),
    );
  });
}
