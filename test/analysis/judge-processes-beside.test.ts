/** Several processes of one name in one log: what one of them does says nothing of another. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { counter, evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';
import type { CounterSeries } from '../../analysis/types.ts';

const [first, second, third] = [lifeOf(4120), lifeOf(9911), lifeOf(5764)];
const judged = (...series: readonly CounterSeries[]) => judge([evidenceOf('log', { kind: 'counters', series })], defaultScope);
const hours = (many: number): number => many * 60;
const level = (high: number) => (m: number) => (high + (m % 3)) * MB;
/** Fills with the work of the morning: too early to be told from a leak. */
const morning = (m: number): number => (400 + 200 * Math.sin((Math.PI * m) / hours(14))) * MB;

describe('two worker processes in one log', () => {
  it('are not healthy because one of them stands still while nobody can tell yet of the other', () => {
    const { verdict, findings } = judged(
      counter('privateBytes', hours(6), morning, first),
      counter('gcHeap', hours(6), level(80), first),
      counter('privateBytes', hours(6), level(200), second),
      counter('gcHeap', hours(6), level(60), second),
      counter('handles', hours(6), () => 500, first),
      counter('handles', hours(6), () => 500, second),
    );
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.map(({ says }) => says).join(' ')).toMatch(/Private bytes rise by .* whether that goes on/);
  });

  it('do not lend each other counters that only one of them has', () => {
    const { verdict, findings } = judged(
      counter('privateBytes', hours(3), (m) => (400 + m) * MB, first),
      counter('privateBytes', hours(3), level(200), second),
      counter('gcHeap', hours(3), level(60), second),
    );
    expect(findings.find(({ rule }) => rule === 'memory-growth')?.says).toContain('Not seen: the .NET heap');
    expect(verdict.confidence).toBeLessThan(0.7);
  });
});

describe('a process that was replaced', () => {
  it('is not the one in question for its first hours, where its successor stays level for a day', () => {
    const other = lifeOf(9911, { process: 'w3wp#1' });
    const { verdict } = judged(
      counter('privateBytes', hours(2), (m) => (300 + m) * MB, first),
      counter('gcHeap', hours(2), level(80), first),
      counter('privateBytes', hours(20), level(420), third, noon + hours(2) * minute),
      counter('gcHeap', hours(20), level(90), third, noon + hours(2) * minute),
      counter('handles', hours(20), () => 640, third, noon + hours(2) * minute),
      counter('handles', hours(22), () => 500, other),
      counter('privateBytes', hours(22), level(200), other),
      counter('gcHeap', hours(22), level(60), other),
    );
    expect(verdict.class).toBe('no-leak');
  });
});
