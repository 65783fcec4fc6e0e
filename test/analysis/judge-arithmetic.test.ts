/** What piles up explains only as much memory as it can hold. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Judgement } from '../../analysis/types.ts';
import { MB } from '../support/evidence.ts';
import { counters, flat, GB, rising } from '../support/made-evidence.ts';

type Values = Parameters<typeof counters>[1];
/** Ten hours of a process that grows by 100 MB an hour beside a flat GC heap, unless told otherwise. */
const watched = (values: Values): Judgement =>
  judge(
    [
      counters(
        'log',
        { privateBytes: rising(500 * MB, (100 / 60) * MB), gcHeap: flat(150 * MB), handles: flat(900), threads: flat(45), ...values },
        undefined,
        600,
      ),
    ],
    defaultScope,
  );
const hourly = (start: number, each: number) => (minute: number) => start + Math.floor((minute * each) / 60);
const pattern = ({ findings }: Judgement): string => findings.find(({ rule }) => rule === 'counter-pattern')?.says ?? '';

describe('assemblies that are loaded beside a growth', () => {
  it('are not what leaks where each would have to hold ten MB', () => {
    const judged = watched({ assemblies: hourly(143, 10) });
    expect(judged.verdict.class).toBe('native');
    expect(judged.verdict.lead).toBe('Memory outside the .NET heap grows by 100 MB an hour; who allocates it is not known yet.');
    expect(pattern(judged)).toMatch(/The assemblies that are loaded cannot hold it: that would be (?:9\.\d\d|10\.\d) MB each\./);
  });
  it('are where they are many', () => {
    expect(watched({ assemblies: hourly(143, 1000) }).verdict.class).toBe('loader-heap');
  });
  it('are where the loader heap itself was measured to grow as fast', () => {
    expect(watched({ assemblies: hourly(143, 10), loaderHeap: rising(20 * MB, (95 / 60) * MB) }).verdict.class).toBe('loader-heap');
  });
  it('are not where the loader heap was measured to grow by little of it', () => {
    expect(watched({ assemblies: hourly(143, 10), loaderHeap: rising(20 * MB, (3 / 60) * MB) }).verdict.class).toBe('native');
  });
  it('are held to what is left beside the part on the GC heap', () => {
    const { verdict } = watched({ gcHeap: rising(150 * MB, (45 / 60) * MB), assemblies: hourly(143, 60) });
    expect(verdict.hypotheses.map(({ id }) => id)).toContain('loader-heap');
  });
});

describe('threads that pile up', () => {
  const reserving = (perHour: number): Values => ({
    privateBytes: flat(500 * MB),
    virtualBytes: rising(3 * GB, (400 / 60) * MB),
    threads: hourly(45, perHour),
  });
  it('are not what takes the address space where each stack would have to be eighty MB', () => {
    const judged = watched(reserving(5));
    expect(judged.verdict).toMatchObject({ class: 'virtual', component: null });
    expect(judged.verdict.lead).toBe('Address space is reserved by 400 MB an hour and not used.');
    expect(pattern(judged)).toContain('The stacks of the threads that grow cannot take it');
  });
  it('are where a stack of some MB is what each takes', () => {
    expect(watched(reserving(400)).verdict).toMatchObject({ class: 'virtual', component: 'thread stacks' });
  });
});

describe('handles that grow with memory', () => {
  it('tell the memory too, where each comes with far more than a handle needs', () => {
    const { verdict } = watched({ handles: hourly(900, 2000) });
    expect(verdict.class).toBe('handle');
    expect(verdict.lead).toMatch(
      /^Handles grow by 2,000 an hour\. Private bytes grow by 100 MB an hour beside them: 51\.\d kB a handle\.$/i,
    );
  });
  it('are told alone where they need no more than handles do', () => {
    const { verdict } = watched({ handles: hourly(900, 20_000) });
    expect(verdict.lead).toBe('Handles grow by 20,000 an hour.');
  });
});

describe('a GC heap beside private bytes', () => {
  it('that is larger than all of them is another process’s', () => {
    const judged = watched({ gcHeap: rising(980 * MB, (100 / 60) * MB), privateBytes: rising(500 * MB, (50 / 60) * MB) });
    expect(judged.verdict.class).not.toBe('managed');
    expect(judged.verdict.lead).toContain('whether it is the .NET heap is not known');
    expect(judged.verdict.lead).toContain('the two columns are of two processes');
  });
  it('that is larger for a moment only counts late', () => {
    const late = (minute: number) => (minute < 60 ? 600 * MB : rising(150 * MB, (95 / 60) * MB)(minute));
    expect(watched({ gcHeap: late }).findings.map(({ rule }) => rule)).not.toContain('heap-of-another');
  });
  it('that grows while they fall is no leak yet, and no health', () => {
    const { verdict } = watched({ gcHeap: rising(150 * MB, (20 / 60) * MB), privateBytes: rising(1400 * MB, -MB) });
    expect(verdict.class).toBe('not-enough-data');
    expect(verdict.lead).toContain('Private bytes fall by 60.0 MB an hour while the .NET heap grows by 20.0 MB an hour');
  });
  it('that grows while they grow is a managed leak as before', () => {
    expect(watched({ gcHeap: rising(150 * MB, (95 / 60) * MB) }).verdict.class).toBe('managed');
  });
});
