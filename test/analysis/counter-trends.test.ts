import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { CounterSeries } from '../../analysis/types.ts';
import { evidenceOf, lifeOf, MB, noon } from '../support/evidence.ts';

const life = lifeOf(30503, { process: 'server', startedAt: noon - 3000, runtime: 'native' });

/** Private bytes every quarter of a second. */
function watched(seconds: number, megabytes: (second: number) => number) {
  const samples = Array.from({ length: seconds * 4 }, (_, i) => ({ at: noon + i * 250, value: Math.round(megabytes(i / 4) * MB) }));
  const series: readonly CounterSeries[] = [{ life, counter: 'privateBytes', printed: 'privateBytes', samples }];
  return judge([evidenceOf('watch', { kind: 'counters', series, life })], { ...defaultScope, minimumMs: 20_000 });
}

describe('a rate whose interval reaches down to nothing', () => {
  it('is no growth yet: a server that has just begun takes its memory in steps', () => {
    const steps = (second: number) => (second < 0.8 ? 14 : second < 3.5 ? 19.9 : second < 21 ? 24.5 + 0.02 * second : 26.6);
    const { trends, verdict } = watched(24, steps);
    const trend = trends.find((each) => each.counter === 'privateBytes')!;
    expect(trend.motion).toBe('too-early');
    expect(trend.needsMs).toBeGreaterThan(10_000);
    expect(verdict.class).toBe('not-enough-data');
  });

  it('is growth where it lies above nothing', () => {
    const { trends, verdict } = watched(24, (second) => 14 + 1.9 * second + 0.1 * Math.sin(second * 7));
    expect(trends.find((each) => each.counter === 'privateBytes')).toMatchObject({ motion: 'grows' });
    expect(verdict.class).toBe('native');
  });
});

describe('a log across recycles that tells no process id', () => {
  const untold = lifeOf(0, { pid: null, startedAt: null });
  /** 40 hours, a sample every five minutes, a recycle every ten hours. */
  const every10Hours = (value: (hour: number, at: number) => number): readonly { at: number; value: number }[] =>
    Array.from({ length: 480 }, (_, i) => ({ at: noon + i * 300_000, value: Math.round(value((i / 12) % 10, i) * MB) }));
  const judged = (privateBytes: (hour: number, at: number) => number, gcHeap: (hour: number, at: number) => number) => {
    const series: readonly CounterSeries[] = [
      { life: untold, counter: 'privateBytes', printed: 'Private Bytes', samples: every10Hours(privateBytes) },
      { life: untold, counter: 'gcHeap', printed: '# Bytes in all Heaps', samples: every10Hours(gcHeap) },
    ];
    return judge([evidenceOf('log', { kind: 'counters', series, life: untold })], defaultScope);
  };
  const jitter = (at: number): number => 3 * Math.sin(at * 2.4);

  it('splits the GC heap where private bytes show that the process began anew', () => {
    const { verdict, trends } = judged(
      (hour, at) => 300 + 60 * hour + jitter(at),
      (hour, at) => 150 + 57 * hour + jitter(at + 1),
    );
    expect(trends.find(({ counter }) => counter === 'gcHeap')).toMatchObject({ motion: 'grows' });
    expect(verdict.class).toBe('managed');
  });

  it('and leaves a collected heap a saw-tooth where it goes nowhere within them', () => {
    const { verdict, trends } = judged(
      (hour, at) => 300 + 60 * hour + jitter(at),
      (_, at) => 100 + 8 * (at % 10),
    );
    expect(trends.find(({ counter }) => counter === 'gcHeap')!.motion).not.toBe('grows');
    expect(verdict.class).toBe('native');
  });
});

describe('a handful of samples', () => {
  it('is said to be one: how long it would take to get more, nobody knows', () => {
    const { trends } = watched(1, (second) => 14 + second);
    expect(trends[0]!.says).toBe('4 samples of private bytes over 1 s (from 14.0 MB to 14.8 MB): too few for a trend. It takes 4 more.');
    expect(watched(0.25, () => 14).trends[0]!.says).toBe('1 sample of private bytes: too few for a trend. It takes 7 more.');
  });
});
