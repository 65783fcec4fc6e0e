/** Archives that were damaged on their way, and what looks like an archive. */
import { describe, expect, it } from '@jest/globals';
import { gzipSync, strToU8, zipSync } from 'fflate';
import {
  blocksOf,
  counters,
  end,
  entry,
  large,
  local,
  onlyProblem,
  patched,
  readArchive,
  status,
  streamed,
  unreadOf,
} from '../../support/archives.ts';

describe('a broken archive', () => {
  const two = zipSync({ 'a.txt': strToU8(status(1)), 'b.csv': strToU8(counters.repeat(20)) }, { level: 0 });

  it('whose end is missing gives what stands before', () => {
    const cut = readArchive(two.subarray(0, 300));
    expect(blocksOf(cut)).toEqual([
      ['a.txt', 'proc-status'],
      ['b.csv', 'perfmon-csv'],
    ]);
    expect(unreadOf(cut).at(-1)).toEqual([undefined, expect.stringContaining('The end of this .zip is missing')]);
    const packed = streamed({ 'a.txt': status(1), 'b.txt': status(2) });
    expect(blocksOf(readArchive(packed.subarray(0, packed.length - 60)))).toEqual([
      ['a.txt', 'proc-status'],
      ['b.txt', 'proc-status'],
    ]);
    const log = gzipSync(strToU8(counters + '"01/15/2026 12:01:15.000","2000100"\n'.repeat(5000)));
    const half = readArchive(log.subarray(0, log.length / 2), 'run.csv.gz');
    expect(blocksOf(half)).toEqual([['run.csv', 'perfmon-csv']]);
    expect(unreadOf(half)).toEqual([['run.csv', expect.stringContaining('cut off')]]);
  });

  it('answers wherever it is cut or changed', () => {
    for (let length = 0; length < two.length; length += 13) {
      const result = readArchive(two.subarray(0, length));
      expect(result.blocks.length + result.unread.length).toBeGreaterThan(0);
    }
    const packed = zipSync({ 'a.txt': strToU8(status(1)), 'b.csv': strToU8(counters) });
    const largeKind = large({ 'a.txt': 'x' });
    for (let at = 4; at < largeKind.length; at++) {
      const changed = Uint8Array.from(largeKind, (byte, index) => (index === at ? byte ^ 0xff : byte));
      const result = readArchive(changed);
      expect(result.blocks.length + result.unread.length).toBeGreaterThan(0);
    }
    for (let at = 4; at < packed.length; at++) {
      const changed = Uint8Array.from(packed, (byte, index) => (index === at ? byte ^ 0xff : byte));
      const result = readArchive(changed);
      expect(result.blocks.length + result.unread.length).toBeGreaterThan(0);
    }
  });

  it('says of each file what is wrong', () => {
    const zip = zipSync({ 'a.txt': strToU8(status(1)) });
    expect(onlyProblem(readArchive(patched(patched(zip, local, 6, [1]), entry, 8, [1])))).toContain('password');
    expect(onlyProblem(readArchive(patched(zip, entry, 10, [9])))).toContain('Deflate64');
    expect(onlyProblem(readArchive(patched(zip, entry, 10, [77])))).toContain('method 77');
    expect(onlyProblem(readArchive(patched(zip, end, 4, [3])))).toContain('was split');
    expect(onlyProblem(readArchive(patched(zip, end, 10, [0xff, 0xff])))).toContain('list of files');
    expect(onlyProblem(readArchive(patched(zip, entry, 42, [9])))).toContain('damaged where this file should be');
    expect(onlyProblem(readArchive(patched(zip, end, 12, [0xff, 0xff])))).toContain('list of files');
    expect(onlyProblem(readArchive(zipSync({})))).toContain('no file');
    const wrongSum = readArchive(patched(zip, entry, 16, [1, 2, 3, 4]));
    expect(blocksOf(wrongSum)).toEqual([['a.txt', 'proc-status']]);
    expect(unreadOf(wrongSum)).toEqual([['a.txt', expect.stringContaining('checksum')]]);
  });

  it.each([
    ['a Word document', { '[Content_Types].xml': 'x', 'word/document.xml': 'x' }, 'Word'],
    ['an Excel workbook', { '[Content_Types].xml': 'x', 'xl/workbook.xml': 'x' }, 'CSV'],
    ['a NuGet package', { '[Content_Types].xml': 'x', 'a.nuspec': 'x' }, 'NuGet'],
    ['a Java archive', { 'META-INF/MANIFEST.MF': 'x' }, 'Java'],
    ['a package of Visual Studio', { '[Content_Types].xml': 'x', 'a.gcdump': 'x' }, 'not opened'],
  ])('%s is named as what it is', (_, files, says) => {
    const zip = zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
    expect(onlyProblem(readArchive(zip))).toContain(says);
  });
});
