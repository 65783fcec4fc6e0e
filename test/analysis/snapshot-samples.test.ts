/** Looks at a process in files of their own: a log, where there are enough of them. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { unknownLife } from '../../analysis/life.ts';
import { growsByMappings } from '../../analysis/linux-address-space.ts';
import { onOneClock } from '../../analysis/snapshot-samples.ts';
import type { CounterId, Evidence, Judgement } from '../../analysis/types.ts';

const MB = 1024 * 1024;
const minute = 60_000;
const morning = Date.UTC(2026, 2, 2, 8);
type Values = Readonly<Partial<Record<CounterId, number>>>;

function look(place: number, values: Values, pid: number | null = 731): Evidence {
  return {
    kind: 'snapshot',
    life: { ...unknownLife, process: 'billingd', pid },
    takenAt: morning + place * 5 * minute,
    values,
    id: `look-${place}`,
    parser: 'proc-status',
    from: `status-${place}.txt`,
    rawRef: `${place}`,
    notes: [],
    timeFrom: 'fileName',
    sequence: null,
  };
}

/** Every five minutes for three hours. */
const watched = (values: (place: number) => Values): Judgement =>
  judge(
    Array.from({ length: 36 }, (_, place) => look(place, values(place))),
    defaultScope,
  );

describe('looks at one process in files of their own', () => {
  it('are a log: memory that rises from one to the next grows', () => {
    const { trends, verdict } = watched((place) => ({ privateBytes: (60 + place) * MB, virtualBytes: 90 * MB + place * MB, threads: 4 }));
    expect(trends.find(({ counter }) => counter === 'privateBytes')?.motion).toBe('grows');
    expect(verdict.class).toBe('native');
  });

  it('two are no log', () => {
    const { trends } = judge([look(0, { privateBytes: 60 * MB }), look(12, { privateBytes: 90 * MB })], defaultScope);
    expect(trends).toEqual([]);
  });

  it('a virtual size that goes on growing in small steps, with nothing behind it, is a leak of address space', () => {
    const { verdict } = watched((place) => ({
      privateBytes: 2 * MB,
      workingSet: 4 * MB,
      virtualBytes: (40 + 23 * place) * MB,
      threads: 3,
    }));
    expect(verdict.class).toBe('virtual');
  });

  it('one that grows by arenas of 64 MB is none', () => {
    const { verdict } = watched((place) => ({
      privateBytes: 2 * MB,
      workingSet: 4 * MB,
      virtualBytes: (40 + 64 * place) * MB,
      threads: 3,
    }));
    expect(verdict.class).not.toBe('virtual');
  });

  it('memory that grows beside 50 GB of address space may be the .NET heap: native is not claimed', () => {
    const { verdict, findings } = watched((place) => ({ privateBytes: (60 + place) * MB, virtualBytes: 50 * 1024 * MB, threads: 20 }));
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.find(({ rule }) => rule === 'memory-growth')?.says).toContain('heap has to be seen');
  });
});

describe('the table for file descriptors', () => {
  const still = { privateBytes: 6 * MB, workingSet: 9 * MB, threads: 3 };

  it('that is doubled again and again says that descriptors are opened and not closed', () => {
    // 20 more each minute.
    const { verdict, findings } = watched((place) => ({ ...still, handleSlots: 2 ** Math.ceil(Math.log2(Math.max(256, 100 * place))) }));
    expect(verdict.class).toBe('handle');
    expect(findings.find(({ rule }) => rule === 'slots-grow')?.says).toContain('from 256 to 4,096 places');
  });

  it('that was doubled at the start only is of a server that opens its files', () => {
    const { verdict, findings } = watched((place) => ({ ...still, handleSlots: place === 0 ? 256 : place < 8 ? 1024 : 4096 }));
    expect(findings.filter(({ rule }) => rule === 'slots-grow')).toEqual([]);
    expect(verdict.class).toBe('no-leak');
  });

  it('that was doubled once is nothing', () => {
    expect(watched((place) => ({ ...still, handleSlots: place < 30 ? 512 : 1024 })).verdict.class).toBe('no-leak');
  });
});

describe('times of day without a day', () => {
  it('do not stand beside samples whose day is known', () => {
    const dated = { at: morning, value: 1 };
    expect(onOneClock([{ at: 5000, value: 2 }, dated])).toEqual([dated]);
    expect(onOneClock([{ at: 5000, value: 2 }])).toEqual([{ at: 5000, value: 2 }]);
  });
});

describe('growth by mappings', () => {
  it('needs many steps: one library that is loaded is no leak', () => {
    const { trends } = watched((place) => ({ privateBytes: 2 * MB, virtualBytes: (place < 20 ? 40 : 400) * MB }));
    expect(trends.find(({ counter }) => counter === 'virtualBytes')).toBeDefined();
    const taken = [0, 1, 2, 3].map((place) => ({ at: morning + place, value: place * 200 * MB }));
    const trend = { motion: 'grows', taken } as unknown as Parameters<typeof growsByMappings>[0];
    expect(growsByMappings(trend)).toBe(false);
  });
});
