/** Single looks at how many handles, threads and assemblies there are, and at screens that tell no time. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { CounterId, Evidence } from '../../analysis/types.ts';
import { evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';

type Values = Partial<Record<CounterId, number>>;
const looks = (step: number, ...values: readonly Values[]): readonly Evidence[] =>
  values.map((each, i) =>
    evidenceOf(`look${i}`, { kind: 'snapshot', values: each, takenAt: noon + i * step * minute, life: lifeOf(4120) }),
  );
/** Pasted one below the other: their order is known, their times are not. */
const screens = (...values: readonly Values[]): readonly Evidence[] =>
  values.map((each, i) => ({
    ...evidenceOf(`screen${i}`, { kind: 'snapshot', values: each, takenAt: null, life: { ...lifeOf(4120), runtime: 'dotnet' } }),
    sequence: { group: 'paste', index: i },
  }));
const judged = (evidence: readonly Evidence[]) => {
  const judgement = judge(evidence, defaultScope);
  expect(judge(evidence.toReversed(), defaultScope)).toEqual(judgement);
  return judgement;
};
const saying = ({ findings }: ReturnType<typeof judged>, rule: string) => findings.find((each) => each.rule === rule)?.says;

describe('two looks at a process', () => {
  it('show handles that pile up, of whatever type', () => {
    const found = judged(looks(24 * 60, { handles: 812, privateBytes: 43 * MB }, { handles: 61_044, privateBytes: 61 * MB }));
    expect(found.verdict.class).toBe('handle');
    expect(found.verdict.confidence).toBeGreaterThan(0.8);
    expect(found.verdict.lead).toContain('Open handles grow 812 → 61,044 in 24 h');
  });

  it('show threads that pile up, and their handles as a symptom', () => {
    const found = judged(looks(120, { handles: 900, threads: 60 }, { handles: 4200, threads: 940 }));
    expect(found.verdict.class).toBe('virtual');
    expect(saying(found, 'handle-count-growth')).toBeUndefined();
    expect(saying(found, 'thread-pile-up')).toContain('Threads grow 60 → 940 in 2 h');
  });

  it('show none where it is the work of a moment, the start, or goes up and down', () => {
    expect(judged(looks(60, { handles: 812, threads: 40 }, { handles: 1490, threads: 71 })).verdict.class).toBe('not-enough-data');
    expect(judged(looks(2, { handles: 812 }, { handles: 9100 })).verdict.class).toBe('not-enough-data');
    expect(judged(looks(60, { handles: 800 }, { handles: 9100 }, { handles: 2100 })).verdict.class).toBe('not-enough-data');
  });
});

describe('screens of counters, one below the other', () => {
  const screen = (workingSet: number, gcHeap: number, assemblies = 210): Values => ({
    workingSet: workingSet * MB,
    gcHeap: gcHeap * MB,
    gcCommitted: (gcHeap + 40) * MB,
    assemblies,
  });
  it('tell a growth of the GC heap', () => {
    const found = judged(screens(screen(150, 40), screen(1050, 900), screen(1990, 1800)));
    expect(found.verdict.class).toBe('managed');
    expect(saying(found, 'private-memory-growth')).toContain(
      'Resident memory grows by 1.80 GB, 3 looks: 150 MB → 1.03 GB → 1.94 GB, higher each time. The .NET heap grew by 1.72 GB meanwhile',
    );
  });
  it('tell a growth beside it, and whether assemblies are that', () => {
    expect(judged(screens(screen(150, 40), screen(1050, 60), screen(1990, 58))).verdict.class).toBe('native');
    const loaded = judged(screens(screen(190, 50, 240), screen(1250, 90, 9800), screen(2390, 120, 19_600)));
    expect(loaded.verdict).toMatchObject({ class: 'loader-heap', component: 'loaded assemblies' });
    expect(saying(loaded, 'assembly-growth')).toContain('Loaded assemblies grow 240 → 9,800 → 19,600, higher each time.');
  });
  it('tell nothing where it may be the start, whose time nobody knows', () => {
    expect(judged(screens(screen(150, 40), screen(420, 210))).verdict.class).toBe('not-enough-data');
    expect(judged(screens(screen(900, 400), screen(1500, 900))).verdict.class).toBe('not-enough-data');
  });
});
