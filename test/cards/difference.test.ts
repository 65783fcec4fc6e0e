/** One comparison of two snapshots by a tool: what was held before is not known, and nobody is shown that it was nothing. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Attribution } from '../../analysis/types.ts';
import { caseCard, caseView, reportMarkdown } from '../../cards/index.ts';
import { growthInWords } from '../../cards/growth-rows.ts';
import type { Investigation } from '../../flows/types.ts';
import { now, standing } from '../support/investigations.ts';
import { evidenceInText } from '../support/evidence.ts';
import { gdiAttribution } from '../support/judgements.ts';

const umdh = `+  2a0000 ( 3a0000 - 100000)    400 allocs\tBackTraceA1B2C3
+     200 (    400 -    200)\tBackTraceA1B2C3\tallocations
\tntdll!RtlAllocateHeap+0x1
\tShopCache!Cache::Add+0x20
\tShop!main+0x30
`;
const evidence = evidenceInText('diff.txt', new TextEncoder().encode(umdh));
const { investigation } = standing('concluded', 'holding');
const compared: Investigation = { ...investigation, evidence, judgement: judge(evidence, defaultScope) };
const tables = (part: unknown): readonly string[] =>
  part === null || typeof part !== 'object'
    ? []
    : 'type' in part && part.type === 'Table'
      ? [JSON.stringify(part)]
      : Object.values(part).flatMap(tables);

describe('a comparison of two snapshots', () => {
  it('has one column on the card: what is more', () => {
    const [table = ''] = tables(caseCard(compared, now));
    expect(table).toContain('MB not freed');
    expect(table).toContain('"more"');
    expect(table).not.toMatch(/held|before|after|0\.00 ?MB/);
  });

  it('has no totals on the page, and the growth beside its share', () => {
    const memory = caseView(compared).memory;
    expect([memory?.head, memory?.labels]).toEqual(['MB not freed', []]);
    expect(memory?.rows.find(({ level }) => level === 'module')).toMatchObject({ values: [], growth: '+2.63', share: '100 %' });
  });

  it('counts the allocations of the difference in the report, and none before it', () => {
    const [row = ''] = reportMarkdown(compared).match(/^.*Cache::Add.* × .*$/m) ?? [];
    expect(row).toContain('512 × 5.25 KB');
    expect(row).not.toContain('?');
  });

  it('is told by what the rows are: two logs may be called before and after', () => {
    const logs: Attribution = { ...gdiAttribution, labels: ['before', 'after'], total: [0, 2 ** 30] };
    expect(growthInWords(logs)).toContain('0.00 and 1.00 GB are held');
  });
});
