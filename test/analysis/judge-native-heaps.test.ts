/** Native heaps taken together: many small ones that are made and kept, and memory that only moves from heap to heap. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { evidenceOf, MB, minute, noon } from '../support/evidence.ts';

const listing = (at: number, ...committed: readonly number[]): Evidence =>
  evidenceOf(`at ${at}`, {
    kind: 'nativeHeaps',
    takenAt: noon + at * minute,
    heaps: committed.map((bytes, index) => ({
      heap: `000001f4c2${index.toString(16).padStart(6, '0')}`,
      committed: bytes,
      reserved: bytes,
    })),
  });
const each = (count: number, bytes: number): readonly number[] => Array.from({ length: count }, () => bytes);
const saysOf = ({ findings }: ReturnType<typeof judge>, wanted: string): string => findings.find(({ rule }) => rule === wanted)?.says ?? '';

describe('native heaps over two listings', () => {
  it('that multiply are the leak, although none of them is large', () => {
    const judgement = judge([listing(0, ...each(12, 1.2 * MB)), listing(120, ...each(400, 1.2 * MB))], defaultScope);
    expect(judgement.verdict).toMatchObject({ class: 'native', component: 'native heaps', growth: { counter: 'native heaps' } });
    expect(saysOf(judgement, 'native-heaps-grow')).toContain('their number goes 12 → 400, so heaps are created and not destroyed');
  });

  it('that all grow some, and keep their number, are told as one', () => {
    const judgement = judge([listing(0, ...each(12, 10 * MB)), listing(120, ...each(12, 40 * MB))], defaultScope);
    expect(judgement.verdict.class).toBe('native');
    const says = saysOf(judgement, 'native-heaps-grow') + saysOf(judgement, 'native-heap-growth');
    expect(says).toContain('120 MB → 480 MB committed over 2 listings; no single one has half of that');
  });

  it('that multiply by a few, as a library brings them, are no leak', () => {
    const judgement = judge([listing(0, ...each(12, 1.2 * MB)), listing(120, ...each(18, 1.2 * MB))], defaultScope);
    expect(judgement.verdict.class).toBe('not-enough-data');
  });

  it('of which one takes what another gives back do not grow', () => {
    const moved = [listing(0, 78 * MB, 879 * MB), listing(60, 469 * MB, 488 * MB), listing(120, 859 * MB, 108 * MB)];
    const judgement = judge(moved, defaultScope);
    expect(judgement.verdict.class).toBe('not-enough-data');
    expect(saysOf(judgement, 'native-heap-growth')).toContain('The others gave back as much: together they hold 957 MB → 957 MB → 967 MB.');
    const leaks = [listing(0, 78 * MB, 479 * MB), listing(60, 469 * MB, 488 * MB), listing(120, 859 * MB, 470 * MB)];
    expect(judge(leaks, defaultScope).verdict).toMatchObject({ class: 'native', component: 'native heap 000001f4c2000000' });
  });
});
