/** Memory in use beside a GC heap that swings, and timers that grow in number. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { counters, flat, handles, rising } from '../support/made-evidence.ts';

const life = lifeOf(31, { process: 'service', runtime: 'dotnet' });
/** Up by `height` in `period` minutes, and down again. */
const swinging = (from: number, height: number, period: number) => (minute: number) => from + ((minute % period) / period) * height;
const judged = (...evidence: readonly Evidence[]): Judgement => judge(evidence, defaultScope);
const descriptors = handles('fd', { socket: 40, pipe: 12 }, { pid: 31 });

describe('memory in use that grows by less than the GC heap swings', () => {
  const gcHeap = swinging(4 * MB, 500 * MB, 40);
  const slow = { privateBytes: rising(60 * MB, 0.5 * MB), gcHeap, assemblies: flat(140), threads: flat(20) };

  it('on Linux may be the GC heap: native is not claimed', () => {
    const { verdict, findings } = judged(counters('log', slow, life), descriptors);
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.find(({ rule }) => rule === 'memory-growth')).toMatchObject({ points: null });
    expect(findings.find(({ rule }) => rule === 'memory-growth')?.says).toContain('is no more than the .NET heap moves up and down');
  });

  it('is native where it grows by more than that', () => {
    const { verdict } = judged(counters('log', { ...slow, gcHeap: swinging(4 * MB, 20 * MB, 40) }, life), descriptors);
    expect(verdict.class).toBe('native');
  });

  it('is native on Windows, where private bytes are what was committed', () => {
    const windows = lifeOf(31, { process: 'w3wp', runtime: 'netfx' });
    expect(judged(counters('log', { ...slow, handles: flat(900) }, windows)).verdict.class).toBe('native');
  });
});

describe('handles that only summaries tell', () => {
  const native = lifeOf(31, { process: 'service', runtime: 'native' });
  const growing = counters('log', { privateBytes: rising(60 * MB, MB), threads: flat(4) }, native);
  const at = (id: string, sockets: number, minutes: number): Evidence =>
    handles(id, { socket: sockets, pipe: 12 }, { pid: 31, at: noon + minutes * minute });

  it('and that stand still, well apart, leave nothing open', () => {
    const [alone, beside] = [judged(growing), judged(growing, at('h1', 40, 0), at('h2', 44, 30))];
    expect(alone.verdict.class).toBe('native');
    expect(beside.verdict.confidence).toBeGreaterThan(alone.verdict.confidence);
    expect(beside.findings.find(({ rule }) => rule === 'counter-pattern')?.says).not.toContain('Not seen');
  });

  it('and are of another process leave them open', () => {
    const other = (id: string, minutes: number): Evidence => handles(id, { socket: 40 }, { pid: 32, at: noon + minutes * minute });
    const { findings } = judged(growing, other('h1', 0), other('h2', 30));
    expect(findings.find(({ rule }) => rule === 'counter-pattern')?.says).toContain('Not seen: handles');
  });

  it('and were taken minutes apart leave them open', () => {
    const { findings } = judged(growing, at('h1', 40, 0), at('h2', 44, 2));
    expect(findings.find(({ rule }) => rule === 'counter-pattern')?.says).toContain('Not seen: handles');
  });
});

describe('active timers', () => {
  const still = { privateBytes: flat(60 * MB), gcHeap: flat(20 * MB), handles: flat(90), threads: flat(20) };

  it('that go on growing are objects that nobody disposes', () => {
    const { verdict } = judged(
      counters(
        'log',
        { ...still, timers: rising(800, 60), privateBytes: rising(60 * MB, 0.4 * MB), gcHeap: rising(20 * MB, 0.4 * MB) },
        life,
      ),
    );
    expect(verdict.class).toBe('managed');
    expect(verdict.causes[0]?.id).toBe('timer-not-disposed');
  });

  it('that stay level with the load say nothing', () => {
    const { findings } = judged(counters('log', { ...still, timers: flat(4000) }, life));
    expect(findings.filter(({ rule }) => rule === 'timers-grow')).toEqual([]);
  });

  it('whose number alone grows do not outweigh handles that grow', () => {
    const { verdict } = judged(counters('log', { ...still, timers: rising(800, 6), handles: rising(900, 60) }, life), descriptors);
    expect(verdict.class).toBe('handle');
  });
});

describe('a deep saw-tooth of counters that come down to their floor', () => {
  const still = { privateBytes: flat(600 * MB), assemblies: flat(143) };
  const teeth: readonly (readonly [string, Parameters<typeof counters>[1]])[] = [
    ['handles', { ...still, gcHeap: flat(100 * MB), handles: swinging(900, 2975, 120), threads: flat(45) }],
    ['threads', { ...still, gcHeap: flat(100 * MB), handles: flat(900), threads: swinging(30, 150, 150) }],
    [
      'private bytes, as the .NET heap does',
      { privateBytes: swinging(300 * MB, 880 * MB, 200), gcHeap: swinging(80 * MB, 880 * MB, 200), handles: flat(900), threads: flat(45) },
    ],
  ];

  it.each(teeth)('is no row of restarts where all samples are of one pid: %s', (_, curves) => {
    const { verdict } = judged(counters('log', curves, lifeOf(4312, { process: 'w3wp', startedAt: null }), 1300));
    expect(verdict.class).toBe('no-leak');
  });

  it('may be one in a container, whose pids begin at 1 anew', () => {
    const first = lifeOf(1, { process: 'dotnet', startedAt: null, runtime: 'dotnet' });
    const recycled = { privateBytes: swinging(300 * MB, 880 * MB, 200), handles: flat(900), threads: flat(45) };
    expect(judged(counters('log', recycled, first, 990)).verdict.class).not.toBe('no-leak');
  });
});
