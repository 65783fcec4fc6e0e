/** What a debugger listed of the heap: all of it, or a part that no other listing compares with. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Judgement } from '../../analysis/types.ts';
import { evidenceInText } from '../support/evidence.ts';

const header = 'Statistics:\n              MT    Count    TotalSize Class Name\n';
const caches = (count: number) => `00007ffbb3f11008 ${count} ${count * 1300} Shop.Cache\n`;
const strings = (count: number) => `00007ffbb3f307a0 ${count} ${count * 170} System.String\n`;
const listed = (command: string, count: number) =>
  `0:000> ${command}\n${header}${caches(count)}${strings(20 * count)}Total ${21 * count} objects\n\n`;
const judged = (text: string): Judgement => judge(evidenceInText('session.txt', new TextEncoder().encode(text)), defaultScope);
const growths = ({ findings }: Judgement) => findings.filter(({ rule }) => rule === 'heap-growth').map(({ says }) => says);

describe('two listings of one transcript', () => {
  it.each([
    ['what handles hold and the heap', '!gchandles -stat', '!dumpheap -stat'],
    ['what handles hold and one generation', '!gchandles -stat', '!dumpheap -stat -gen 2'],
    ['one generation and the heap', '!dumpheap -stat -gen 0', '!dumpheap -stat'],
    ['what lives and the heap', '!dumpheap -stat -live', '!dumpheap -stat'],
    ['one type and the heap', '!dumpheap -type Shop -stat', '!dumpheap -stat'],
  ])('are no growth where they are of different things: %s', (_, first, then) => {
    const judgement = judged(`${listed(first, 700)}${listed(then, 10_700)}`);
    expect(growths(judgement)).toEqual([]);
    expect(judgement.verdict.class).toBe('not-enough-data');
  });
  it.each(['!dumpheap -stat', '!dumpheap -type Shop -stat', '!dumpheap -gen 2 -stat'])(
    'are growth where they are of the same: %s',
    (asked) => {
      const judgement = judged(`${listed(asked, 700)}${listed(asked, 10_700)}`);
      expect(growths(judgement).join(' ')).toContain('Shop.Cache grows from 700 to 10,700');
      expect(judgement.verdict).toMatchObject({ class: 'managed', component: 'Shop.Cache' });
    },
  );
  it('compare whatever part was listed between them', () => {
    const judgement = judged(`${listed('!dumpheap -stat', 700)}${listed('!gchandles -stat', 90)}${listed('!dumpheap -stat', 10_700)}`);
    expect(growths(judgement).join(' ')).toContain('Shop.Cache grows from 700 to 10,700');
  });
});

describe('a listing of one type', () => {
  it('tells nothing of its share of the heap', () => {
    const one = `0:000> !dumpheap -type Shop.Cache -stat\n${header}${caches(900_000)}Total 900000 objects\n`;
    expect(judged(one).findings.filter(({ rule }) => /^heap-(?:level|cohort)/.test(rule))).toEqual([]);
  });
  it('of free space is no heap full of holes', () => {
    const free = `0:000> !dumpheap -type Free -stat\n${header}00007ffbb3f30c48 200000 900000000      Free\nTotal 200000 objects\n`;
    expect(judged(free).findings.filter(({ rule }) => rule.includes('fragment'))).toEqual([]);
  });
});
