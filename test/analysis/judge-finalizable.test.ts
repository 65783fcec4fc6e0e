import { describe, expect, it } from '@jest/globals';
import type { Evidence, TypeCount } from '../../analysis/types.ts';
import { verdictText } from '../../cards/verdict-text.ts';
import { evidenceOf, MB, noon } from '../support/evidence.ts';
import { judged, said } from '../support/judged.ts';
import { counters, flat, types } from '../support/made-evidence.ts';

const hour = 3_600_000;
function queue(at: number | null, rows: readonly TypeCount[], ready = 0): Evidence {
  const finalizable = rows.reduce((sum, { count }) => sum + count, 0);
  return evidenceOf(`q${at ?? 'x'}${finalizable}`, { kind: 'finalizerQueue', ready, finalizable, types: rows, takenAt: at });
}
const sockets = ['System.Net.Sockets.Socket', 300, 19_200] as const;

describe('objects with a finalizer that pile up between two lists', () => {
  it('are named by their type', () => {
    const threads = (count: number) => types(sockets, ['System.Threading.Thread', count, 64 * count]);
    const judgement = judged([queue(noon, threads(40)), queue(noon + hour, threads(60_040))]);
    expect(said(judgement, 'finalizable-growth:System.Threading.Thread')).toMatchObject({ points: 'managed', strength: 'strong' });
    expect(judgement.verdict).toMatchObject({ class: 'managed', component: 'System.Threading.Thread' });
    expect(verdictText(judgement)).toContain('System.Threading.Thread grows 40 → 60,040 objects over 2 lists of what has a finalizer.');
  });

  it('are handles where each of them holds one', () => {
    const waits = (count: number) => types(sockets, ['Microsoft.Win32.SafeHandles.SafeWaitHandle', count, 32 * count]);
    const { verdict } = judged([queue(noon, waits(500)), queue(noon + hour, waits(30_500))]);
    expect(verdict.class).toBe('handle');
    const blocks = (count: number) => types(sockets, ['Microsoft.Win32.SafeHandles.SafeLocalAllocHandle', count, 32 * count]);
    expect(judged([queue(noon, blocks(500)), queue(noon + hour, blocks(30_500))]).verdict.class).toBe('managed');
  });

  it('wait where the finalizer thread does not come to them', () => {
    const orders = (count: number) => types(sockets, ['Shop.Order', count, 40 * count]);
    const judgement = judged([queue(noon, orders(900), 5), queue(noon + hour, orders(40_900), 39_000)]);
    expect(said(judgement, 'finalizable-growth:Shop.Order')?.says).toContain('39,000 objects wait for the finalizer thread');
  });

  it('are nothing where there are hardly more, where they come and go, or where a list was cut', () => {
    const some = (count: number) => types(sockets, ['Shop.Order', count, 40 * count]);
    const none = (...evidence: readonly Evidence[]) =>
      expect(judged(evidence).findings.filter(({ rule }) => rule === 'finalizable-growth')).toEqual([]);
    none(queue(noon, some(40_000)), queue(noon + hour, some(45_000)));
    none(queue(noon, some(1000)), queue(noon + hour, some(9000)), queue(noon + 2 * hour, some(1100)));
    none(queue(noon, some(40)), queue(noon + 60_000, some(4000)));
    const cut = { ...queue(noon, types(sockets)), finalizable: 50_300 } as Evidence;
    none(cut, queue(noon + hour, some(50_000)));
  });

  it('are no leak where private bytes and the .NET heap stand still', () => {
    const threads = (count: number) => types(sockets, ['System.Threading.Thread', count, 64 * count]);
    const level = counters('c', { privateBytes: flat(900 * MB), gcHeap: flat(300 * MB) }, undefined, 240);
    const { verdict } = judged([level, queue(noon, threads(40)), queue(noon + hour, threads(60_040))]);
    expect(verdict.class).not.toBe('managed');
  });
});
