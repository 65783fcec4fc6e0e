import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openStore } from '../../store/index.ts';
import { investigationRecord } from '../support/investigation-record.ts';
import { storeContract } from '../support/store-contract.ts';

const made: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-store-'));
  made.push(folder);
  return folder;
}
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

storeContract('lowdb, one file a case', async () => {
  const folder = join(await newFolder(), 'not', 'made', 'yet');
  const store = await openStore({ folder });
  return {
    store,
    reopen: async () => {
      await store.close();
      return openStore({ folder });
    },
  };
});

/** A store with one case, saved once, and closed again. */
async function oneCase(): Promise<{ folder: string; path: string }> {
  const folder = await newFolder();
  const store = await openStore({ folder });
  const record = investigationRecord('torn', { symptom: 'first' });
  await store.create(record);
  await store.save({ ...record, symptom: 'second' });
  await store.close();
  return { folder, path: join(folder, 'cases', 'torn.json') };
}

describe('a file that a power cut has torn', () => {
  it.each([
    ['empty', () => Buffer.alloc(0)],
    ['full of NUL', (whole: Buffer) => Buffer.alloc(whole.length)],
    ['cut in half', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    ['changed in one letter', (whole: Buffer) => Buffer.from(whole.toString().replace('second', 'secund'))],
  ])('%s: the previous version is read and somebody is told', async (_, tear) => {
    const { folder, path } = await oneCase();
    await writeFile(path, tear(await readFile(path)));
    const told: string[] = [];
    const store = await openStore({ folder, warn: (sentence) => told.push(sentence) });
    const record = await store.load('torn');
    expect(record).toMatchObject({ symptom: 'first', version: 0 });
    expect(told).toEqual(['torn.json was damaged; its previous version was read from torn.json.bak. The last change may be missing.']);
    // The torn file must not become the backup of the next save.
    await store.save({ ...record!, symptom: 'third' });
    await store.close();
    await writeFile(path, '');
    const later = await openStore({ folder, warn: () => undefined });
    expect(await later.load('torn')).toMatchObject({ symptom: 'first' });
    await later.close();
  });

  it('is put aside for whoever wants to look at it', async () => {
    const { folder, path } = await oneCase();
    await writeFile(path, 'torn');
    const store = await openStore({ folder, warn: () => undefined });
    await store.load('torn');
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe('torn');
    await store.close();
  });

  it('a second time does not take the place of the first', async () => {
    const { folder, path } = await oneCase();
    for (const content of ['torn once', 'torn twice']) {
      await writeFile(path, content);
      const store = await openStore({ folder, warn: () => undefined });
      await store.load('torn');
      await store.close();
    }
    expect(await readFile(`${path}.damaged`, 'utf8')).toBe('torn once');
    expect(await readFile(`${path}.damaged-2`, 'utf8')).toBe('torn twice');
  });

  it('and whose backup is torn as well is named, with what to do; other cases still work', async () => {
    const { folder, path } = await oneCase();
    await writeFile(path, 'x');
    await writeFile(`${path}.bak`, '');
    const told: string[] = [];
    const store = await openStore({ folder, warn: (sentence) => told.push(sentence) });
    await expect(store.load('torn')).rejects.toThrow(
      /^torn\.json cannot be read: the file is damaged and its backup is damaged\. Both stay .*cases\/torn\.json\.bak.*raw\/\. Put a backup/,
    );
    await store.create(investigationRecord('fine'));
    const listed = await store.list();
    expect(listed.find((each) => each.id === 'fine')?.problem).toBeUndefined();
    expect(listed.find((each) => each.id === 'torn')).toMatchObject({ title: 'torn (cannot be read)', open: false });
    expect(listed.find((each) => each.id === 'torn')?.problem).toContain('cases/torn.json');
    expect(told.join()).toContain('torn.json cannot be read');
    // Nothing that is still in them is lost, whoever tries what.
    await expect(store.create(investigationRecord('torn'))).rejects.toThrow();
    await expect(store.save(investigationRecord('torn'))).rejects.toThrow(/cannot be read/);
    expect(await readFile(path, 'utf8')).toBe('x');
    expect(await readFile(`${path}.bak`, 'utf8')).toBe('');
    await store.close();
  });
});

describe('a record of another program version', () => {
  async function withRecord(change: (record: Record<string, unknown>) => void): Promise<string> {
    const { folder, path } = await oneCase();
    const { createHash } = await import('node:crypto');
    const record = JSON.parse((await readFile(path, 'utf8')).split('\n')[1]!);
    change(record);
    const body = `${JSON.stringify(record)}\n`;
    const sha256 = createHash('sha256').update(body).digest('hex');
    await writeFile(path, `${JSON.stringify({ plumbline: 'record', sha256 })}\n${body}`);
    return folder;
  }

  it('newer than this one is refused in a sentence, and stays as it is', async () => {
    const folder = await withRecord((record) => (record.schema = 99));
    const store = await openStore({ folder });
    await expect(store.load('torn')).rejects.toThrow('Case torn was written by a newer Plumbline (schema 99; this one knows 2).');
    await expect(store.save(investigationRecord('torn'))).rejects.toThrow(/newer Plumbline/);
    expect(await readFile(join(folder, 'cases', 'torn.json'), 'utf8')).toContain('"schema":99');
    await store.close();
  });

  it('that lacks what every record has is refused with the field', async () => {
    const folder = await withRecord((record) => delete record.owner);
    const store = await openStore({ folder });
    await expect(store.load('torn')).rejects.toThrow(/The record of case torn is not one of ours \(owner: /);
    await store.close();
  });

  it('that stands in another case’s file is refused', async () => {
    const folder = await withRecord((record) => (record.id = 'somebody-else'));
    const store = await openStore({ folder });
    await expect(store.load('torn')).rejects.toThrow('The file of case torn holds case somebody-else.');
    await store.close();
  });
});

describe('what is on the disk', () => {
  it('is readable by this user only, and nothing temporary stays', async () => {
    const { folder, path } = await oneCase();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'cases'))).mode & 0o777).toBe(0o700);
    expect((await readdir(join(folder, 'cases'))).sort()).toEqual(['torn.json', 'torn.json.bak']);
    expect(await readdir(folder)).not.toContain('lock');
  });

  it('that a killed process left half written is removed at the next start', async () => {
    const { folder } = await oneCase();
    const left = [join(folder, 'cases', '.torn.json.17.abc.tmp'), join(folder, 'raw', 'ab', '.abcd.17.abc.tmp')];
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(folder, 'raw', 'ab'));
    for (const path of left) await writeFile(path, 'half');
    const store = await openStore({ folder });
    expect(await readdir(join(folder, 'cases'))).not.toContain('.torn.json.17.abc.tmp');
    expect(await readdir(join(folder, 'raw', 'ab'))).toEqual([]);
    expect(await store.load('torn')).not.toBeNull();
    await store.close();
  });

  it('refuses a raw output above the limit, in a sentence', async () => {
    const store = await openStore({ folder: await newFolder(), maxRawBytes: 2 ** 20 });
    await expect(store.putRaw(new Uint8Array(2 ** 20 + 1))).rejects.toThrow('This output has 2 MB; at most 1 MB are kept.');
    await store.close();
  });

  it('notices a raw output that was changed', async () => {
    const store = await openStore({ folder: await newFolder() });
    const ref = await store.putRaw(new TextEncoder().encode('evidence'));
    expect(await readFile(store.rawPath(ref)!, 'utf8')).toBe('evidence');
    await writeFile(store.rawPath(ref)!, 'EVIDENCE');
    await expect(store.getRaw(ref)).rejects.toThrow(/was changed on the disk/);
    await store.close();
  });

  it('leaves out the line of a series that a kill cut off, and never glues the next one to it', async () => {
    const folder = await newFolder();
    const store = await openStore({ folder });
    await store.appendSeries('c', 'w', ['{"n":1}']);
    await store.close();
    const path = join(folder, 'series', 'c', 'w.jsonl');
    await writeFile(path, '{"n":1}\n{"n":2,"pri');
    const again = await openStore({ folder });
    expect(await again.readSeries('c', 'w')).toBe('{"n":1}\n');
    await again.appendSeries('c', 'w', ['{"n":3}']);
    expect(await again.readSeries('c', 'w')).toBe('{"n":1}\n{"n":3}\n');
    await again.close();
  });
});
