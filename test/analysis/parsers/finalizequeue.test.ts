import { describe, expect, it } from '@jest/globals';
import type { Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, sharedText } from '../../support/fixture.ts';

type Queue = Reading & { readonly kind: 'finalizerQueue' };
const queue = (result: ReadResult): Queue => readingsOf(result, 'finalizequeue')[0] as Queue;
const heap = (waiting: number) =>
  `generation 0 has 4 finalizable objects (0a->0b)\ngeneration 1 has 1 finalizable objects (0a->0b)\ngeneration 2 has 10 finalizable objects (0a->0b)\nReady for finalization ${waiting} objects (0a->0b)\n`;
const table =
  'Statistics for all finalizable objects (including all objects ready for finalization):\n              MT    Count    TotalSize Class Name\n00007ffc310c5af8     2151        51624 Acme.Files\nTotal 2151 objects\n';

describe('!finalizequeue', () => {
  checkParser('of a workstation heap', {
    parser: 'finalizequeue',
    text: `0:000> !finalizequeue\nSyncBlocks to be cleaned up: 0\n----------------------------------\n${heap(744)}${table}`,
  });

  it('sums the heaps of server GC', () => {
    const result = readText(
      `SyncBlocks to be cleaned up: 0\n------------------------------\nHeap 0\n${heap(3)}------------------------------\nHeap 1\n${heap(4)}${table}`,
    );
    expect(queue(result)).toMatchObject({ ready: 7, finalizable: 30, types: [{ type: 'Acme.Files', count: 2151, bytes: 51624 }] });
    expect(result.blocks[0]?.notes).toEqual(['Server GC: the counts of 2 heaps were added up.']);
  });

  it('reads the newer wording with group separators', () => {
    const text =
      '> finalizequeue\nGeneration 0 has 1,066 objects (0a->0b)\nReady for finalization 12,044 objects (0a->0b)\nTotal 12,044 objects, 1,000 bytes\n';
    expect(queue(readText(text))).toMatchObject({ ready: 12044, finalizable: 1066 });
  });

  it('does not invent counts where only the table was pasted', () => {
    expect(queue(readText(table))).toMatchObject({ ready: null, finalizable: null });
  });

  it('says that rows are missing', () => {
    const result = readText(`${heap(0)}${table.replace('Total 2151', '--- many lines of output omitted ---\nTotal 4442')}`);
    expect(result.blocks[0]?.notes).toEqual(['Rows are missing from the table: 2151 of 4442 objects are listed.']);
  });

  it('says what to paste where only the head is there', () => {
    expect(
      readText('0:000> !finalizequeue\nSyncBlocks to be cleaned up: 0\nMTA Interfaces to be released: 0\n').unread[0]?.problem,
    ).toContain('generation 0 has');
  });

  it('reads the newer SOS, whose table has a title of its own', () => {
    const text = `Heap 0\n${heap(14029)}Statistics for all finalizable objects (including all objects ready for finalization):\nStatistics:\n          MT  Count TotalSize Class Name\n7ffd1c5a1b20 14,029   448,928 System.Threading.ReaderWriterLock\nTotal 14,029 objects, 448,928 bytes\n`;
    const result = readText(text);
    expect(result.blocks.map((block) => block.parser)).toEqual(['finalizequeue']);
    expect(queue(result)).toMatchObject({ ready: 14029, types: [{ type: 'System.Threading.ReaderWriterLock', count: 14029 }] });
  });

  it('does not know what waits where the list was cut before it says so', () => {
    const result = readText(`${heap(744)}generation 0 has 4 finalizable objects (0a->0b)\n`);
    expect(queue(result)).toMatchObject({ ready: null, finalizable: null });
    expect(result.blocks[0]?.notes[0]).toContain('was cut');
  });
});

describeWithShared('samples of !finalizequeue', () => {
  for (const name of ['netfx_ready_744', 'netfx_workstation', 'server_gc_per_heap'])
    checkParser(name, { parser: 'finalizequeue', text: sharedText(`samples/cdb/finalizequeue_${name}.txt`) });

  it('tell what waits', () => {
    expect(queue(readText(sharedText('samples/cdb/finalizequeue_netfx_ready_744.txt')))).toMatchObject({ ready: 744, finalizable: 1409 });
    expect(queue(readText(sharedText('samples/cdb/finalizequeue_server_gc_per_heap.txt')))).toMatchObject({ ready: 0, finalizable: 850 });
    expect(queue(readText(sharedText('cases/httpresponsemessage-not-disposed/finalizequeue-updated.txt')))).toMatchObject({
      ready: null,
      finalizable: 177,
    });
  });
});
