import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { makeFolder, removeTemporaries, unsaved, writeDurably } from '../../store/durable-file.ts';

const made: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-file-'));
  made.push(folder);
  return folder;
}
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

describe('a durable write', () => {
  it('keeps the version before it, and only that one', async () => {
    const folder = await newFolder();
    const path = join(folder, 'a.json');
    for (const text of ['one', 'two', 'three']) await writeDurably(path, text, `${path}.bak`);
    expect(await readFile(path, 'utf8')).toBe('three');
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('two');
    expect((await readdir(folder)).sort()).toEqual(['a.json', 'a.json.bak']);
  });

  it('that fails leaves the old file, removes its own temporary one, and says why', async () => {
    const folder = await newFolder();
    const path = join(folder, 'taken');
    await mkdir(path); // a folder in its place: the rename fails
    await writeFile(join(path, 'inside'), 'kept');
    await expect(writeDurably(path, 'new', null)).rejects.toThrow(/taken could not be saved: .*\. What was saved before is still there\./);
    expect(await readdir(folder)).toEqual(['taken']);
    expect(await readFile(join(path, 'inside'), 'utf8')).toBe('kept');
  });

  it('to a folder that is not there is an error and not a folder', async () => {
    const folder = await newFolder();
    await expect(writeDurably(join(folder, 'missing', 'a'), 'x', null)).rejects.toThrow(/could not be saved/);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['ENOSPC', 'the disk is full. Free some space and try again'],
    ['EROFS', 'the disk is mounted read-only'],
    ['EACCES', 'this user may not write there'],
  ])('says in plain words what %s means, and keeps the system’s own error', (code, says) => {
    const cause = Object.assign(new Error('write'), { code });
    const error = unsaved('/data/x', cause);
    expect(error.message).toContain(says);
    expect(error.cause).toBe(cause);
  });
});

describe('a folder of durable files', () => {
  it('is made with everything above it, once', async () => {
    const folder = join(await newFolder(), 'a', 'b', 'c');
    await makeFolder(folder);
    await makeFolder(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it('loses only what was half written', async () => {
    const folder = await newFolder();
    for (const name of ['.a.json.1.x.tmp', 'a.tmp', '.hidden', 'a.json', 'a.json.bak']) await writeFile(join(folder, name), '');
    expect(await removeTemporaries(folder)).toBe(1);
    expect((await readdir(folder)).sort()).toEqual(['.hidden', 'a.json', 'a.json.bak', 'a.tmp']);
  });
});
