import { describe, expect, it } from '@jest/globals';
import { type Cell, classify, columns, type Motions } from '../../analysis/classify.ts';

const cells: Readonly<Record<string, Cell>> = { grows: 'grows', flat: 'flat', none: 'none', '?': 'unknown' };

function motionsOf(text: string): Motions {
  const words = text.trim().split(/ +/);
  return Object.fromEntries(columns.map((column, i) => [column, cells[words[i] ?? '?'] ?? 'unknown'])) as unknown as Motions;
}

const windows = `
  virtual private gcHeap assemblies handles threads
  grows   flat    flat   flat       flat    flat    -> virtual
  grows   flat    flat   flat       flat    grows   -> virtual
  grows   grows   grows  flat       flat    flat    -> managed
  grows   grows   grows  flat       grows   flat    -> managed
  grows   grows   flat   grows      flat    flat    -> loader-heap
  grows   grows   flat   grows      grows   flat    -> loader-heap
  grows   grows   flat   flat       grows   flat    -> handle
  grows   grows   flat   flat       flat    flat    -> native
  flat    flat    flat   flat       flat    flat    -> no-leak
  flat    flat    flat   flat       grows   flat    -> handle
  grows   grows   flat   ?          ?       ?       -> native, assemblies and handles open
  ?       grows   ?      ?          flat    ?       -> native, gcHeap and assemblies open
  ?       ?       grows  ?          ?       ?       -> managed, private open
  ?       ?       ?      ?          grows   ?       -> handle, private and gcHeap open
  ?       ?       ?      ?          ?       ?       -> nothing
  ?       ?       flat   flat       flat    ?       -> nothing
`;

const linux = `
  virtual private gcHeap assemblies handles threads
  ?       grows   none   none       flat    flat    -> native
  ?       grows   none   none       grows   flat    -> handle
  ?       flat    none   none       grows   flat    -> handle
  flat    flat    none   none       flat    flat    -> no-leak
  grows   flat    none   none       flat    grows   -> virtual
  ?       grows   grows  flat       flat    flat    -> managed
`;

function said(text: string): string {
  const found = classify(motionsOf(text));
  if (found === null) return 'nothing';
  return found.open.length === 0 ? found.leakClass : `${found.leakClass}, ${found.open.join(' and ')} open`;
}

const rowsOf = (table: string): (readonly [string, string])[] =>
  table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('->').map((part) => part.trim()) as [string, string]);

describe('the truth table', () => {
  it.each(rowsOf(windows))('on Windows: %s → %s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });
  it.each(rowsOf(linux))('on Linux: %s → %s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });
});
