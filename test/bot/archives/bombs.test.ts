/** Archives that are made to do harm end at a limit: PERF F16. */
import { describe, expect, it } from '@jest/globals';
import { gzipSync, strToU8, zipSync } from 'fflate';
import type { ReadResult } from '../../../analysis/types.ts';
import { blocksOf, counters, end, onlyProblem, patched, readArchive, status, tar, unreadOf } from '../../support/archives.ts';
import { leastProcessorMs } from '../../support/processor-time.ts';

describe('an archive that is made to do harm', () => {
  const zeros = new Uint8Array(24 * 2 ** 20);
  /** F16 says one second; what is measured is the processor's time of this thread. */
  const quickly = (bytes: Uint8Array, name = 'a.zip'): ReadResult => {
    const box: { result: ReadResult | null } = { result: null };
    expect(leastProcessorMs(() => (box.result = readArchive(bytes, name)), 1000)).toBeLessThan(1000);
    return box.result!;
  };

  it('stops where it unpacks to a thousand times its size', () => {
    const bomb = zipSync({ 'a.txt': strToU8(status(1)), 'zeros.txt': zeros, 'b.txt': strToU8(status(2)) });
    const result = quickly(bomb);
    expect(blocksOf(result).map(([within]) => within)).toEqual(['a.txt', 'b.txt']);
    expect(unreadOf(result)).toEqual([['zeros.txt', expect.stringContaining('250 times its size')]]);
    expect(onlyProblem(quickly(gzipSync(zeros), 'zeros.gz'))).toContain('250 times its size');
  });

  it('stops after a few of them', () => {
    const zip = zipSync(Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`${index}.txt`, zeros.subarray(0, 10 * 2 ** 20)])));
    expect(unreadOf(quickly(zip))).toEqual([
      ['0.txt and 2 more files', expect.stringContaining('250 times its size')],
      [undefined, expect.stringMatching(/6 files from here on were not read: too many/)],
    ]);
  });

  it('stops where its files lie over each other', () => {
    const one = zipSync({ a: strToU8('x'.repeat(1000)) }, { level: 0 });
    const [directoryAt, endAt] = [one.length - 22 - 47, one.length - 22];
    const directory = one.subarray(directoryAt, endAt);
    const many = Buffer.concat([one.subarray(0, directoryAt), ...Array.from({ length: 500 }, () => directory), one.subarray(endAt)]);
    const size = 47 * 500;
    const bomb = patched(patched(many, end, 8, [500 & 255, 500 >> 8, 500 & 255, 500 >> 8]), end, 12, [
      size & 255,
      (size >> 8) & 255,
      size >> 16,
      0,
    ]);
    expect(onlyProblem(quickly(bomb))).toContain('lie over each other');
  });

  it('stops at its levels: 42.zip is not unpacked to its end', () => {
    let bomb = zipSync({ 'zeros.txt': new Uint8Array(2 ** 20) });
    for (let level = 0; level < 4; level++) {
      const inside = bomb;
      bomb = zipSync(Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`${index}.zip`, inside])));
    }
    expect(onlyProblem(quickly(bomb))).toContain('archive in an archive');
    let tars = tar({ a: status(1) });
    for (let level = 0; level < 200; level++) tars = tar({ 'in.tar': Buffer.from(tars).toString('latin1') });
    expect(onlyProblem(quickly(tars, 'x.tar'))).toContain('archive in an archive');
    let packed = gzipSync(strToU8(counters));
    for (let level = 0; level < 50; level++) packed = gzipSync(packed);
    expect(onlyProblem(quickly(packed, 'x.gz'))).toContain('archive in an archive');
  });

  it('stops at its files, and what came before is read', () => {
    const files = Object.fromEntries(
      Array.from({ length: 1200 }, (_, index) => [`${index}.txt`, strToU8(index < 2 ? status(index) : 'hello')]),
    );
    const result = quickly(zipSync(files));
    expect(blocksOf(result)).toHaveLength(2);
    expect(unreadOf(result).map(([, problem]) => problem)).toContainEqual(expect.stringMatching(/200 files from here on .* 1000 files/));
    const packed = tar(
      Object.fromEntries(Array.from({ length: 1200 }, (_, index) => [`${index}.txt`, index < 2 ? status(index) : 'hello'])),
    );
    expect(blocksOf(quickly(packed, 'x.tar'))).toHaveLength(2);
  });

  it('stops at its bytes and at its time, and what had come out is read', () => {
    const log = counters + '"01/15/2026 12:01:15.000","2000100"\n'.repeat(10_000);
    const zip = zipSync({ 'a.csv': strToU8(log), 'b.csv': strToU8(log) });
    const full = readArchive(zip, 'a.zip', { mostBytes: 200_000 });
    expect(blocksOf(full)).toEqual([['a.csv', 'perfmon-csv']]);
    expect(unreadOf(full)).toEqual([
      ['a.csv', expect.stringContaining('Unpacking stopped here')],
      [undefined, expect.stringContaining('One more file was not read')],
    ]);
    expect(onlyProblem(readArchive(zip, 'a.zip', { mostMs: -1 }))).toContain('took too long');
  });
});
