import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../store/index.ts';

const writer = resolve(import.meta.dirname, '../programs/write-and-acknowledge.ts');
const made: string[] = [];
afterAll(async () => {
  if (whyNoDisk === null) execFileSync('umount', [probe]);
  await Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true })));
});
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-kills-'));
  made.push(folder);
  return folder;
}

interface Acknowledged {
  version: number;
  line: number;
  readonly raw: Set<string>;
}

/** Lets the writer run for a moment, kills it with no chance to clean up, and notes what it had acknowledged. */
async function runAndKill(folder: string, runsMs: number, size: number, afterSave: boolean, acknowledged: Acknowledged): Promise<void> {
  const child = spawn(process.execPath, [writer, folder, String(size)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  await once(child.stdout, 'data');
  // Every second time it may save once first, so that a slow machine kills writers that have written, too.
  while (afterSave && child.exitCode === null && !said.join('').includes('saved')) await wait(5);
  await wait(runsMs);
  child.kill('SIGKILL');
  await once(child, 'close');
  for (const line of said.join('').split('\n').slice(0, -1)) {
    const [what, value = ''] = line.split(' ');
    if (what === 'saved') acknowledged.version = Math.max(acknowledged.version, Number(value));
    if (what === 'line') acknowledged.line = Math.max(acknowledged.line, Number(value));
    if (what === 'raw') acknowledged.raw.add(value);
  }
}

/** Everything that was acknowledged is there, and whole. */
async function checkAll(folder: string, acknowledged: Acknowledged): Promise<void> {
  const told: string[] = [];
  const store = await openStore({ folder, warn: (sentence) => told.push(sentence) });
  const record = await store.load('killed');
  expect(told).toEqual([]);
  if (acknowledged.version > 0 || record !== null) {
    expect(record!.version).toBeGreaterThanOrEqual(acknowledged.version);
    const numbers = new Set(record!.symptom!.trim().split(' '));
    expect([...numbers]).toEqual([String(record!.version)]); // of one version, no mixture
  }
  for (const ref of acknowledged.raw) expect(await store.getRaw(ref)).not.toBeNull();
  acknowledged.raw.clear(); // each once: there are thousands
  const lines = (await store.readSeries('killed', 'watch')).split('\n').slice(0, -1);
  expect(lines.length).toBeGreaterThan(acknowledged.line);
  lines.forEach((line, at) => expect(line).toBe(JSON.stringify({ at })));
  await store.close();
}

describe('kill -9 while writing', () => {
  it.each([
    ['small records', 150, 2_000],
    ['records of 400 KB', 50, 400_000],
  ])(
    '%s: nothing that was acknowledged is lost, and no file becomes unreadable',
    async (_, cycles, size) => {
      const folder = await newFolder();
      const acknowledged: Acknowledged = { version: 0, line: -1, raw: new Set() };
      for (let cycle = 0; cycle < cycles; cycle++) {
        await runAndKill(folder, (cycle * 7) % 60, size, cycle % 2 === 1, acknowledged);
        await checkAll(folder, acknowledged);
      }
      expect(acknowledged.version).toBeGreaterThanOrEqual(cycles / 2);
      expect((await readdir(join(folder, 'cases'))).sort()).toEqual(['killed.json', 'killed.json.bak']);
      expect((await readdir(folder)).sort()).toEqual(['cases', 'raw', 'series']);
    },
    1_800_000,
  );
});

/** A disk of its own that is small: needs the right to mount. */
function smallDisk(folder: string): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'plumbline-test', folder], { stdio: 'ignore' });
    return null;
  } catch {
    return 'this user may not mount a small disk';
  }
}
const probe = await newFolder();
const whyNoDisk = process.platform === 'linux' ? smallDisk(probe) : 'only Linux has tmpfs';

describe(whyNoDisk === null ? 'a full disk' : `a full disk (skipped: ${whyNoDisk})`, () => {
  const there = whyNoDisk === null ? it : it.skip;
  there(
    'refuses the change in a sentence, keeps what was saved, leaves nothing behind, and recovers when there is space again',
    async () => {
      const { investigationRecord } = await import('../support/investigation-record.ts');
      const { statfs, writeFile, unlink } = await import('node:fs/promises');
      const folder = join(probe, 'data');
      const store = await openStore({ folder });
      const record = investigationRecord('full', { symptom: 'x'.repeat(200_000) });
      await store.create(record);
      const { bavail, bsize } = await statfs(probe);
      await writeFile(join(probe, 'filler'), new Uint8Array(bavail * bsize - 100_000));
      await expect(store.save({ ...record, symptom: 'y'.repeat(200_000) })).rejects.toThrow(
        /could not be saved: the disk is full\. Free some space/,
      );
      await expect(store.putRaw(new Uint8Array(300_000))).rejects.toThrow(/the disk is full/);
      await expect(store.appendSeries('full', 'w', ['z'.repeat(300_000)])).rejects.toThrow(/the disk is full/);
      expect(await store.load('full')).toEqual(record);
      expect((await readdir(join(folder, 'cases'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      expect(await store.readSeries('full', 'w')).toBe('');
      await unlink(join(probe, 'filler'));
      expect(await store.save({ ...record, symptom: 'now it fits' })).toMatchObject({ version: 1 });
      await store.appendSeries('full', 'w', ['line']);
      expect(await store.readSeries('full', 'w')).toBe('line\n');
      await store.close();
    },
  );
});
