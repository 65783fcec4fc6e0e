import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const output = [
  '0:000> !gchandles',
  'Handles:',
  '    Strong Handles:       14440',
  '    Pinned Handles:       12',
  '    Async Pinned Handles: 3',
  'Statistics:',
  '              MT    Count    TotalSize Class Name',
  '00007ffbc0a1b2d0       50         1200 MyApp.X',
  'Total 14455 objects',
].join('\n');

describe('!gchandles', () => {
  checkParser('with its kinds and types', { parser: 'gchandles', text: output });

  it('is not taken for the heap: its total is none of objects', () => {
    const result = readText(output);
    expect(readingsOf(result)).toMatchObject([
      { kind: 'heapStatistic', partial: true, totalObjects: null, totalBytes: null, types: [{ type: 'MyApp.X', count: 50, bytes: 1200 }] },
    ]);
    expect(result.blocks[0]?.notes).toEqual([
      'These are the objects that GC handles hold, not the whole heap.',
      'GC handles: 14440 strong, 12 pinned, 3 async pinned.',
      'Rows are missing: 50 of 14455 objects are listed.',
    ]);
  });

  it('asks for the counts where handles are listed one by one', () => {
    const listed =
      '          Handle Type                  Object     Size             Data Type\n000001f09e2715f8 Strong      000001f0a36c0000       24                  MyApp.X\n';
    expect(readText(listed).unread[0]?.problem).toContain('!gchandles -stat');
  });

  it('names each kind once where its lines were pasted many times', () => {
    const many = ['!gchandles', ...Array.from({ length: 60 }, () => 'Async Pinned Handles: 3'), 'Strong Handles:       14440'].join('\n');
    expect(readText(many).unread[0]?.problem).toContain('(3 async pinned, 14440 strong)');
  });
});
