/** Outputs of several processes: whose they are is told, and what contradicts is not joined. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { mayBeSameLife } from '../../analysis/lives.ts';
import { unknownLife } from '../../analysis/life.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { counters, flat, handles, rising } from '../support/made-evidence.ts';

function judged(...evidence: readonly Evidence[]): Judgement {
  const judgement = judge(evidence, defaultScope);
  expect(judge(evidence.toReversed(), defaultScope)).toEqual(judgement);
  return judgement;
}

describe('outputs of two processes of one program', () => {
  it('the conclusion names the one whose outputs it rests on', () => {
    const script = lifeOf(901, { process: 'python3', runtime: 'native' });
    const { verdict } = judged(
      counters('log', { privateBytes: flat(60 * MB), workingSet: flat(80 * MB) }, lifeOf(902, { process: 'python3', runtime: 'native' })),
      { ...handles('h1', { 'deleted file': 11, device: 3 }, { at: noon }), life: script },
      { ...handles('h2', { 'deleted file': 809, device: 3 }, { at: noon + 20 * minute }), life: script },
    );
    expect(verdict.class).toBe('handle');
    expect(verdict.lead).toMatch(/^python3 \(pid 901\): /);
  });
});

describe('outputs of .NET beside a process that has none', () => {
  const native = lifeOf(77, { process: 'billingd', runtime: 'native' });
  const dotnet = { ...unknownLife, runtime: 'dotnet' as const };

  it('are of another process', () => {
    expect(mayBeSameLife(native, dotnet)).toBe(false);
    expect(mayBeSameLife(native, unknownLife)).toBe(true);
    expect(mayBeSameLife({ ...native, runtime: null }, dotnet)).toBe(true);
    // The pid itself decides, whatever was thought of the runtime.
    expect(mayBeSameLife(native, { ...dotnet, pid: 77 })).toBe(true);
  });

  it('are left aside, and that is said', () => {
    const log = counters('log', { privateBytes: rising(60 * MB, MB), handles: flat(90), threads: flat(4) }, native);
    const heap = counters('csv', { gcHeap: rising(20 * MB, MB), workingSet: rising(90 * MB, MB) }, dotnet);
    const { verdict, findings } = judged(log, heap);
    expect(verdict.class).toBe('native');
    expect(findings.find(({ rule }) => rule === 'left-aside')?.says).toContain('one that is not named');
  });
});
