/** Single looks at the memory of a process: too few for a trend, and yet something is said. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { CounterId, Evidence, ProcessLife } from '../../analysis/types.ts';
import { evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';

const look = (hours: number, values: Partial<Record<CounterId, number>>, life: Partial<ProcessLife> = {}): Evidence =>
  evidenceOf(`look${hours}${String(life.pid ?? '')}`, {
    kind: 'snapshot',
    values,
    takenAt: noon + hours * 60 * minute,
    life: lifeOf(4312, life),
  });
const judged = (...evidence: readonly Evidence[]) => {
  const judgement = judge(evidence, defaultScope);
  expect(judge(evidence.toReversed(), defaultScope)).toEqual(judgement);
  return judgement;
};
const grownIn = ({ findings }: ReturnType<typeof judged>) => findings.find(({ rule }) => rule === 'private-memory-growth');

describe('a few looks at private memory', () => {
  const three = (more: readonly Partial<Record<CounterId, number>>[] = [{}, {}, {}], life: Partial<ProcessLife> = {}) =>
    [400, 2400, 4400].map((size, i) => look(3 * i, { privateBytes: size * MB, ...more[i] }, life));

  it('that rises each time is a growth with its rate; whose it is stays open', () => {
    const judgement = judged(...three());
    expect(grownIn(judgement)?.says).toBe(
      'Private memory grows by 3.91 GB in 6 h, 3 looks: 400 MB → 2.34 GB → 4.30 GB, higher each time. Whether it is the .NET heap or outside it is not known: the heap has to be seen too.',
    );
    expect(judgement.verdict.class).toBe('native');
    expect(judgement.verdict.confidence).toBeLessThan(0.6);
    expect(Math.round((judgement.verdict.growth?.bytesPerHour ?? 0) / MB)).toBe(667);
  });
  it('is told of resident memory where nothing else is known, and as a file that is read it is little', () => {
    const resident = (...sizes: readonly number[]) => judged(...sizes.map((size, i) => look(3 * i, { workingSet: size * MB })));
    const { verdict, ...grown } = resident(300, 520, 740);
    expect(grownIn({ verdict, ...grown })?.says).toContain('Resident memory grows by 440 MB in 6 h, 3 looks: 300 MB → 520 MB → 740 MB');
    expect(verdict.class).toBe('native');
    expect(verdict.confidence).toBeLessThan(0.6);
    expect(resident(300, 330, 350).verdict.class).toBe('not-enough-data');
    const beside = [300, 520, 740].map((size, i) => look(3 * i, { workingSet: size * MB, privateBytes: 120 * MB }));
    expect(grownIn(judged(...beside))).toBeUndefined();
  });
  it('is placed where the GC heap was told beside it, or there is none', () => {
    const heaps = (...sizes: readonly number[]) => sizes.map((size) => ({ gcHeap: size * MB }));
    const managed = judged(...three(heaps(200, 2100, 4000)));
    expect(grownIn(managed)).toMatchObject({ points: 'managed', strength: 'strong' });
    expect(managed.verdict).toMatchObject({ class: 'managed' });
    expect(managed.verdict.lead).toContain('The .NET heap grew by 3.71 GB meanwhile: that explains it.');
    expect(grownIn(judged(...three(heaps(200, 210, 190))))).toMatchObject({ points: 'native', strength: 'strong' });
    const half = grownIn(judged(...three(heaps(200, 1200, 2200))));
    expect(half).toMatchObject({ strength: 'weak' });
    expect(half?.says).toContain('The .NET heap grew by 1.95 GB (50 % of it), the rest is beside it.');
    expect(grownIn(judged(...three(undefined, { runtime: 'native' })))).toMatchObject({ points: 'native', strength: 'strong' });
  });
  it('is none where it swings, moves little, or was looked at twice within minutes', () => {
    const sizes = (...some: readonly number[]) => some.map((size, i) => look(3 * i, { privateBytes: size * MB }));
    expect(grownIn(judged(...sizes(400, 2400, 700)))).toBeUndefined();
    expect(grownIn(judged(...sizes(400, 450)))).toBeUndefined();
    expect(grownIn(judged(look(0, { privateBytes: 400 * MB }), look(0.2, { privateBytes: 900 * MB })))).toBeUndefined();
  });
  it('of two lives is never compared', () => {
    const later = noon + 90 * minute;
    const judgement = judged(
      look(0, { privateBytes: 400 * MB }, { pid: 4312, startedAt: noon - 600 * minute }),
      look(3, { privateBytes: 2400 * MB }, { pid: 4312, startedAt: later }),
    );
    expect(grownIn(judgement)).toBeUndefined();
    expect(grownIn(judged(look(0, { privateBytes: 400 * MB }), look(3, { privateBytes: 2400 * MB }, { pid: 999 })))).toBeUndefined();
  });
});

describe('the address space of one dump', () => {
  const dump = (hours: number, size: number): Evidence => ({
    ...evidenceOf(`dump${hours}`, {
      kind: 'addressSpace',
      usage: { Image: 90 * MB, MappedFile: 20 * MB },
      privateBytes: size * MB,
      committed: (size + 110) * MB,
      reserved: 600 * MB,
      free: 128 * 1024 * 1024 * MB,
      largestFree: 100 * 1024 * 1024 * MB,
      takenAt: noon + hours * 60 * minute,
      life: lifeOf(4312),
    }),
    parser: 'minidump',
  });
  it('says how much private memory the process had, as a level', () => {
    const { findings, verdict } = judged(dump(0, 800));
    expect(findings.find(({ rule }) => rule === 'private-memory-level')?.says).toBe(
      'The process had 800 MB of private memory of 910 MB committed in all (files and images with it) when the dump was taken. That is a level: a second dump of the same process shows whether it grows.',
    );
    expect(verdict.class).toBe('not-enough-data');
  });
  it('is compared, and no level any more, where a second dump of the same life is there', () => {
    const { findings } = judged(dump(0, 800), dump(3, 2900));
    expect(findings.map(({ rule }) => rule)).not.toContain('private-memory-level');
    expect(findings.map(({ rule }) => rule)).toContain('private-memory-growth');
  });
});

describe('one look at a large address space', () => {
  const GB = 1024 * MB;
  it('is the range of a runtime, but not where a thousand threads reserve it', () => {
    const small = { virtualBytes: 9 * GB, workingSet: 210 * MB, privateBytes: 176 * MB };
    expect(judged(look(0, { ...small, threads: 30 })).verdict.class).toBe('no-leak');
    const crowd = judged(look(0, { ...small, threads: 1043 }));
    expect(crowd.verdict.class).toBe('not-enough-data');
    expect(crowd.findings.find(({ rule }) => rule === 'thread-pile-up')?.says).toContain('1,043 threads are alive');
    expect(judged(look(0, { ...small, virtualBytes: 260 * GB, threads: 1043 })).verdict.class).toBe('no-leak');
  });
});
