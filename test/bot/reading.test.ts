/** The reader's threads: whatever they are given, there is an answer, and the next output is read. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { createLog } from '../../bot/log.ts';
import { createReader } from '../../bot/reading.ts';
import type { Reader } from '../../bot/reading.ts';
import { counters, status } from '../support/archives.ts';
import { removeFolder } from './support/page-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-reading-'));
afterAll(() => removeFolder(folder));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('the reader', () => {
  const readers: Reader[] = [];
  const reader = (timeoutMs: number): Reader => {
    const made = createReader({ timeoutMs, log: createLog(folder, 'error') });
    readers.push(made);
    return made;
  };
  afterEach(() => Promise.all(readers.splice(0).map((each) => each.close())));

  it('reads a file, and each file of an archive', async () => {
    const one = reader(20_000);
    expect((await one.read(file('s.txt', status(1)), 's.txt')).blocks.map((block) => block.parser)).toEqual(['proc-status']);
    const zip = file('both.zip', zipSync({ 'a.csv': strToU8(counters), 'b/s.txt': strToU8(status(2)) }));
    const { blocks, unread } = await one.read(zip, 'both.zip');
    expect(blocks.map(({ within, parser }) => [within, parser])).toEqual([
      ['a.csv', 'perfmon-csv'],
      ['b/s.txt', 'proc-status'],
    ]);
    expect(unread).toEqual([]);
  });

  it('answers more at once than it has threads for', async () => {
    const one = reader(20_000);
    const results = await Promise.all(Array.from({ length: 6 }, (_, index) => one.read(file(`${index}.txt`, status(index)), 'x.txt')));
    expect(results.map(({ blocks }) => blocks.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('gives up on what takes too long, says so, and reads the next', async () => {
    const short = reader(1);
    const slow = await short.read(file('noise.txt', 'handle total event 1 \n'.repeat(2_000_000)), 'noise.txt');
    expect(slow.unread[0]?.problem).toContain('longer than 0.001 s');
    const one = reader(20_000);
    expect((await one.read(join(folder, 'gone.txt'), 'gone.txt')).unread[0]?.problem).toContain('gave up on it');
    expect((await one.read(file('s.txt', status(1)), 's.txt')).blocks).toHaveLength(1);
  });
});
