import { describe, expect, it } from '@jest/globals';
import { normalisedLines } from '../../analysis/lines.ts';
import { readText, readingsOf } from '../support/check-parser.ts';

const output = [
  '> dumpheap -stat',
  'Statistics:',
  '          MT   Count   TotalSize Class Name',
  '7f8f8a0e9f30 512,004  96,223,112 System.String',
  'Total 512,004 objects, 96,223,112 bytes',
];

describe('what the way of an output put in front of its lines', () => {
  it.each([
    ['the log of a pod', '2024-03-11T09:14:22.117420093Z stdout F '],
    ['a log with bars', '2024-03-11 09:14:22,117 stdout | '],
    ['docker logs --timestamps', '2024-03-11T09:14:22.117420093Z '],
    ['docker compose logs', 'web-1  | '],
    ['kubectl logs --prefix', '[pod/web-7c9f/app] '],
    ['the journal', 'Mar 11 09:14:22 web01 shop[4711]: '],
  ])('%s is taken away, line by line', (_name, prefix) => {
    expect(normalisedLines(output.map((line) => `${prefix}${line}`).join('\n'))).toEqual(output);
    const read = readText(['The log says:', ...output.map((line) => `${prefix}${line}`), 'and then it ended.'].join('\n'));
    expect(read.blocks.map(({ parser, fromLine }) => [parser, fromLine])).toEqual([['dumpheap-stat', 2]]);
  });

  it('stays where fewer than three lines have it, or where it differs: then it is part of what is said', () => {
    const text = 'web-1  | one\nweb-1  | two\ndb-1   | three\nkey | value';
    expect(normalisedLines(text).join('\n')).toBe(text);
  });
});

describe('a table that was turned into Markdown', () => {
  const table =
    '| MT | Count | TotalSize | Class Name |\n|---|---:|:--|---|\n| 00007ff9a1c17c80 | 120,034 | 9,602,720 | `System.String` |\n| 00007ff9a1c18d40 | 8,001 | 640,080 | Shop.Order |\n';

  it('is read as the columns that it was', () => {
    expect(readingsOf(readText(`## Heap\n\n${table}\nThat is all.`), 'dumpheap-stat')[0]).toMatchObject({
      types: [
        { type: 'System.String', count: 120034, bytes: 9602720 },
        { type: 'Shop.Order', count: 8001, bytes: 640080 },
      ],
    });
  });

  it('keeps its number of lines; bars without the rule of a table stay', () => {
    expect(normalisedLines(table)).toHaveLength(table.split('\n').length);
    expect(normalisedLines('| a | b |\n| c | d |')).toEqual(['| a | b |', '| c | d |']);
  });
});
