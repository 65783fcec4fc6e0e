/** A leak report that names a memory manager: the component is who called it, or nobody. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { evidenceInText } from '../support/evidence.ts';

const judged = (...texts: readonly string[]) =>
  judge(
    texts.flatMap((text, i) => evidenceInText(`report${i + 1}.txt`, new TextEncoder().encode(text))),
    defaultScope,
  );

const report = (tracked: string, size: string, frames: readonly string[]) =>
  [
    'Outstanding allocation summary',
    'Number of allocations   61,200 allocations',
    `Total size of allocations   ${size}`,
    `Tracking duration   ${tracked}`,
    '',
    'Module details for msvcr90',
    'Module Name   msvcr90',
    'Allocation Count   59,880 allocation(s)',
    `Allocation Size   ${size}`,
    '',
    'Function details',
    'Function   msvcr90!malloc+79',
    'Allocation type   Heap allocation(s)',
    'Allocation Count   57,120 allocation(s)',
    `Allocation Size   ${size}`,
    '',
    ...(frames.length === 0
      ? []
      : ['Call stack sample 1', '', 'Function   Source   Destination', ...frames.map((frame) => `${frame}   `), '']),
  ].join('\n');
const own = [
  'msvcr90!malloc+79',
  'mfc90u!operator new+33',
  'Pricing!CQuotes::Add+5c',
  'Pricing!CPricer::Run+1f2',
  'kernel32!BaseThreadInitThunk+e',
];
const others = ['msvcr90!malloc+79', 'msado15!CRecordset::Open+1a4', 'kernel32!BaseThreadInitThunk+e'];

describe('growth that a leak report counts for a memory manager', () => {
  const grown = (frames: readonly string[]) =>
    judged(report('00:45:10', '231.10 MBytes', frames), report('03:02:44', '1.11 GBytes', frames));

  it('is of the own code in its call stack samples', () => {
    const { verdict, findings } = grown(own);
    expect(verdict).toMatchObject({ class: 'native', component: 'Pricing!CQuotes::Add', ownFrame: 'Pricing!CQuotes::Add' });
    expect(verdict.lead).toMatch(/all of it was allocated through msvcr90, by Pricing!CQuotes::Add\.$/);
    expect(findings.find(({ rule }) => rule === 'leak-report-growth')?.says).toContain('msvcr90 is a memory manager');
  });

  it('is of the library that asked where no own code is on the stack, and of nobody without a stack', () => {
    expect(grown(others).verdict.component).toBe('msado15!CRecordset::Open');
    expect(grown([]).verdict).toMatchObject({ class: 'native', component: null });
    expect(grown([]).verdict.lead).toContain('for whom is not known yet');
  });
});

describe('the sentences of a summary alone', () => {
  const summary = (module: string) =>
    judged(
      `${module} is responsible for 610.12 MBytes worth of outstanding allocations. The following are the top 2 memory consuming functions:\n\n${module.split('.')[0]}!Alloc+4f: 581.45 MBytes worth of outstanding allocations.\n`,
    );

  it('are a level of the module they name, unless it is a memory manager', () => {
    const { verdict } = summary('oracommon10.dll (C:\\oracle\\product\\10.2.0\\client_1\\BIN\\oracommon10.dll)');
    expect(verdict).toMatchObject({ class: 'native', component: 'oracommon10.dll' });
    expect(verdict.confidence).toBeLessThanOrEqual(0.6);
    expect(verdict.lead).toMatch(/^oracommon10\.dll holds 610 MB outstanding; how much there is in all was not copied\./);
    expect(summary('oleaut32.dll (a known Windows memory manager)').verdict.component).toBeNull();
  });

  it('are nothing to speak of where they tell of little', () => {
    expect(judged('oracommon10.dll is responsible for 21.02 MBytes worth of outstanding allocations.\n').verdict.class).toBe(
      'not-enough-data',
    );
  });
});
