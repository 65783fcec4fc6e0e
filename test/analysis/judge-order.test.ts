import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultScope, judge } from '../../analysis/index.ts';
import { counter, evidenceInText, evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { GB, flat, rising, counters, handles, report, types, heap, stack, roots } from '../support/made-evidence.ts';

describe('the order of evidence', () => {
  it('is never taken from the array: two summaries without a time claim no growth and ask for it', () => {
    const judgement = judge([handles('a', { Event: 9000 }), handles('b', { Event: 20_000 })], defaultScope);
    expect(judgement.findings.filter(({ rule }) => rule === 'handle-growth')).toEqual([]);
    expect(judgement.findings.find(({ id }) => id === 'order-unknown:handles')!.says).toContain('Say when each was taken');
  });
  it('comes from their times', () => {
    const [early, late] = [
      handles('z', { Event: 9000, Key: 40 }, { at: noon }),
      handles('a', { Event: 20_000, Key: 41 }, { at: noon + 10 * minute }),
    ];
    const judgement = judge([late, early], defaultScope);
    expect(judgement.handleGrowth!.rows[0]).toMatchObject({ type: 'Event', counts: [9000, 20_000], growth: 11_000 });
    expect(judgement.verdict.class).toBe('handle');
    expect(judgement.verdict.component).toBe('Event');
  });
  it('of leak reports comes from how long they tracked', () => {
    const { attribution } = judge([report('b', 2, 2, 'webio'), report('a', 1, 1, 'webio')], defaultScope);
    expect(attribution!.labels).toEqual(['1:00:00', '2:00:00']);
    expect(attribution!.bytesPerHour! / GB).toBeCloseTo(1);
  });
  it('does not matter for any mix of evidence', () => {
    const mix = [
      counters('log', { privateBytes: rising(500 * MB, 4 * MB), gcHeap: flat(80 * MB), handles: rising(800, 30) }),
      counters('old', { privateBytes: rising(300 * MB, 2 * MB) }, lifeOf(99), 60, noon - 300 * minute),
      handles('h1', { Event: 900, File: 100 }, { at: noon }),
      handles('h2', { Event: 2900, File: 100 }, { at: noon + 20 * minute }),
      handles('h3', { Event: 2900, File: 100 }),
      report('r1', 1, 1, 'GdiPlus'),
      report('r2', 2, 2, 'GdiPlus'),
      report('r3', 3, 3, 'GdiPlus'),
      heap('d1', types(['App.A', 100, 100], ['System.String', 5, 5]), noon),
      heap('d2', types(['App.A', 90_000, 9 * MB]), noon + minute),
      roots('g', {
        root: '(pinned handle)',
        types: ['System.Object[]', 'App.Cache', 'System.Collections.Generic.List`1[[App.A]]', 'App.A'],
      }),
      evidenceOf('st', {
        kind: 'stacks',
        threads: 2,
        stacks: [stack('GdiPlus!Draw+1', 'Shop!Shop.Draw()+2'), stack('ntdll!ZwWaitForSingleObject')],
      }),
    ];
    const expected = judge(mix, defaultScope);
    fc.assert(
      fc.property(fc.shuffledSubarray(mix, { minLength: mix.length }), (shuffled) => {
        expect(judge(shuffled, defaultScope)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('one output pasted again', () => {
  const summary = (events: number): string =>
    `Handle type summary:\n  Event           : ${events}\n  File            : 203\n  Key             : 90\nTotal handles: ${events + 293}\n`;
  const inText = (...texts: readonly string[]) =>
    judge(evidenceInText('paste.txt', new TextEncoder().encode(texts.join('\n'))), defaultScope);

  it('is one reading, also within one text: nothing was seen to stand still', () => {
    const twice = inText(summary(30_000), summary(30_000));
    expect(twice.findings.map(({ rule }) => rule)).not.toContain('handles-do-not-grow');
    expect(twice.findings.find(({ rule }) => rule === 'handle-level')?.says).toContain('only a second summary shows');
    expect(twice.verdict.confidence).toBe(inText(summary(30_000)).verdict.confidence);
  });

  it('but two that differ by a handle are two', () => {
    const rules = inText(summary(30_000), summary(30_001)).findings.map(({ rule }) => rule);
    expect(rules).toContain('handles-do-not-grow');
  });

  it('is one reading too where it is a listing of threads with their ids', () => {
    const block = (index: number) =>
      evidenceOf(
        `s${index}`,
        {
          kind: 'stacks',
          threads: 1200,
          stacks: [{ ...stack('ntdll!NtWait', 'clr!AwareLock::Contention', 'App!Go'), count: 1200, threads: ['1', '2'] }],
        },
        { sequence: { group: 'one text', index } },
      );
    const pile = judge([block(0), block(1)], defaultScope).findings.find(({ rule }) => rule === 'thread-pile-up');
    expect(pile?.measured['threads']).toBe(1200);
  });
});

describe('lives', () => {
  const scope = { ...defaultScope, process: 'w3wp', pid: 4312 };
  const leak = counters('log', {
    privateBytes: rising(500 * MB, 4 * MB),
    gcHeap: flat(80 * MB),
    assemblies: flat(140),
    handles: flat(900),
  });

  it('are never compared by their values: a summary of another pid is no second reading', () => {
    const other = handles('b', { Event: 30_000 }, { at: noon + minute, pid: 777 });
    const judgement = judge([handles('a', { Event: 100 }, { at: noon, pid: 4312 }), other, leak], scope);
    expect(judgement.findings.filter(({ rule }) => rule === 'handle-growth')).toEqual([]);
  });
  it('of another process never change the verdict, and are said to be left aside', () => {
    const stranger = evidenceOf('x', {
      kind: 'counters',
      life: lifeOf(55, { process: 'sqlservr' }),
      series: [counter('gcHeap', 60, rising(MB, 50 * MB), lifeOf(55, { process: 'sqlservr' }))],
    });
    const [alone, both] = [judge([leak], scope), judge([leak, stranger], scope)];
    expect(both.verdict).toEqual(alone.verdict);
    expect(both.findings.map(({ rule }) => rule)).toContain('left-aside');
  });
  it('of the same process speak by their slopes, and are counted', () => {
    const young = counters('new', { privateBytes: rising(300 * MB, 4 * MB), gcHeap: flat(70 * MB) }, lifeOf(5000), 5, noon + 90 * minute);
    const judgement = judge([leak, young], { ...defaultScope, process: 'w3wp' });
    expect(judgement.verdict.class).toBe('native');
    expect(judgement.findings.find(({ rule }) => rule === 'other-lives')!.says).toContain('2 lives');
  });
  it('that nothing tells are split where a count fell back to its start', () => {
    const counts = [4000, 9000, 300, 800, 1300].map((Event, i) => handles(`h${i}`, { Event }, { at: noon + i * minute }));
    expect(judge(counts, defaultScope).handleGrowth!.rows[0]!.counts).toEqual([300, 800, 1300]);
  });
  it('may be compared before and after a fix', () => {
    const after = counters('after', { privateBytes: flat(300 * MB), gcHeap: flat(70 * MB) }, lifeOf(5000), 60, noon + 90 * minute);
    const judgement = judge([leak, after], { ...scope, pid: null, fixedAt: noon + 80 * minute });
    expect(judgement.verdict.class).toBe('native');
    expect(judgement.findings.find(({ id }) => id === 'after-fix:privateBytes')).toMatchObject({ measured: { holds: 1 } });
  });
});
