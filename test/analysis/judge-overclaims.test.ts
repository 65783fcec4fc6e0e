/** Nothing is claimed that the evidence does not show: less evidence never makes a verdict surer. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { unknownLife } from '../../analysis/life.ts';
import { evidenceOf, lifeOf, MB } from '../support/evidence.ts';
import { counters, flat, heap, rising, types } from '../support/made-evidence.ts';

const judged = (...evidence: Parameters<typeof judge>[0]) => judge(evidence, defaultScope);
describe('a runtime that nobody saw', () => {
  const seen = { privateBytes: rising(650 * MB, 4 * MB), handles: flat(800) };

  it('is not “no CLR”: what grows may be the .NET heap, and the counter that tells is asked for', () => {
    const { verdict } = judged(counters('c', seen));
    expect(verdict.confidence).toBeLessThanOrEqual(0.6);
    expect(verdict.lead).toBe('Private bytes grow by 240 MB an hour; whether it is the .NET heap is not known.');
    expect(verdict.next[0]).toMatchObject({ collector: 'counters' });
    expect(verdict.next[0]?.why).toContain('# Bytes in all Heaps');
  });

  it('makes the verdict less sure than a GC heap that was seen to stay flat', () => {
    const blind = judged(counters('c', seen)).verdict;
    const flatHeap = judged(counters('c', { ...seen, gcHeap: flat(100 * MB) })).verdict;
    const whole = judged(counters('c', { ...seen, gcHeap: flat(100 * MB), assemblies: flat(210) })).verdict;
    expect(flatHeap.confidence).toBeGreaterThan(blind.confidence);
    expect(whole.confidence).toBeGreaterThan(flatHeap.confidence);
  });

  it('is decided where the runtime is known to be native', () => {
    const { verdict } = judged(counters('c', seen, lifeOf(77, { process: 'imgd', runtime: 'native' }), 900));
    expect(verdict).toMatchObject({ class: 'native' });
    expect(verdict.confidence).toBeGreaterThan(0.85);
    expect(verdict.lead).toContain('Native memory grows by 240 MB an hour');
  });
});

describe('a GC heap that covers only a part of the growth', () => {
  const base = { privateBytes: rising(700 * MB, 2 * MB), assemblies: flat(200), handles: flat(800) };
  it('is said to be the part it is, and the verdict is less sure than where it follows', () => {
    const part = judged(counters('c', { ...base, gcHeap: rising(150 * MB, 1 * MB) })).verdict;
    const follows = judged(counters('c', { ...base, gcHeap: rising(150 * MB, 1.7 * MB) }, lifeOf(4312), 900)).verdict;
    expect(part.lead).toBe('Half of the 120 MB an hour is on the .NET heap; the other half is not. These may be two leaks.');
    expect(part.confidence).toBeLessThan(0.75);
    expect(follows).toMatchObject({ class: 'managed', lead: 'The .NET heap grows by 102 MB an hour.' });
    expect(follows.confidence).toBeGreaterThan(0.85);
  });
});

describe('handles beside something else that grows', () => {
  const still = { privateBytes: flat(600 * MB), gcHeap: flat(100 * MB), assemblies: flat(200) };
  it('are the symptom of threads where they grow with them: the class is that of the thread stacks', () => {
    const thread = judged(
      counters('c', { ...still, virtualBytes: rising(2000 * MB, MB), threads: rising(100, 1), handles: rising(850, 1) }, lifeOf(1), 240),
    );
    expect(thread.verdict).toMatchObject({ class: 'virtual', component: 'thread stacks' });
    expect(thread.verdict.lead).toContain('Threads pile up by 60 an hour');
    expect(thread.findings.find(({ rule }) => rule === 'counter-pattern')?.says).toContain('they are its symptom');
  });
  it('are a leak of their own where there are many more than threads', () => {
    const many = { ...still, threads: rising(100, 1), handles: rising(850, 30) };
    expect(judged(counters('c', many, lifeOf(1), 240)).verdict.class).toBe('handle');
  });
  it('do not hold the memory that threads touch', () => {
    const touched = { ...still, privateBytes: rising(600 * MB, 0.24 * MB), virtualBytes: rising(2000 * MB, 4 * MB) };
    const { verdict } = judged(counters('c', { ...touched, threads: rising(100, 4), handles: rising(900, 8) }, lifeOf(1), 240));
    expect(verdict).toMatchObject({ class: 'virtual', component: 'thread stacks' });
  });
  it('cannot hold megabytes each: the memory is the leak', () => {
    const few = { ...still, privateBytes: rising(650 * MB, MB), handles: rising(810, 0.2) };
    const found = judged(counters('c', few, lifeOf(1), 480));
    expect(found.verdict.class).toBe('native');
    expect(found.verdict.lead).toContain('grows by 60.0 MB an hour');
    expect(found.findings.find(({ rule }) => rule === 'counter-pattern')?.says).toContain('cannot hold it: that would be 5.00 MB each');
  });
  it('hold what some kB each make up, and the sentence tells how much', () => {
    const some = { ...still, privateBytes: rising(650 * MB, MB), handles: rising(810, 100) };
    const found = judged(counters('c', some));
    expect(found.verdict.class).toBe('handle');
    expect(found.findings.find(({ rule }) => rule === 'counter-pattern')?.says).toContain('memory grows by 10.2 KB a handle');
  });
});

describe('what a number is of', () => {
  const queue = (counts: readonly number[], ready: number) =>
    judged(
      evidenceOf('f', {
        kind: 'finalizerQueue',
        ready,
        finalizable: 28_161,
        types: counts.map((count, i) => ({ type: `App.T${i}`, count, bytes: count * 32 })),
      }),
    ).findings.find(({ rule }) => rule === 'finalizer-backlog')?.says;

  it('is told of the table of all finalizable objects, which are not only those that wait', () => {
    expect(queue([14_161, 14_000], 27_500)).toContain('The table is of all finalizable objects');
    expect(queue([14_161, 13_339], 27_500)).toContain('Most are 14,161 App.T0');
  });
  it('is of the objects where it was counted in objects, and of the heap where in bytes', () => {
    const level = (bytes: number) =>
      judged(heap('h', types(['System.String', 212_000, 16 * MB], ['Shop.OrderLine', 101_000, bytes]))).findings.find(
        ({ rule }) => rule === 'heap-level',
      )?.says;
    expect(level(6 * MB)).toContain('are 32 % of the objects (6.00 MB themselves)');
    expect(level(48 * MB)).toContain('are 75 % of the heap');
  });
});

describe('counters that read 0 throughout', () => {
  it('are no level memory: the question is whether this is the process', () => {
    const { verdict } = judged(counters('z', { privateBytes: flat(0), handles: flat(0) }, lifeOf(1), 120));
    expect(verdict.class).toBe('not-enough-data');
    expect(verdict.lead).toContain('Private bytes and handles read 0 throughout');
    expect(verdict.lead).toContain('is the instance name right?');
  });
  it('do not stand for a GC heap that stays flat', () => {
    const { verdict } = judged(counters('z', { privateBytes: rising(600 * MB, 4 * MB), gcHeap: flat(0), handles: flat(800) }));
    expect(verdict.lead).toContain('whether it is the .NET heap is not known');
  });
});

describe('outputs of several processes', () => {
  const growing = { privateBytes: rising(650 * MB, 4 * MB), gcHeap: flat(100 * MB), assemblies: flat(9), handles: flat(800) };
  const still = { ...growing, privateBytes: flat(400 * MB) };

  it('make the conclusion name the one that it is about', () => {
    const { verdict, findings } = judged(counters('a', growing, lifeOf(1111)), counters('b', still, lifeOf(2222)));
    expect(verdict.lead).toMatch(/^w3wp \(pid 1111\): Memory outside the \.NET heap grows by 240 MB an hour/);
    expect(findings.find(({ rule }) => rule === 'other-lives')?.says).toContain('the one in question is w3wp (pid 1111)');
  });
  it('do so where only pids are known', () => {
    const of = (pid: number, id: string, File: number) =>
      evidenceOf(id, {
        kind: 'handles',
        summary: { byType: { Event: 100, File }, total: File + 100, partial: false, byName: {} },
        life: { ...unknownLife, pid },
      });
    const { verdict, findings } = judged(of(4312, 'a', 200), of(9999, 'b', 5000));
    expect(verdict.lead).toMatch(/^pid 9999: 5,000 File of 5,100 handles/);
    expect(findings.find(({ rule }) => rule === 'left-aside')?.says).toContain('The verdict is about pid 9999.');
  });
  it('leave it as it is where one was asked for', () => {
    const evidence = [counters('a', growing, lifeOf(1111)), counters('b', still, lifeOf(2222))];
    expect(judge(evidence, { ...defaultScope, process: 'w3wp', pid: 1111 }).verdict.lead).toMatch(/^Memory outside/);
  });
});

describe('what a sentence of a trend promises', () => {
  const motion = (minutes: number) =>
    judged(counters('c', { privateBytes: rising(560 * MB, 4 * MB), gcHeap: flat(9 * MB) }, lifeOf(1), minutes)).findings.find(
      ({ id }) => id === 'counter-motion:privateBytes',
    )?.says;
  it('says that the start was left out as warm-up, so that the ends of the log are not missed', () => {
    expect(motion(121)).toMatch(/over 1 h 4\d min \(the first 1\d min are left out as warm-up\)\.$/);
  });
  it('does not promise time that an ended process no longer has', () => {
    expect(motion(12)).toContain('of such samples to tell');
    expect(motion(12)).not.toContain('will tell');
  });
});

describe('a handle summary whose rows are not its total', () => {
  const says = (total: number) =>
    judged(
      evidenceOf('h', { kind: 'handles', summary: { byType: { Event: 1200, File: 300 }, total, partial: true, byName: {} } }),
    ).findings.find(({ rule }) => rule === 'handle-total')?.says;
  it('says so', () => {
    expect(says(9999)).toContain('add up to 1,500 and not to its total of 9,999: types are missing');
    expect(says(1500)).toBeUndefined();
  });
});
