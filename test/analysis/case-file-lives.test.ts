/** Which life's trend counts where the newest is too young to tell. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { unknownLife } from '../../analysis/life.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { evidenceInText, lifeOf, minute, noon } from '../support/evidence.ts';
import { counters, flat, handles, report, rising } from '../support/made-evidence.ts';

const MB = 1024 * 1024;

interface Sampled {
  readonly pid: number;
  readonly privateMB: number;
  readonly heapMB: number;
}

/** A counter log with a sample in five minutes. */
function judged(samples: readonly Sampled[]): Judgement {
  const counters = ['Process(w3wp)\\ID Process', 'Process(w3wp)\\Private Bytes', '.NET CLR Memory(w3wp)\\# Bytes in all Heaps'];
  const header = ['(PDH-CSV 4.0) (GMT Standard Time)(0)', ...counters.map((each) => `\\\\WEB01\\${each}`)];
  const rows = samples.map(({ pid, privateMB, heapMB }, i) => {
    const [day, time] = [
      new Date(Date.UTC(2026, 0, 5, 0, 5 * i)).toISOString().slice(8, 10),
      new Date(Date.UTC(2026, 0, 5, 0, 5 * i)).toISOString().slice(11, 23),
    ];
    return [`01/${day}/2026 ${time}`, pid, Math.round(privateMB * MB), Math.round(heapMB * MB)];
  });
  const text = [header, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\r\n');
  return judge(evidenceInText('log.csv', Buffer.from(text)), defaultScope);
}

const wave = (i: number): number => ((i * 7) % 5) - 2;

describe('a log of a process that is recycled', () => {
  // Two hours of the first life saw one slow tooth of the GC heap; the life after it has been seen for eight, and its heap is too early.
  const first = Array.from({ length: 24 }, (_, i): Sampled => ({ pid: 100, privateMB: 300 + wave(i), heapMB: 100 + 0.9 * i }));
  const second = Array.from({ length: 96 }, (_, i): Sampled => ({ pid: 200, privateMB: 300 + wave(i), heapMB: 100 + 0.9 * (i % 25) }));

  it('is not judged by a short life where a longer one since is too early to tell', () => {
    const { verdict, trends } = judged([...first, ...second]);
    expect(trends.find(({ counter, life }) => counter === 'gcHeap' && life.pid === 100)?.motion).toBe('grows');
    expect(trends.find(({ counter, life }) => counter === 'gcHeap' && life.pid === 200)?.motion).toBe('too-early');
    expect(verdict.class).toBe('not-enough-data');
  });
});

describe('outputs of other lives', () => {
  const hour = 60 * minute;
  const w3wp = (pid: number) => lifeOf(pid, { process: 'w3wp' });
  const levels = { gcHeap: flat(150 * MB), assemblies: flat(140), threads: flat(40) };
  const leaking = counters('leaking', { ...levels, privateBytes: rising(600 * MB, 2 * MB), handles: flat(900) }, w3wp(4312), 360);
  const opening = counters('opening', { ...levels, privateBytes: flat(500 * MB), handles: rising(1200, 8) }, w3wp(7001), 360);
  const next = (from: number) => counters('next', { ...levels, privateBytes: flat(500 * MB), handles: flat(900) }, w3wp(5120), 360, from);
  const summaries = [
    handles('h1', { Event: 400, File: 300 }, { at: noon + hour, pid: 4312 }),
    handles('h2', { Event: 2400, File: 300 }, { at: noon + 3 * hour, pid: 4312 }),
  ];
  const either = (...evidence: readonly Evidence[]): Judgement => {
    const judgement = judge(evidence, defaultScope);
    expect(judge(evidence.toReversed(), defaultScope)).toEqual(judgement);
    return judgement;
  };

  it('that ran beside the one in question say nothing of it', () => {
    const [alone, beside] = [either(leaking, opening).verdict, either(leaking, opening, ...summaries).verdict];
    expect(beside).toMatchObject({ class: 'handle', component: alone.component, confidence: alone.confidence });
    expect(beside.component).not.toBe('Event');
  });

  it('before it speak for it only until its own curves say that nothing grows', () => {
    expect(either(leaking, ...summaries, next(noon + 7 * hour)).verdict.class).toBe('no-leak');
    const young = counters('young', { privateBytes: flat(500 * MB) }, w3wp(5120), 5, noon + 7 * hour);
    expect(either(...summaries, young).verdict).toMatchObject({ class: 'handle', component: 'Event' });
  });

  it('do not lend a rate or a module to a life that was watched for long enough', () => {
    const alone = either(leaking).verdict;
    const reports = [report('r1', 2, 1, 'GdiPlus'), report('r2', 4, 3, 'GdiPlus')].map((each) => ({ ...each, life: w3wp(4100) }));
    const { verdict } = either(leaking, ...reports);
    expect(verdict).toMatchObject({
      class: 'native',
      component: alone.component,
      confidence: alone.confidence,
      lead: expect.stringContaining('120 MB'),
    });
  });

  it('are not told by a log that names no process, where another life was watched', () => {
    const dotnet = { ...counters('dotnet', { gcHeap: rising(80 * MB, MB) }, unknownLife, 240, noon - 10 * hour) };
    const dump = { ...handles('d', { Event: 300 }, { at: noon - 9 * hour, pid: 5120 }) };
    const { verdict } = either(leaking, dump, dotnet);
    expect(verdict.class).toBe('native');
    expect(verdict.lead).toContain('4312');
  });

  it('with a pid and no name, of which nothing was watched, do not take the case from the one that was', () => {
    const { verdict, findings } = either(leaking, {
      ...handles('h', { Event: 300 }, { at: noon + 9 * hour }),
      life: lifeOf(5120, { process: null }),
    });
    expect(verdict.class).toBe('native');
    expect(findings.find(({ rule }) => rule === 'left-aside')?.says).toContain('pid 5120');
  });
});
