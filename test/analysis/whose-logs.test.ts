/** Logs that name no process. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { unknownLife } from '../../analysis/life.ts';
import { settled } from '../../analysis/whose-logs.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { lifeOf, MB, noon } from '../support/evidence.ts';
import { counters, flat, rising } from '../support/made-evidence.ts';

const dotnet = { ...unknownLife, runtime: 'dotnet' as const };
const one = lifeOf(901, { process: 'shop', runtime: 'dotnet' });
const two = lifeOf(902, { process: 'shop', runtime: 'dotnet' });
const leaking = { workingSet: rising(120 * MB, 2 * MB), gcHeap: rising(30 * MB, 2 * MB), assemblies: flat(140) };
const still = { workingSet: flat(90 * MB), gcHeap: flat(12 * MB), assemblies: flat(140) };

function judged(...evidence: readonly Evidence[]): Judgement {
  const judgement = judge(evidence, defaultScope);
  expect(judge(evidence.toReversed(), defaultScope)).toEqual(judgement);
  return judgement;
}

describe('a log that names no process', () => {
  it('is of the process that was of the same size at the same time', () => {
    const log = counters('csv', leaking, dotnet);
    const { evidence, foreign } = settled([
      counters('one', { workingSet: rising(121 * MB, 2 * MB) }, one),
      counters('two', { workingSet: flat(90 * MB) }, two),
      log,
    ]);
    expect(foreign).toEqual([]);
    const [, , told] = evidence;
    expect(told?.kind === 'counters' ? told.series.map(({ life }) => life.pid) : []).toEqual([901, 901, 901]);
  });

  it('that contradicts the only process which is named is left aside, and that is said', () => {
    const named = counters('two', { privateBytes: flat(60 * MB), workingSet: flat(90 * MB), handles: flat(80) }, two);
    const { findings, verdict } = judged(named, counters('csv', leaking, dotnet));
    expect(verdict.class).not.toBe('managed');
    expect(findings.find(({ rule }) => rule === 'left-aside')?.says).toContain('1 output tells of another process');
  });

  it('of two that contradict each other the one that grows is judged alone', () => {
    const { verdict, findings } = judged(counters('a', leaking, dotnet), counters('b', still, dotnet));
    expect(verdict.class).toBe('managed');
    expect(findings.some(({ rule }) => rule === 'left-aside')).toBe(true);
  });

  it('that rose at its start and stands still goes behind one that goes on growing', () => {
    const warm = { workingSet: (m: number) => Math.min(300, 40 + 20 * m) * MB, gcHeap: flat(12 * MB), assemblies: flat(140) };
    const { verdict } = judged(counters('a', warm, dotnet), counters('b', leaking, dotnet));
    expect(verdict.class).toBe('managed');
  });

  it('in local time, two hours beside the other, contradicts nothing', () => {
    const named = counters('one', { workingSet: rising(120 * MB, 2 * MB) }, one, 240);
    const log = counters('csv', leaking, dotnet, 240, noon + 2 * 3_600_000);
    expect(settled([named, log]).foreign).toEqual([]);
  });

  it('of another time contradicts nothing', () => {
    const named = counters('two', { workingSet: flat(90 * MB) }, two);
    const log = counters('csv', leaking, dotnet, 60, noon + 24 * 3_600_000);
    expect(settled([named, log])).toEqual({ evidence: [named, log], foreign: [] });
  });
});
