/** Several lists of assemblies, looks at the loader heap, listings of threads: what stands or went again is no leak. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { evidenceOf, MB, minute, noon } from '../support/evidence.ts';
import { stack } from '../support/made-evidence.ts';

const list = (dynamic: number, at: number | null): Evidence =>
  evidenceOf(`list ${dynamic} ${at ?? ''}`, {
    kind: 'assemblies',
    total: dynamic + 120,
    dynamic,
    repeated: [{ type: 'Dynamic Module', count: dynamic, bytes: null }],
    loaderHeapBytes: null,
    takenAt: at === null ? null : noon + at * minute,
  });
const heap = (megabytes: number, at: number): Evidence =>
  evidenceOf(`heap ${megabytes} ${at}`, { kind: 'snapshot', values: { loaderHeap: megabytes * MB }, takenAt: noon + at * minute });
const threads = (count: number, at: number): Evidence =>
  evidenceOf(`threads ${count} ${at}`, {
    kind: 'stacks',
    threads: count,
    stacks: [{ ...stack('ntdll!NtWait', 'clr!AwareLock::Contention', 'Mill!Mill.Gate.Enter'), count }],
    takenAt: noon + at * minute,
  });
const judged = (...evidence: readonly Evidence[]) => judge(evidence, defaultScope);

describe.each([
  ['lists of assemblies', list, 'assemblies-do-not-grow', 'loader-heap', [2600, 180]],
  ['looks at the loader heap', heap, 'loader-heap-does-not-grow', 'loader-heap', [910, 40]],
  ['listings of threads', threads, 'threads-do-not-grow', 'virtual', [700, 30]],
] as const)('%s', (_name, of, rule, leakClass, [many, few]) => {
  it('show a level where there is one, and a growth where there are two', () => {
    expect(judged(of(many, 0)).verdict.class).toBe(leakClass);
    expect(judged(of(few, 0), of(many, 60)).verdict.class).toBe(leakClass);
  });
  it('that stay level an hour apart are no leak, and all of them are cited', () => {
    const { verdict, findings } = judged(of(many, 0), of(many + 1, 60));
    expect(verdict.class).toBe('not-enough-data');
    const stands = findings.find((each) => each.rule === rule);
    expect(stands?.says).toMatch(/do(?:es)? not grow: /);
    expect(stands?.evidence).toHaveLength(2);
    expect(verdict.lead).toMatch(/do(?:es)? not grow: /);
  });
  it('that are of one moment show no rest', () => {
    expect(judged(of(many, 0), of(many + 1, 2)).verdict.class).toBe(leakClass);
  });
  it('that went up and came down again are no leak, whatever the highest was', () => {
    const { verdict, findings } = judged(of(few, 0), of(many, 60), of(Math.round(1.3 * few), 120));
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.find((each) => each.rule === rule)?.evidence).toHaveLength(3);
    expect(findings.map((each) => each.rule)).not.toContain('assembly-growth');
  });
});

describe('two looks at the loader heap', () => {
  it('say by how much it grows', () => {
    const { verdict } = judged(heap(40, 0), heap(800, 60));
    expect(verdict).toMatchObject({ class: 'loader-heap', component: 'loader heap' });
    expect(verdict.lead).toContain('The loader heap grows 40.0 MB → 800 MB over 2 looks (1 h)');
  });
  it('that differ by what an application loads while it starts say nothing', () => {
    expect(judged(heap(30, 0), heap(60, 60)).verdict.class).toBe('not-enough-data');
  });
});
