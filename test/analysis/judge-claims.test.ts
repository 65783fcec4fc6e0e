/** What must never be claimed: from noise, from words, from one line, from one moment, from another process. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence } from '../../analysis/types.ts';
import { counter, evidenceInText, evidenceOf, lifeOf, MB, noon } from '../support/evidence.ts';
import { assemblies, chain, gcHeap, leakyHeap, leakyNative, list, minute, queue, source, space, stacks } from '../support/made-clues.ts';
import { counters, flat, handles, heap, report, rising, types } from '../support/made-evidence.ts';

const judged = (...evidence: readonly Evidence[]) => judge(evidence, defaultScope);
const inText = (text: string) => judged(...evidenceInText('pasted.txt', new TextEncoder().encode(text)));
/** As sure as a guess that is said to be one. */
const hedged = 0.7;

describe('noise and words', () => {
  it('random text claims nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        expect(inText(text).verdict.class).toBe('not-enough-data');
      }),
      { numRuns: 60 },
    );
  });
  it('the words of the trade in any order claim nothing', () => {
    const words = [
      'leak',
      'GdiPlus',
      'XmlSerializer',
      'handle',
      'Event',
      '14440',
      'Private Bytes',
      'grows',
      '2.70 GBytes',
      'GC heap',
      '!dumpheap -stat',
      'System.String',
      'native',
      'LeakTrack.dll',
      '->',
      ':',
      '\n',
      'w3wp.exe',
      'pid 5588',
      '100 %',
      'Total',
      'AllocBitmapData+c2',
      '0x1f64',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 80 }), (some) => {
        const { verdict } = inText(some.join(' '));
        expect(verdict.class === 'not-enough-data' || verdict.confidence <= hedged).toBe(true);
      }),
      { numRuns: 120 },
    );
  });
  it('prose about a leak is no evidence of one', () => {
    const { verdict, findings } = inText(
      'We are sure that the bitmaps of System.Drawing leak: private bytes grew from 1 GB to 3 GB overnight, the GC heap stayed at 90 MB, handles at 469. GdiPlus!GpMemoryBitmap::AllocBitmapData holds 2.19 GB of it.',
    );
    expect(verdict.class).toBe('not-enough-data');
    expect(verdict.causes).toEqual([]);
    expect(findings).toEqual([]);
  });
});

describe('one moment', () => {
  const moments: Readonly<Record<string, Evidence>> = {
    'a large GC heap': gcHeap(9000 * MB, 9500 * MB),
    'a large heap of an own type': list(['Shop.Order', 900_000, 900 * MB]),
    'a chain to a static list': chain(
      '(pinned handle)',
      'System.Object[]',
      'Shop.Cache',
      'System.Collections.Generic.List`1[[Shop.Order]]',
      'Shop.Order',
    ),
    'many handles': handles('h', { Event: 90_000, Key: 300 }),
    'one leak report': report('r', 1, 3, 'GdiPlus'),
    'many threads': stacks(900, 'ntdll!NtWait', 'clr!AwareLock::Contention', 'Shop!Go'),
    'a native heap': evidenceOf('n', { kind: 'nativeHeaps', heaps: [{ heap: '0', committed: 2500 * MB, reserved: 2600 * MB }] }),
  };
  it.each(Object.entries(moments))('%s is a level: hedged, and asked for a second', (_, evidence) => {
    const { verdict } = judged(evidence);
    expect(verdict.class === 'not-enough-data' || verdict.confidence <= 0.75).toBe(true);
    expect(verdict.causes.every(({ confidence }) => confidence <= 0.75)).toBe(true);
    expect(verdict.next.length).toBeGreaterThan(0);
  });
  it('of a piece of a chain says nothing, and what only the finalizer queue refers to is no leak', () => {
    expect(judged(chain('unknown root', 'System.Reflection.LoaderAllocator')).verdict.class).toBe('not-enough-data');
    expect(judged(chain('unknown root', 'System.Collections.Generic.List`1[[Shop.Order]]')).verdict.class).toBe('not-enough-data');
    const finalizable = chain(
      'Finalizer Queue',
      'System.Net.TlsStream',
      'System.Net.ServicePoint',
      'System.Collections.Hashtable',
      'Shop.Order',
    );
    expect(judged(finalizable).findings.filter(({ points }) => points !== null)).toEqual([]);
  });
});

describe('a healthy process', () => {
  const level = { privateBytes: flat(9000 * MB), handles: flat(3000), threads: flat(200), assemblies: flat(400) };
  it('with a big heap that stays is no leak, whatever single readings look like', () => {
    const big = counters('c', { ...level, gcHeap: flat(8000 * MB) }, lifeOf(1), 180);
    expect(judged(big).verdict.class).toBe('no-leak');
    const beside = judged(big, list(['Shop.Order', 900_000, 900 * MB])).verdict;
    expect(['no-leak', 'not-enough-data']).toContain(beside.class);
  });
  it('whose counters contradict a level is not sure of either', () => {
    const { verdict } = judged(
      counters('c', { ...level, gcHeap: flat(8000 * MB) }, lifeOf(1), 180),
      handles('h', { Event: 90_000, Key: 30 }),
    );
    expect(verdict.class === 'no-leak' || verdict.confidence <= hedged || verdict.class === 'not-enough-data').toBe(true);
    expect(verdict.hypotheses.map(({ id }) => id)).toEqual(expect.arrayContaining(['no-leak', 'handle']));
  });
});

const some: readonly Evidence[] = [
  leakyHeap,
  list(['Shop.Order', 900_000, 90 * MB]),
  queue(90_000, ['Shop.Native', 90_000, MB]),
  assemblies('Microsoft.GeneratedCode'),
  stacks(40, 'ntdll!NtWait', 'Shop!Shop.Go'),
  source('event-handler-kept'),
  report('r1', 1, 1, 'webio'),
  report('r2', 2, 2, 'webio'),
  handles('h1', { Event: 4000, Key: 90 }, { at: noon }),
  handles('h2', { Event: 9000, Key: 90 }, { at: noon + 10 * minute }),
  space(1500 * MB, 300 * MB),
];
const ofAnother = (id: string): readonly Evidence[] => {
  const life = lifeOf(9999, { process: 'sqlservr' });
  return [
    evidenceOf(`${id}c`, { kind: 'counters', life, series: [counter('privateBytes', 90, rising(900 * MB, 40 * MB), life)] }),
    { ...heap(`${id}d`, types(['Other.Thing', 900_000, 900 * MB])), life },
    { ...handles(`${id}h`, { Token: 90_000 }), life },
  ];
};

describe('evidence of another process', () => {
  const scope = { ...defaultScope, process: 'w3wp', pid: 4312 };
  it('never changes the verdict, whatever is already there, and is said to be left aside', () => {
    fc.assert(
      fc.property(fc.subarray([...some]), fc.subarray([...ofAnother('x')], { minLength: 1 }), (mine, others) => {
        const alone = judge(mine, scope);
        const both = judge([...others, ...mine], scope);
        expect(both.verdict).toEqual(alone.verdict);
        expect(both.findings.map(({ rule }) => rule)).toContain('left-aside');
      }),
      { numRuns: 50 },
    );
  });
  it('or of another life of the same one is never silent: the lives are named', () => {
    const later = lifeOf(5000, { startedAt: noon + 200 * minute });
    const next = counters('n', { privateBytes: flat(300 * MB), gcHeap: flat(80 * MB) }, later, 60, noon + 210 * minute);
    fc.assert(
      fc.property(fc.subarray([leakyHeap, leakyNative], { minLength: 1 }), (mine) => {
        const both = judge([...mine, next], { ...defaultScope, process: 'w3wp' });
        expect(both.findings.find(({ rule }) => rule === 'other-lives')?.says).toContain('2 lives');
      }),
    );
  });
});

describe('more of the same', () => {
  it('pasted twice makes nothing surer', () => {
    fc.assert(
      fc.property(fc.subarray([...some]), (mix) => {
        const again = mix.map((each) => ({ ...each, id: `${each.id}-again` }));
        expect(judged(...mix, ...again).verdict.confidence).toBe(judged(...mix).verdict.confidence);
        expect(judged(...mix, ...again).verdict.class).toBe(judged(...mix).verdict.class);
      }),
      { numRuns: 40 },
    );
  });
});

const seeds = resolve(import.meta.dirname, '../../../shared/seeds');
const present = existsSync(seeds);
(present ? describe : describe.skip)(`one line of an incident${present ? '' : ' (skipped: ../shared/seeds is not here)'}`, () => {
  it('alone never makes a verdict that is sure, nor a cause', () => {
    const files = present ? readdirSync(seeds).filter((file) => file.endsWith('.txt')) : [];
    const lines = files.flatMap((file) => readFileSync(join(seeds, file), 'utf8').split('\n'));
    const claims = lines.flatMap((line) => {
      const { verdict } = inText(line);
      const sure = verdict.class !== 'not-enough-data' && verdict.confidence > hedged;
      return sure || (verdict.causes[0]?.confidence ?? 0) > hedged ? [`${verdict.class}: ${line}`] : [];
    });
    expect(claims).toEqual([]);
  });
});
