/** Several looks at one thing: the newest says how it is, not the oldest. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { evidenceOf, MB, noon } from '../support/evidence.ts';
import { minute } from '../support/made-clues.ts';
import { heap, types } from '../support/made-evidence.ts';

const hourly = (...looks: readonly ((at: number, id: string) => Evidence)[]): Judgement =>
  judge(
    looks.map((look, i) => look(noon + i * 60 * minute, `e${i}`)),
    defaultScope,
  );
const said = ({ findings }: Judgement, rule: string): readonly string[] =>
  findings.filter((each) => each.rule === rule).map(({ says }) => says);

const holed = (live: number, free: number) => (at: number, id: string) =>
  heap(id, types(['System.Byte[]', 900, live * MB], ['Free', 400, free * MB]), at);
const crowded = (carts: number) => (at: number, id: string) =>
  heap(id, types(['Shop.Cart', carts, carts * 200], ['System.String', 60_000, 6 * MB]), at);
const waiting = (ready: number) => (at: number, id: string) =>
  evidenceOf(id, { kind: 'finalizerQueue', ready, finalizable: ready + 50, types: types(['Shop.Handle', ready + 50, 0]), takenAt: at });
const built = (builders: number) => (at: number, id: string) =>
  heap(id, types(['System.Reflection.Emit.TypeBuilder', builders, builders * 300], ['System.String', 60_000, 6 * MB]), at);

describe('of several looks', () => {
  it('the last tells how much of the heap is holes, and what they were at first', () => {
    const [says] = said(hourly(holed(40, 80), holed(45, 600)), 'heap-fragmentation');
    expect(says).toContain('600 MB of the 645 MB');
    expect(says).toContain('At the first look 80.0 MB of 120 MB were.');
    expect(said(hourly(holed(40, 80)), 'heap-fragmentation')[0]).not.toContain('first look');
  });
  it('holes that were filled again are no finding', () => {
    expect(said(hourly(holed(40, 600), holed(600, 20)), 'heap-fragmentation')).toEqual([]);
  });
  it('a type that crowded the heap and is gone is no finding', () => {
    expect(said(hourly(crowded(500_000), crowded(4000)), 'heap-level')).toEqual([]);
    expect(said(hourly(crowded(4000), crowded(500_000)), 'heap-level')).toHaveLength(1);
  });
  it('a finalizer queue that was worked off is no backlog', () => {
    const done = hourly(waiting(90_000), waiting(12));
    expect(said(done, 'finalizer-backlog')).toEqual([]);
    expect(done.verdict.causes.map(({ id }) => id)).not.toContain('finalizer-backlog');
    expect(said(hourly(waiting(12), waiting(90_000)), 'finalizer-backlog')[0]).toContain('90,000 objects wait');
  });
  it('builders that are gone are generated no more', () => {
    expect(said(hourly(built(30_000), built(40)), 'emit-builders')).toEqual([]);
  });
});
