import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { takeLock } from '../../store/lock-file.ts';

const made: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-lock-'));
  made.push(folder);
  return folder;
}
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

/** What this process writes into its own lock. */
async function ownLock(): Promise<Record<string, unknown>> {
  const folder = await newFolder();
  const release = await takeLock(folder);
  const lock = JSON.parse(await readFile(join(folder, 'lock'), 'utf8'));
  await release();
  return lock;
}

describe('the lock of a data folder', () => {
  it('is held by one, and given back', async () => {
    const folder = await newFolder();
    const release = await takeLock(folder);
    await expect(takeLock(folder)).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(
        new RegExp(`is in use by process ${String(process.pid)} on .*\\. Stop that process, or give this one another data folder\\.`),
      ),
    });
    await release();
    await release();
    await (
      await takeLock(folder)
    )();
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes to one of many who want it at once', async () => {
    const folder = await newFolder();
    const taken = await Promise.allSettled(Array.from({ length: 12 }, () => takeLock(folder)));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await readdir(folder)).filter((name) => name !== 'lock')).toEqual([]);
  });

  it('of a killed process is taken over, also when several see it', async () => {
    const folder = await newFolder();
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    const lock = { ...(await ownLock()), pid: child.pid, startedAt: '1' };
    child.kill('SIGKILL');
    await new Promise((ended) => child.once('exit', ended));
    for (let round = 0; round < 40; round++) {
      await writeFile(join(folder, 'lock'), JSON.stringify(lock));
      const taken = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(folder)));
      expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8')).pid).toBe(process.pid);
      for (const each of taken) if (each.status === 'fulfilled') await each.value();
      expect(await readdir(folder)).toEqual([]);
    }
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('is not held by another process that got the same pid later', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'lock'), JSON.stringify({ ...(await ownLock()), startedAt: '1' }));
    await (
      await takeLock(folder)
    )();
  });

  onLinux('from before the machine booted is taken over', async () => {
    const folder = await newFolder();
    const lock = await ownLock();
    const namespace = String(lock.boot).split(' ')[1]!;
    await writeFile(join(folder, 'lock'), JSON.stringify({ ...lock, boot: `00000000-0000-0000-0000-000000000000 ${namespace}` }));
    await (
      await takeLock(folder)
    )();
  });

  it('of another machine or container is respected for as long as that one touches it', async () => {
    const folder = await newFolder();
    const path = join(folder, 'lock');
    await writeFile(path, JSON.stringify({ ...(await ownLock()), boot: 'another boot', host: `not-${hostname()}`, pid: 1 }));
    await expect(takeLock(folder)).rejects.toThrow(/is in use by process 1 on not-/);
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(path, longAgo, longAgo);
    await (
      await takeLock(folder)
    )();
  });

  it('that is torn holds nobody up', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'lock'), '{"pid":');
    await (
      await takeLock(folder)
    )();
  });
});
