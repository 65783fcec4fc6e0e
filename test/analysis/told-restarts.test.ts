/** A log without pids: what .NET counts since the start tells when the process began anew, however short its lives are. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { toldRestarts } from '../../analysis/told-restarts.ts';
import type { CounterSeries, Sample } from '../../analysis/types.ts';
import { counter, evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';

const unnumbered = { ...lifeOf(1), pid: null };
const hours = 9;
/** Three lives of three hours: up from 740 MB to 1.19 GB, and back. */
const life = (m: number): number => (740 + (450 * (m % 180)) / 180) * MB;
const level = (value: number) => (m: number) => value + (m % 3) * MB;
const collections = (m: number): number => Math.floor((m % 180) / 12);
const log = (...series: readonly (readonly [CounterSeries['counter'], (m: number) => number])[]) =>
  judge(
    [evidenceOf('log', { kind: 'counters', series: series.map(([id, value]) => counter(id, hours * 60, value, unnumbered)) })],
    defaultScope,
  );

describe('a process that is recycled every three hours, in a log without its pid', () => {
  it('leaks in each of its lives', () => {
    const judgement = log(['privateBytes', life], ['gcHeap', level(90 * MB)], ['gen2Collections', collections]);
    expect(judgement.verdict.class).toBe('native');
    expect(judgement.verdict.growth?.bytesPerHour).toBeGreaterThan(120 * MB);
  });

  it('is not told from a saw-tooth where nothing counts its lives, and is one where the count goes on', () => {
    const goesOn = log(['privateBytes', life], ['gcHeap', level(90 * MB)], ['gen2Collections', (m) => Math.floor(m / 12)]);
    expect(goesOn.verdict.class).not.toBe('native');
  });
});

describe('what counts since the start', () => {
  const samples = (...values: readonly number[]): readonly Sample[] => values.map((value, i) => ({ at: noon + i * minute, value }));
  const restarts = (...values: readonly number[]) => toldRestarts((id) => (id === 'gen2Collections' ? samples(...values) : undefined));

  it('falls when the process begins anew', () => {
    expect(restarts(0, 1, 2, 4, 7, 9, 0, 1, 2, 4)).toEqual({ at: [noon + 6 * minute], known: 'restarts' });
  });

  it.each([
    ['goes up and down as a rate does', [0, 5, 1, 6, 0, 5, 4, 8, 0]],
    ['falls by a little', [10, 20, 30, 40, 39, 50, 60]],
    ['is small', [0, 1, 0, 1, 2, 3, 4]],
    ['only rises', [1, 2, 3, 4]],
    ['was not watched', []],
  ])('tells nothing where it %s', (_, values) => {
    expect(restarts(...values)).toEqual({ at: [], known: null });
  });
});
