/** Native allocations: what a comparison of two heap snapshots may claim, and what is work in flight. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { evidenceInText } from '../support/evidence.ts';

const judgedText = (text: string) => judge(evidenceInText('pasted text', new TextEncoder().encode(text)), defaultScope);

/** A comparison as umdh prints it: hexadecimal, five places wide. */
const hex = (n: number) => n.toString(16).padStart(5);
const compared = (bytes: number, blocks: number, caller: string, rest = '') =>
  `+ ${hex(bytes)} ( ${hex(bytes)} - ${hex(0)}) ${hex(blocks)} allocs\tBackTrace7E1\n+ ${hex(blocks)} ( ${hex(blocks)} - ${hex(0)})\tBackTrace7E1\tallocations\n\n\tntdll!RtlAllocateHeap+274\n\tucrtbase!malloc+1A\n\t${caller}+3C\n\n${rest}`;
const total = (word: string, bytes: number) => `Total ${word} == ${hex(bytes)} requested + ${hex(1200)} overhead = ${hex(bytes + 1200)}\n`;

describe('two heap snapshots compared', () => {
  it('point to the function that left many blocks, surely where it is much', () => {
    const much = judgedText(compared(95_000_000, 23_000, 'Tills!Receipt::Append')).verdict;
    expect(much).toMatchObject({ class: 'native', component: 'Tills!Receipt::Append' });
    expect(much.confidence).toBeGreaterThan(0.85);
  });

  it('lean to it only, where it is little', () => {
    const little = judgedText(compared(180_000, 90, 'Tills!Receipt::Append')).verdict;
    expect(little).toMatchObject({ class: 'native', component: 'Tills!Receipt::Append' });
    expect(little.confidence).toBeLessThanOrEqual(0.6);
  });

  it('claim nothing from a handful of blocks, nor from one large one: a buffer that grew is no leak', () => {
    expect(judgedText(compared(180_000, 3, 'SHELL32!SHCreateView')).verdict.class).toBe('not-enough-data');
    expect(judgedText(compared(48_000_000, 1, 'Tills!Report::Load')).verdict.class).toBe('not-enough-data');
  });

  it('claim nothing where the heap as a whole gives back more than one stack took', () => {
    const { verdict, findings } = judgedText(compared(2_310_000, 700, 'Tills!Receipt::Append', total('decrease', 9_410_000)));
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.find(({ rule }) => rule === 'allocations-do-not-grow')?.says).toContain('no growth is in this comparison');
  });

  it('give one stack its share of the file’s own total, not of the lines that were pasted', () => {
    const { verdict, findings } = judgedText(compared(2_310_000, 700, 'Tills!Receipt::Append', total('increase', 231_000_000)));
    expect(findings.find(({ rule }) => rule === 'allocation-growth')?.says).toContain('(1 %)');
    expect(verdict.confidence).toBeLessThanOrEqual(0.6);
  });
});
