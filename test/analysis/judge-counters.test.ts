import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { unknownLife } from '../../analysis/life.ts';
import { weights } from '../../analysis/weights.ts';
import { evidenceOf, lifeOf, MB, minute, noon, counter } from '../support/evidence.ts';
import { GB, flat, rising, counters, handles, report, types, heap, verdictOf } from '../support/made-evidence.ts';

describe('counters of one life', () => {
  it('outside the GC heap: native, with the rate and its interval', () => {
    const seen = {
      privateBytes: rising(500 * MB, 4 * MB),
      gcHeap: flat(80 * MB),
      assemblies: flat(140),
      handles: flat(900),
      threads: flat(40),
    };
    const verdict = verdictOf(counters('log', seen, lifeOf(4312), 900));
    expect(verdict).toMatchObject({ class: 'native', growth: { counter: 'private bytes' } });
    expect(verdict.confidence).toBeGreaterThan(0.85);
    expect(verdict.growth!.bytesPerHour! / (240 * MB)).toBeCloseTo(1, 2);
    expect(verdict.growth!.ci95![0]).toBeLessThan(240 * MB);
    expect(verdict.lead).toContain('Memory outside the .NET heap grows by 240 MB an hour');
    // In an hour a cache that fills and a morning's work look the same.
    expect(verdictOf(counters('log', seen))).toMatchObject({ class: 'native', confidence: 0.75 });
  });

  it('of a short watch are surer where something else measured the growth, too', () => {
    const seen = {
      privateBytes: rising(500 * MB, 4 * MB),
      assemblies: rising(140, 90),
      gcHeap: flat(80 * MB),
      handles: flat(900),
      threads: flat(40),
    };
    expect(verdictOf(counters('log', seen)).confidence).toBeGreaterThan(0.85);
  });

  it('says managed, loader heap with its symptom, handles, address space and no leak', () => {
    const base = {
      privateBytes: rising(500 * MB, 4 * MB),
      gcHeap: flat(80 * MB),
      assemblies: flat(140),
      handles: flat(900),
      threads: flat(40),
    };
    expect(verdictOf(counters('a', { ...base, gcHeap: rising(80 * MB, 3.8 * MB) })).class).toBe('managed');
    const loader = judge([counters('a', { ...base, assemblies: rising(140, 90), handles: rising(900, 180) })], defaultScope);
    expect(loader.verdict.class).toBe('loader-heap');
    expect(loader.findings.find(({ id }) => id === 'counter-pattern')!.says).toContain('The handles that grow with them are its symptom');
    expect(verdictOf(counters('a', { ...base, handles: rising(900, 180) })).class).toBe('handle');
    const still = { ...base, privateBytes: flat(500 * MB) };
    expect(verdictOf(counters('a', { ...still, virtualBytes: rising(4 * GB, 30 * MB) })).class).toBe('virtual');
    expect(verdictOf(counters('a', { ...still, virtualBytes: rising(4 * GB, 30 * MB), threads: rising(40, 5) })).component).toBe(
      'thread stacks',
    );
    expect(verdictOf(counters('a', { ...still, virtualBytes: flat(4 * GB) })).class).toBe('no-leak');
  });

  it('is less sure where a counter that decides was not collected, and asks for it', () => {
    const partial = verdictOf(counters('a', { privateBytes: rising(500 * MB, 4 * MB), gcHeap: flat(80 * MB) }));
    expect(partial.class).toBe('native');
    expect(partial.confidence).toBeLessThan(0.8);
    // Handles by type take seconds, the counter of assemblies half an hour: both could still change the class.
    expect(partial.next[0]).toMatchObject({ collector: 'handle-summary' });
    expect(partial.next.find(({ collector }) => collector === 'counters')?.why).toContain('If they rise, it is not native memory');
  });

  it('rules a leak out on Linux without the GC heap, whose touched pages are in private memory, and not on Windows', () => {
    const life = lifeOf(31, { process: 'service', runtime: 'dotnet' });
    const still = counters('a', { privateBytes: flat(60 * MB), handles: flat(120) }, life);
    const onLinux = verdictOf(still, handles('fd', { socket: 40, pipe: 12 }, { pid: 31 }));
    expect(onLinux.class).toBe('no-leak');
    expect(onLinux.confidence).toBeLessThan(0.9);
    expect(verdictOf(still, handles('h', { Event: 40, File: 12 }, { pid: 31 })).class).toBe('not-enough-data');
    expect(verdictOf(still).class).toBe('not-enough-data');
  });

  it('does not call a GC heap that covers a tenth of the growth managed', () => {
    expect(
      verdictOf(
        counters('a', { privateBytes: rising(500 * MB, 40 * MB), gcHeap: rising(80 * MB, 4 * MB), assemblies: flat(9), handles: flat(9) }),
      ).class,
    ).toBe('native');
  });

  it('is not enough data before half an hour, and says how long to go on', () => {
    const verdict = verdictOf(counters('a', { privateBytes: rising(500 * MB, 4 * MB), gcHeap: flat(80 * MB) }, lifeOf(1), 12));
    expect(verdict.class).toBe('not-enough-data');
    expect(verdict.lead).toContain('whether that goes on');
    expect(verdict.next[0]!.why).toMatch(/\d+ min more/);
  });

  it('never adds up the system’s own instances', () => {
    const total = counters('a', { privateBytes: rising(500 * MB, 90 * MB) }, { ...unknownLife, process: '_Total' });
    expect(verdictOf(total).class).toBe('not-enough-data');
  });
});

describe('a level is no growth', () => {
  it('of handles: at most 70 %, whatever leans the same way', () => {
    const source = evidenceOf('s', {
      kind: 'source',
      language: 'csharp',
      lines: 9,
      patterns: [{ pattern: 'http-client-per-call', line: 3, text: 'new HttpClient()', file: null }],
    });
    const verdict = verdictOf(handles('h', { Event: 900_000, File: 20 }), source);
    expect(verdict.class).toBe('handle');
    expect(verdict.confidence).toBeLessThanOrEqual(0.7);
    expect(verdict.next.map(({ collector }) => collector)).toContain('handle-summary');
  });
  it('of a healthy process says nothing', () => {
    expect(verdictOf(handles('h', { Event: 900, File: 400, Key: 300, EtwRegistration: 800 })).class).toBe('not-enough-data');
    expect(
      verdictOf(heap('d', types(['System.String', 60_000, 6 * MB], ['System.Byte[]', 4000, 20 * MB], ['App.Order', 900, 70_000]))).class,
    ).toBe('not-enough-data');
  });
  it('of one leak report says so', () => {
    const judgement = judge([report('r', 2, 1.5, 'webio')], defaultScope);
    expect(judgement.attribution).toBeNull();
    expect(judgement.findings.find(({ rule }) => rule === 'leak-report-level')!.says).toContain('One report shows a level');
  });
});

describe('every judgement', () => {
  it('weighs only rules of the one table, and says whole sentences', () => {
    const judgement = judge(
      [
        handles('a', { Event: 9000 }, { at: noon }),
        handles('b', { Event: 30_000 }, { at: noon + minute }),
        report('r1', 1, 1, 'GdiPlus'),
        report('r2', 2, 2, 'GdiPlus'),
      ],
      defaultScope,
    );
    for (const each of judgement.findings) {
      expect(each.says).toMatch(/^[\p{Lu}\d].*[.)]$/su);
      if (each.points !== null) expect(Object.keys(weights)).toContain(each.rule);
    }
    expect(judgement.verdict.refutedBy).not.toBe('');
  });
  it('of nothing says that nothing was read, and what to collect', () => {
    expect(judge([], defaultScope).verdict).toMatchObject({
      class: 'not-enough-data',
      lead: 'Nothing has been read yet.',
      causes: [],
      growth: null,
    });
    expect(judge([], defaultScope).verdict.next[0]).toMatchObject({ collector: 'counters' });
  });
  it('survives JSON', () => {
    const judgement = judge([counters('a', { privateBytes: rising(500 * MB, 4 * MB), gcHeap: flat(80 * MB) })], defaultScope);
    expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
  });
});

describe('a working set beside private bytes', () => {
  const seen = { privateBytes: flat(300 * MB), handles: flat(900), threads: flat(40) };
  const native = lifeOf(4312, { process: 'indexd', runtime: 'native' });
  it('that rises alone is no leak: pages of files and shared memory are not the process’s own', () => {
    const { verdict, findings } = judge([counters('a', { ...seen, workingSet: rising(200 * MB, 5 * MB) }, native, 300)], defaultScope);
    expect(verdict.class).toBe('no-leak');
    expect(findings.find(({ rule }) => rule === 'counter-pattern')?.says).toContain('The working set rises without them');
    const both = judge(
      [counters('a', { ...seen, privateBytes: rising(300 * MB, 5 * MB), workingSet: rising(200 * MB, 5 * MB) }, native, 300)],
      defaultScope,
    );
    expect(both.verdict.class).toBe('native');
  });
  it('that rose with them and stands is not told apart from them', () => {
    const filled = (m: number) => Math.min(300, 120 + m * 2) * MB;
    const { findings } = judge([counters('a', { ...seen, privateBytes: filled, workingSet: filled }, native, 360)], defaultScope);
    expect(findings.map(({ says }) => says).join(' ')).not.toContain('rises without them');
  });
  it('that rises and is all there is says so', () => {
    expect(verdictOf(counters('a', { workingSet: rising(200 * MB, 5 * MB), handles: flat(900) }, native, 300)).class).toBe('native');
  });
});

describe('a log of a whole machine', () => {
  it('is searched for the process that grows most, within seconds', () => {
    const processes = Array.from({ length: 250 }, (_, i) => lifeOf(1000 + i, { process: `svc${i}` }));
    const series = processes.flatMap((life, i) => [
      counter('privateBytes', 120, (m) => 50 * MB + (m % 7) * MB + (i === 137 ? 3 * MB * m : 0), life),
      counter('handles', 120, flat(300), life),
    ]);
    const judgement = judge([evidenceOf('machine', { kind: 'counters', series })], defaultScope);
    expect(judgement.trends.find(({ counter: id }) => id === 'privateBytes')!.life.process).toBe('svc137');
    expect(judgement.verdict.class).toBe('native');
  });
});

describe('names from outside', () => {
  it.each(['constructor', '__proto__', 'toString'])('such as %s are only names', (name) => {
    const byType = JSON.parse(`{"${name}": 9000, "Event": 10}`) as Record<string, number>;
    const judgement = judge([handles('a', byType, { at: noon }), handles('b', { Event: 10 }, { at: noon + minute })], defaultScope);
    expect(JSON.stringify(judgement)).not.toMatch(/undefined|native code|NaN/);
  });
});
