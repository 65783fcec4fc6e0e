/** Memory that grew and is level now: a warm-up, something that is full, or a leak whose work has ended. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Judgement } from '../../analysis/types.ts';
import { lifeOf, MB } from '../support/evidence.ts';
import { counters, flat } from '../support/made-evidence.ts';

const still = { assemblies: flat(143), handles: flat(900), threads: flat(45) };
const judged = (curves: Parameters<typeof counters>[1], minutes = 720): Judgement =>
  judge([counters('log', { ...still, ...curves }, lifeOf(4312, { runtime: 'netfx' }), minutes)], defaultScope);
const stopping = (m: number): number => (600 + 2 * Math.min(m, 360)) * MB;
const said = ({ findings }: Judgement, rule: string) => findings.find((each) => each.rule === rule)?.says;
const cause = ({ verdict }: Judgement) => verdict.causes[0]?.id;

describe('a straight line that stops dead', () => {
  const stopped = judged({ privateBytes: stopping, gcHeap: flat(150 * MB) });

  it('is no warm-up of a managed cache: it is asked what changed', () => {
    expect(stopped.verdict.class).toBe('no-leak');
    expect(stopped.verdict.confidence).toBeLessThanOrEqual(0.75);
    expect(stopped.verdict.lead).toMatch(/^No leak is seen any more\. Private bytes grew by 120 MB an hour in a straight line for 6 h/);
    expect(stopped.verdict.lead).toContain('what changed then?');
    expect(cause(stopped)).toBe('growth-ended');
    expect(stopped.verdict.causes.map(({ id }) => id)).not.toContain('cache-warm-up');
  });
  it('with the requests is a leak whose work has ended, and clears nothing', () => {
    const ended = judged({ privateBytes: stopping, gcHeap: flat(150 * MB), requestsPerSecond: (m) => (m < 360 ? 40 : 1) });
    expect(ended.verdict.class).toBe('not-enough-data');
    expect(ended.verdict.lead).toContain('Requests fell from 40 to 1 a second meanwhile: the work has ended');
  });
  it('while the requests go on is full, or was mended', () => {
    const goesOn = judged({ privateBytes: stopping, gcHeap: flat(150 * MB), requestsPerSecond: flat(40) });
    expect(goesOn.verdict.class).toBe('no-leak');
    expect(said(goesOn, 'growth-stopped')).toContain('Requests went on (40 to 40 a second): it is full, or it was mended.');
  });
});

describe('a rise that is no stopped line', () => {
  it('bends as a warm-up does: the cache is named where the GC heap filled', () => {
    const curve = (base: number) => (m: number) => (base + 400 * (1 - Math.exp(-m / 60))) * MB;
    const warm = judged({ privateBytes: curve(600), gcHeap: curve(150) });
    expect([said(warm, 'growth-stopped'), cause(warm)]).toEqual([undefined, 'cache-warm-up']);
  });
  it('of which the GC heap has little filled something else', () => {
    const step = (from: number, by: number) => (m: number) => (from + (m < 360 ? 0 : by)) * MB;
    const stepped = judged({ privateBytes: step(600, 250), gcHeap: step(150, 50) });
    expect(said(stepped, 'growth-stopped')).toBeUndefined();
    expect(said(stepped, 'rose-outside-gc-heap')).toContain('20 % is on the .NET heap: what filled is outside it');
    expect(cause(stepped)).toBe('filled-outside-gc-heap');
  });
  it('still goes on says nothing of a stop', () => {
    const growing = judged({ privateBytes: (m) => (600 + 2 * m) * MB, gcHeap: flat(150 * MB) });
    expect([said(growing, 'growth-stopped'), growing.verdict.class]).toEqual([undefined, 'native']);
  });
});
