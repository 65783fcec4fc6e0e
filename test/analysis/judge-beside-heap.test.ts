/** One look at a process and at its GC heap: how much lies outside it, and how much the GC only keeps. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { evidenceOf, lifeOf, MB } from '../support/evidence.ts';
import { list } from '../support/made-clues.ts';
import { counters, flat } from '../support/made-evidence.ts';

const table = (privateBytes: number) =>
  evidenceOf('table', { kind: 'snapshot', values: { privateBytes: privateBytes * MB }, takenAt: null, life: lifeOf(4120) });
const heapOf = (bytes: number, committed: number | null) =>
  evidenceOf('heap', { kind: 'gcHeap', bytes: bytes * MB, committed: committed === null ? null : committed * MB, free: null, loh: null });
const judged = (...evidence: readonly Evidence[]) => judge(evidence, defaultScope);
const saying = ({ findings }: ReturnType<typeof judged>, rule: string) => findings.find((each) => each.rule === rule)?.says;

describe('a large process beside a small GC heap', () => {
  it('is said with both sizes, and is no verdict by itself', () => {
    const found = judged(table(2600), heapOf(60, 72));
    expect(saying(found, 'beside-gc-heap')).toBe(
      'The process uses 2.54 GB, and its .NET heap is 60.0 MB (72.0 MB committed): the rest lies outside it. That is a level; a second look shows whether it grows.',
    );
    expect(found.verdict.class).toBe('not-enough-data');
  });

  it('is native memory where objects are there that hold it', () => {
    const { verdict } = judged(table(2600), heapOf(60, null), list(['System.Drawing.Bitmap', 8800, 180_000]));
    expect(verdict).toMatchObject({ class: 'native', component: 'System.Drawing.Bitmap' });
    expect(verdict.causes[0]?.id).toBe('gdi-plus-in-service');
    expect(verdict.confidence).toBeLessThan(0.85);
    const wrapped = judged(list(['SkiaSharp.SKBitmap', 9000, 400_000])).verdict;
    expect(wrapped).toMatchObject({ class: 'native', component: 'SkiaSharp.SKBitmap' });
    expect(wrapped.causes[0]?.id).toBe('unmanaged-memory-not-freed');
  });

  it('is what the GC keeps where that is committed', () => {
    const kept = evidenceOf('screen', {
      kind: 'snapshot',
      values: { workingSet: 3300 * MB, gcHeap: 180 * MB, gcCommitted: 3100 * MB },
      takenAt: null,
      life: { ...lifeOf(4120), runtime: 'dotnet' },
    });
    const found = judged(kept);
    expect(found.verdict.class).toBe('no-leak');
    expect(found.verdict.causes[0]?.id).toBe('server-gc-keeps-memory');
  });

  it('says nothing of a small process, of a heap that is most of it, and where curves were drawn', () => {
    expect(saying(judged(table(700), heapOf(60, 72)), 'beside-gc-heap')).toBeUndefined();
    expect(saying(judged(table(2600), heapOf(1900, 2000)), 'beside-gc-heap')).toBeUndefined();
    const curves = counters('c', { privateBytes: flat(2600 * MB), gcHeap: flat(60 * MB), handles: flat(800) });
    expect(saying(judged(table(2600), heapOf(60, 72), curves), 'beside-gc-heap')).toBeUndefined();
  });
});
