/** The shares that a person sees of all classes: what a ceiling takes from one of them is given to another. */
import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../analysis/types.ts';
import { weighClasses } from '../../analysis/weigh-classes.ts';

const found = (rule: string, points: Finding['points'], more: Partial<Finding> = {}): Finding => ({
  id: rule,
  rule,
  says: rule,
  points,
  strength: 'strong',
  evidence: ['a'],
  measured: {},
  ...more,
});
const hours = (n: number) => ({ measured: { ms: n * 3_600_000 } });
const shareOf = (findings: readonly Finding[], leakClass: string) =>
  weighClasses(findings).ranked.find((each) => each.leakClass === leakClass)!.likelihood;
const whole = (findings: readonly Finding[]) => weighClasses(findings).ranked.reduce((sum, { likelihood }) => sum + likelihood, 0);

describe('the shares of the classes', () => {
  it('leave to “not a leak” what a short watch does not allow to be surer of', () => {
    const short = [found('counter-pattern', 'managed', hours(3))];
    expect(shareOf(short, 'managed')).toBe(0.75);
    expect(shareOf(short, 'no-leak')).toBeGreaterThan(0.15);
    expect(whole(short)).toBeCloseTo(1, 1);
    const long = [found('counter-pattern', 'managed', hours(30))];
    expect(shareOf(long, 'managed')).toBeGreaterThan(0.9);
    expect(shareOf(long, 'no-leak')).toBeLessThan(0.05);
  });

  it('leave to the leaks what a short watch does not clear of', () => {
    const short = [found('counter-pattern', 'no-leak', hours(3))];
    expect(shareOf(short, 'no-leak')).toBe(0.75);
    expect(shareOf(short, 'native')).toBeGreaterThanOrEqual(0.05);
    expect(whole(short)).toBeCloseTo(1, 1);
  });

  it('leave to “not a leak” what a level of handles is short of growth', () => {
    const level = [found('handle-level', 'handle'), found('source-pattern', 'handle'), found('stack', 'handle')];
    expect(shareOf(level, 'handle')).toBeLessThanOrEqual(0.7);
    expect(shareOf(level, 'no-leak')).toBeGreaterThanOrEqual(shareOf(level, 'native'));
  });

  it('add up to one, and the leader stays the leader', () => {
    for (const points of ['native', 'managed', 'virtual', 'no-leak', 'handle'] as const) {
      const findings = [found('counter-pattern', points, hours(2)), found('gc-heap-large', 'managed', { strength: 'weak' })];
      expect(whole(findings)).toBeGreaterThan(0.94);
      expect(whole(findings)).toBeLessThanOrEqual(1.03);
      expect(weighClasses(findings).leakClass).toBe(points);
    }
  });
});
