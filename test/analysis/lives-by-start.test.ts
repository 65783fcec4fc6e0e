/** Dumps of which only the debugger's times are known: when each was taken, and how long its process had run. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Judgement } from '../../analysis/types.ts';
import { evidenceInText, lifeOf, MB } from '../support/evidence.ts';
import { counters, flat, rising } from '../support/made-evidence.ts';

const session = (clock: string, uptime: string): string =>
  `Debug session time: Tue May 12 ${clock}:00.000 2026 (UTC + 2:00)\nSystem Uptime: 3 days 1:00:00.000\nProcess Uptime: 0 days ${uptime}.000\n`;
const heaps = (kilobytes: number): string =>
  [
    '0:000> !heap -s',
    '          Heap     Flags   Reserv  Commit  Virt   Free  List   UCR  Virt  Lock  Fast ',
    '                            (k)     (k)    (k)     (k) length      blocks cont. heap ',
    '-------------------------------------------------------------------------------------',
    `000001c5a2b40000 00000002 ${kilobytes + 900} ${kilobytes} ${kilobytes + 900}    100    20     5    0      0   LFH`,
    '-------------------------------------------------------------------------------------',
  ].join('\n');
const statistic = (count: number): string =>
  `0:000> !dumpheap -stat\nStatistics:\n              MT    Count    TotalSize Class Name\n00007ffa12345678 ${count} ${count * 96} Shop.Basket\n00007ffa12345680 20000 640000 System.String\nTotal ${count + 20_000} objects\n`;

const inTexts = (...texts: readonly string[]): Judgement =>
  judge(
    texts.flatMap((text, index) =>
      evidenceInText(`${index}.txt`, new TextEncoder().encode(text)).map((each) => ({ ...each, id: `${index}-${each.id}` })),
    ),
    defaultScope,
  );
const rulesOf = ({ findings }: Judgement): readonly string[] => findings.map(({ rule }) => rule);

describe('two dumps told apart only by the start of their process', () => {
  const [first, other, same] = [session('09:00', '3:00:00'), session('13:00', '0:20:00'), session('13:00', '7:00:00')];

  it.each([
    ['native heaps', heaps(40_000), heaps(900_000), 'native-heap-growth'],
    ['objects', statistic(5000), statistic(700_000), 'heap-growth'],
  ])('claim no growth of %s, and say why', (_, early, late, rule) => {
    const judgement = inTexts(first + early, other + late);
    expect(rulesOf(judgement)).not.toContain(rule);
    expect(judgement.differences).toEqual([]);
    const text = judgement.findings.find((each) => each.rule === 'two-lives')?.says ?? '';
    expect(text).toContain('of different process lives');
    expect(text).toContain('started 2026-05-12 04:00 UTC');
    expect(text).toContain('started 2026-05-12 10:40 UTC');
    expect(judgement.verdict.class).not.toBe('no-leak');
  });

  it.each([
    ['of one life', same],
    ['whose uptimes are some seconds off', session('13:00', '7:00:04')],
  ])('but those %s are compared', (_, later) => {
    const judgement = inTexts(first + heaps(40_000), later + heaps(900_000));
    expect(rulesOf(judgement)).toContain('native-heap-growth');
    expect(rulesOf(judgement)).not.toContain('other-lives');
    expect(judgement.verdict.class).toBe('native');
  });

  it('claim no growth either where the earlier tells no start, and was taken before the later one began', () => {
    const [time = ''] = first.split('\n');
    const judgement = inTexts(`${time}\n${heaps(40_000)}`, other + heaps(900_000));
    expect(rulesOf(judgement)).not.toContain('native-heap-growth');
    expect(rulesOf(judgement)).toContain('two-lives');
    const within = inTexts(`${time}\n${heaps(40_000)}`, same + heaps(900_000));
    expect(rulesOf(within)).toContain('native-heap-growth');
    expect(rulesOf(within)).not.toContain('two-lives');
  });

  it('of three, the two of one life are compared', () => {
    const judgement = inTexts(session('08:00', '5:00:00') + heaps(700_000), first + heaps(40_000), same + heaps(900_000));
    expect(judgement.findings.find(({ rule }) => rule === 'native-heap-growth')?.measured).toMatchObject({ before: 40_000 * 1024 });
    expect(judgement.findings.find(({ rule }) => rule === 'other-lives')?.says).toContain('2 lives');
  });
});

describe('a dump that tells only its start, beside a log', () => {
  const texts = (text: string) => evidenceInText('dump.txt', new TextEncoder().encode(text));
  const log = counters('log', { privateBytes: rising(500 * MB, 4 * MB), gcHeap: flat(80 * MB), assemblies: flat(140), handles: flat(900) });

  it('is of the process that the log names', () => {
    const judgement = judge([log, ...texts(session('09:00', '3:00:00') + heaps(40_000))], defaultScope);
    expect(rulesOf(judgement)).not.toContain('other-lives');
    expect(judgement.verdict.class).toBe('native');
  });

  it('adds nothing to either of two processes that it may be of', () => {
    const second = counters('log2', { privateBytes: flat(90 * MB) }, lifeOf(777));
    const told = judge([log, second, ...texts(session('09:00', '3:00:00') + heaps(40_000))], defaultScope);
    expect(told.findings.find(({ rule }) => rule === 'other-lives')?.says).toContain('2 lives');
  });
});
