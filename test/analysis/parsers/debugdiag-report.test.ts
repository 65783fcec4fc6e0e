import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import type { LeakReport, Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';
import { describeWithShared, fixture, sharedBytes, sharedText } from '../../support/fixture.ts';
import { copied } from '../../support/copied-page.ts';

const gibibyte = 2 ** 30;
const reports = (result: ReadResult): readonly LeakReport[] =>
  readingsOf(result).flatMap((reading: Reading) => (reading.kind === 'leakReport' ? [reading.report] : []));
const told = fixture('debugdiag-report/three-dumps-retold.txt');

describe('a DebugDiag report as text', () => {
  checkParser('three reports retold by a person', { parser: 'debugdiag-report', text: told });
  checkParser('one of them alone', { parser: 'debugdiag-report', text: fixture('debugdiag-report/dump-2-alone.txt') });
  checkParser('a sentence about LeakTrack in running text', {
    parser: 'debugdiag-report',
    text: fixture('debugdiag-report/leaktrack-missing-in-a-comment.txt'),
  });

  const summary =
    'GdiPlus.dll is responsible for 399.50 MBytes worth of outstanding allocations. The following are the top 2 memory consuming functions:\n\nGdiPlus!GpMalloc+16: 399.50 MBytes worth of outstanding allocations.\nGdiPlus+4f2: 1.00 KBytes worth of outstanding allocations.\n';
  checkParser('the summary alone', { parser: 'debugdiag-report', text: summary });

  it('takes the functions of the summary where that is all there is, and those of the report where it is there', () => {
    const functionsIn = (text: string): unknown =>
      reports(readText(text)).map(({ modules }) =>
        modules.map((each) => [each.module, each.functions.map(({ function: name, bytes }) => [name, bytes])]),
      );
    expect(functionsIn(summary)).toEqual([
      [
        [
          'GdiPlus.dll',
          [
            ['GdiPlus!GpMalloc+16', 399.5 * 2 ** 20],
            ['GdiPlus+4f2', 1024],
          ],
        ],
      ],
    ]);
    const inTable = `Type    Description    Recommendation\nWarning    ${summary}`;
    expect(functionsIn(inTable)).toEqual(functionsIn(summary));
    const whole = `${summary}\nGdiPlus!GpMalloc+16 with 155 allocations takes 399.50MB of memory space\n`;
    expect(JSON.stringify(functionsIn(whole)).split('GpMalloc')).toHaveLength(2);
  });

  it('gives the figures of each dump as printed', () => {
    const three = reports(readText(told));
    expect(three.map((report) => report.dump)).toEqual(['Dump 1', 'Dump 2', 'Dump 3']);
    expect(three.map(({ outstandingBytes }) => outstandingBytes)).toEqual([1.68, 2.14, 2.7].map((size) => size * gibibyte));
    expect(three.map(({ trackingMs }) => trackingMs)).toEqual([5_949_000, 7_294_000, 8_765_000]);
    expect(three.map(({ outstandingAllocations }) => outstandingAllocations)).toEqual([13155, 13150, 12862]);
    expect(three.map(({ outstandingHandles }) => outstandingHandles)).toEqual([469, 541, 493]);
    expect(three.map(({ leakTrack }) => leakTrack)).toEqual(['tracked', 'tracked', 'tracked']);
    expect(three.map(({ printedPrecision }) => printedPrecision / gibibyte)).toEqual([0.005, 0.005, 0.005]);
  });

  it('gives the module and its function of each dump', () => {
    const modules = reports(readText(told)).map((report) => report.modules);
    expect(modules.map((each) => each.map(({ module, bytes, allocations }) => [module, bytes, allocations]))).toEqual([
      [['GdiPlus', 1.17 * gibibyte, 1370]],
      [['GdiPlus', 1.63 * gibibyte, 1783]],
      [['GdiPlus', 2.19 * gibibyte, 2283]],
    ]);
    expect(modules.map(([gdi]) => gdi?.functions.map((each) => [each.function, each.bytes, each.allocations]))).toEqual([
      [['GdiPlus!GpMemoryBitmap::AllocBitmapData+c2', 1.16 * gibibyte, 155]],
      [['GdiPlus!GpMemoryBitmap::AllocBitmapData+c2', 1.62 * gibibyte, 220]],
      [['GdiPlus!GpMemoryBitmap::AllocBitmapData+c2', 2.17 * gibibyte, 290]],
    ]);
  });

  it('reads the same figures when each report is pasted alone', () => {
    const whole = reports(readText(told));
    const parts = told.split(/(?=^Dump \d)/m).filter((part) => part.startsWith('Dump'));
    expect(parts.flatMap((part) => reports(readText(part)))).toEqual(whole);
    const unheaded = parts.map((part) => part.replace(/^Dump \d/, ''));
    expect(unheaded.flatMap((part) => reports(readText(part)))).toEqual(whole.map((report) => ({ ...report, dump: null })));
  });

  it('takes a sentence about another dump for information only', () => {
    const result = readText(fixture('debugdiag-report/leaktrack-missing-in-a-comment.txt'));
    expect(reports(result)).toEqual([
      expect.objectContaining({ leakTrack: 'not-loaded', dump: 'w3wp.exe_201001_084809.dmp', outstandingBytes: null, modules: [] }),
    ]);
    expect(readingsOf(result)[0]).toMatchObject({ takenAt: null, life: { process: null, pid: null } });
    expect(result.blocks[0]?.notes[0]).toContain('Monitor For Leaks');
  });

  it('says where it was cut before a size', () => {
    const whole = 'Number of outstanding allocations = 12,862 allocations\nTotal size of allocations = 2.7 GBytes\nModule Name  GdiPlus\n';
    const notesOf = (text: string): string =>
      readText(text)
        .blocks.flatMap(({ notes }) => notes)
        .join();
    expect(notesOf(`${whole}Allocation Count  2283 allocation(s)\nAllocation Size`)).toContain(
      'sizes of modules are missing (was it cut?)',
    );
    expect(notesOf(`${whole}Allocation Count  2283 allocation(s)\nAllocation Size  2.19 GBytes\n`)).not.toContain('was it cut');
  });

  it('reads labels whose values stand on the next line', () => {
    const cells =
      'Number of allocations\n\n 13,155 allocations\nTotal size of allocations\n 1.68 GBytes\nTracking duration\n 13 day(s) 14:24:00\n';
    expect(reports(readText(cells))[0]).toMatchObject({
      outstandingAllocations: 13155,
      outstandingBytes: 1.68 * gibibyte,
      trackingMs: ((12 * 24 + 14) * 60 + 24) * 60_000,
    });
  });

  it('reads numbers of other cultures, two-digit small counts, and lone dots', () => {
    const german =
      'Number of allocations\t12.862 allocations\nTotal size of allocations\t2,7 GBytes\nTop 2 modules by allocation size\nGdiPlus\noleaut32\n1.023,5 MBytes\n800 Bytes\nTop 2 modules by allocation count\nGdiPlus\noleaut32\n2.283 allocation(s)\n05 allocation(s)\n';
    const [report] = reports(readText(german));
    expect(report).toMatchObject({ outstandingAllocations: 12862, outstandingBytes: 2.7 * gibibyte });
    expect(report?.modules.map(({ module, bytes, allocations }) => [module, bytes, allocations])).toEqual([
      ['GdiPlus', 1023.5 * 2 ** 20, 2283],
      ['oleaut32', 800, 5],
    ]);
    const french = 'Number of allocations\t13 155 allocations\nTotal size of allocations\t1,68 GBytes\n';
    expect(reports(readText(french))[0]).toMatchObject({ outstandingAllocations: 13155, outstandingBytes: 1.68 * gibibyte });
  });

  it('reads a graph whose rows somebody put back together, and the word manager of version 1', () => {
    const text =
      'Top 2 modules by allocation count\nmsvcr90      3,211 allocation(s)\nfoo          7 allocation(s)\n\nMemory manager statistics by allocation count\nHeap memory manager    3,218 allocation(s)\n';
    expect(reports(readText(text))[0]?.modules.map(({ module, allocations }) => [module, allocations])).toEqual([
      ['msvcr90', 3211],
      ['foo', 7],
    ]);
  });

  it('names a report of version 1 as one, and no report of version 2', () => {
    const graphs = (manager: string): string =>
      `Number of allocations\t9,214 allocations\nTotal size of allocations\t310.5 MBytes\nMemory ${manager} statistics by allocation size\nHeap memory ${manager}    310.5 MBytes\n`;
    const notes = (text: string): readonly string[] => readText(text).blocks.flatMap((block) => block.notes);
    expect(notes(graphs('manager'))[0]).toContain('version 1 of DebugDiag');
    expect(notes(graphs('Globals.Manager')).join()).not.toContain('version 1');
    expect(notes('LeakTrack Version Loaded: 1.2.0.52\nNumber of allocations\t9,214 allocations\n')[0]).toContain('version 1 of DebugDiag');
    expect(notes('LeakTrack Version Loaded: 2.3.0.36\nNumber of allocations\t9,214 allocations\n').join()).not.toContain('version 1');
  });

  it('says that tracking of version 1 was not read, and not that there was none', () => {
    const sentence =
      'LeakTrack was detected in shop.dmp, but its data is of another version. Please use Debug Diagnostic Tool version 1.1 to analyze it.';
    const [block] = readText(`Analysis Summary\n${sentence}\n`).blocks;
    expect(block?.notes.join()).toContain('open the dump with DebugDiag 1.1');
    expect(block?.notes.join()).not.toContain('tracked nothing');
  });

  it('says what is missing when only headings were pasted', () => {
    const result = readText('Outstanding allocation summary\n\nDetailed module report(Memory)\n');
    expect(result.unread[0]).toMatchObject({ parser: 'debugdiag-report', problem: expect.stringContaining('holds no figures') });
  });

  it('leaves prose about allocations alone', () => {
    const prose =
      'Outstanding allocations means x number of allocations are done.\nThe number of allocations was high.\nTotal size of allocations grew.\n';
    expect(readText(prose).blocks).toEqual([]);
  });
});

describeWithShared('a DebugDiag report copied from its page', () => {
  const files = ['1dump_de-DE', '3dumps_en-US', 'no_leaktrack'].map(
    (name) => `samples/debugdiag/SYNTHETIC_debugdiag2_memoryanalysis_${name}.mht`,
  );
  it.each(files)('says the same as the file %s', (file) => {
    const bytes = sharedBytes(file);
    const page = readText(copied(bytes));
    expect(page.blocks.map((block) => block.parser)).toEqual(['debugdiag-report']);
    expect(readingsOf(page)).toEqual(readingsOf(readBytes('report.mht', bytes)));
  });
  it('is found in the whole blog page of the incident, and nothing else is taken for it', () => {
    const page = readText(sharedText('seeds/004_5cde6f5522bf235a.txt'));
    expect(reports(page)).toEqual(reports(readText(told)));
  });
});
