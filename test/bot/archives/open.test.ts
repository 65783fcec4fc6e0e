/** Archives: what is in them is read. */
import { describe, expect, it } from '@jest/globals';
import { gzipSync, strToU8, zipSync } from 'fflate';
import { blocksOf, counters, large, picture, readArchive, status, streamed, tar, unreadOf } from '../../support/archives.ts';

describe('the files of an archive', () => {
  it('are read each as if it had come alone, with its name', () => {
    const zip = zipSync({
      'logs/run.csv': strToU8(counters),
      'status.txt': [strToU8(status(1)), { level: 0 }],
      'empty/': new Uint8Array(),
    });
    const result = readArchive(zip);
    expect(blocksOf(result)).toEqual([
      ['logs/run.csv', 'perfmon-csv'],
      ['status.txt', 'proc-status'],
    ]);
    expect(result.unread).toEqual([]);
  });

  it('are found in a .zip whose lengths stand behind each file', () => {
    expect(blocksOf(readArchive(streamed({ 'a.txt': status(1), 'b.txt': status(2) })))).toEqual([
      ['a.txt', 'proc-status'],
      ['b.txt', 'proc-status'],
    ]);
  });

  it('are found in a .zip of the large kind, as zip - writes it, and in what is left of one', () => {
    const zip = large({ 'a.txt': status(1), 'logs/run.csv': counters });
    const both = [
      ['a.txt', 'proc-status'],
      ['logs/run.csv', 'perfmon-csv'],
    ];
    expect(blocksOf(readArchive(zip))).toEqual(both);
    expect(readArchive(zip).unread).toEqual([]);
    const cut = readArchive(zip.subarray(0, zip.length - 60));
    expect(blocksOf(cut)).toEqual(both);
    expect(unreadOf(cut)).toEqual([[undefined, expect.stringContaining('end of this .zip is missing')]]);
  });

  it('are found in a .gz, a .tar, a .tar.gz and a .zip in a .zip', () => {
    expect(blocksOf(readArchive(gzipSync(strToU8(counters)), 'C:\\x\\run.csv.gz'))).toEqual([['run.csv', 'perfmon-csv']]);
    expect(blocksOf(readArchive(tar({ 'proc/1/status': status(1), 'run.csv': counters }), 'x.tar'))).toEqual([
      ['proc/1/status', 'proc-status'],
      ['run.csv', 'perfmon-csv'],
    ]);
    expect(blocksOf(readArchive(gzipSync(tar({ 'a.txt': status(1) })), 'x.tgz'))).toEqual([['a.txt', 'proc-status']]);
    const packed = zipSync({ 'in.zip': zipSync({ 'a.txt': strToU8(status(1)) }), 'b.csv.gz': gzipSync(strToU8(counters)) });
    expect(blocksOf(readArchive(packed))).toEqual([
      ['in.zip › a.txt', 'proc-status'],
      ['b.csv.gz › b.csv', 'perfmon-csv'],
    ]);
  });

  it('are found two archives deep, a .tar.gz counting as one', () => {
    const inside = zipSync({ 'a.txt': strToU8(status(1)) });
    expect(blocksOf(readArchive(gzipSync(inside), 'x.zip.gz'))).toEqual([['x.zip › a.txt', 'proc-status']]);
    expect(blocksOf(readArchive(zipSync({ 'logs.tgz': gzipSync(tar({ 'a.txt': status(1) })) })))).toEqual([
      ['logs.tgz › a.txt', 'proc-status'],
    ]);
    expect(blocksOf(readArchive(gzipSync(tar({ 'a.txt': status(1), 'b/c.csv': counters })), 'x.tgz'))).toHaveLength(2);
  });

  it('that are refused alike are one line, and what a Mac or Windows adds is none', () => {
    const zip = zipSync({
      '1.png': picture,
      '2.png': picture,
      '3.png': picture,
      '__MACOSX/._1.png': picture,
      '.DS_Store': picture,
      'a.txt': strToU8(status(1)),
    });
    const result = readArchive(zip);
    expect(blocksOf(result)).toEqual([['a.txt', 'proc-status']]);
    expect(unreadOf(result)).toEqual([['1.png and 2 more files', expect.stringContaining('picture')]]);
  });

  it('have names that are shown and nothing else', () => {
    const name = `..\\..\\etc/\u001b[2J\u202epasswd\n\u0000${'x'.repeat(300)}.txt`;
    const [block] = readArchive(zipSync({ [name]: strToU8(status(1)) })).blocks;
    expect(block?.within).toMatch(/^…x{96}\.txt$/);
    const [other] = readArchive(zipSync({ '../../\u001b[2J\u202ea.txt': strToU8(status(1)) })).blocks;
    expect(other?.within).toBe('../../·[2J·a.txt');
  });
});
