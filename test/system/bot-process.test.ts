import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { latestCard, openPage, removeFolder, textOf } from '../bot/support/page-client.ts';

const main = fileURLToPath(new URL('../../bot/main.ts', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  readonly errors: () => string;
  readonly url: string;
}

describe('the process', () => {
  const children: ChildProcess[] = [];
  const folders: string[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const folder of folders.splice(0)) removeFolder(folder);
  });
  const newFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-start-'));
    folders.push(folder);
    return folder;
  };
  const run = (settings: Record<string, string>): { child: ChildProcess; out: () => string; errors: () => string } => {
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env.PATH, ...settings },
      cwd: settings.DATA,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const said = { out: '', errors: '' };
    child.stdout.on('data', (chunk) => (said.out += String(chunk)));
    child.stderr.on('data', (chunk) => (said.errors += String(chunk)));
    return { child, out: () => said.out, errors: () => said.errors };
  };
  const start = async (settings: Record<string, string>): Promise<Started> => {
    const { child, out, errors } = run({ PORT: '0', ...settings });
    while (out().split('\n').length < 4) {
      if (child.exitCode !== null) throw new Error(errors());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return { child, lines: out().trim().split('\n'), errors, url: /http:\S+/.exec(out())?.[0] ?? '' };
  };
  const ended = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(child.exitCode)));

  it('prints three lines within 5 s, nothing on stderr, and stops cleanly', async () => {
    const begun = Date.now();
    const { child, lines, errors, url } = await start({ DATA: newFolder() });
    expect(Date.now() - begun).toBeLessThan(5000);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toBe(`Open ${url}`);
    const page = await openPage(url); // an open page does not hold it back
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    page.close();
    expect(errors()).toBe('');
  });

  it('says in a sentence that the port is taken, that the folder is, and what is wrong with its settings', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const folder = newFolder();
    const port = String((taken.address() as AddressInfo).port);
    const first = run({ PORT: port, DATA: folder });
    expect(await ended(first.child)).toBe(1);
    expect(first.errors()).toContain(`Port ${port} is in use.`);
    taken.close();
    await start({ DATA: folder });
    const second = run({ PORT: '0', DATA: folder });
    expect(await ended(second.child)).toBe(1);
    expect(second.errors()).toMatch(/^Plumbline cannot start:\n {2}.+/);
    expect(second.errors()).not.toContain('    at ');
    const third = run({ PORT: 'x', HOST: '0.0.0.0', DATA: newFolder() });
    expect(await ended(third.child)).toBe(1);
    expect(third.errors()).toContain('PORT must be a number');
  });

  it('shows the same case after kill -9, and the case goes on', async () => {
    const settings = { DATA: newFolder(), PRACTICE_SPEED: '100000' };
    const before = await start(settings);
    const page = await openPage(before.url);
    await page.say('practice gdi-plus');
    await page.until((all) => latestCard(all));
    const skip = latestCard(page.activities())?.actions?.find((each) => each.title === 'Skip');
    await page.press(skip!);
    await page.until((all) => textOf(latestCard(all)).includes('Start watching'));
    const shown = page.activities().map(textOf);
    before.child.kill('SIGKILL');
    page.close();

    const after = await start(settings);
    const again = await openPage(after.url);
    await again.until((all) => all.length === shown.length && textOf(latestCard(all)).includes('Start watching'));
    expect(again.activities().map(textOf)).toEqual(shown);
    await again.press(latestCard(again.activities())!.actions!.find((each) => each.title === 'Start watching')!);
    await again.until((all) => textOf(latestCard(all)).includes('Handle types'), 15_000);
    again.close();
  });

  it('goes on with a watch after kill -9 where it was, and loses no sample', async () => {
    const settings = { DATA: newFolder(), PRACTICE_SPEED: '300' };
    const before = await start(settings);
    const page = await openPage(before.url);
    await page.say('practice gdi-plus');
    await page.until((all) => latestCard(all));
    await page.press(latestCard(page.activities())!.actions!.find((each) => each.title === 'Skip')!);
    await page.until((all) => textOf(latestCard(all)).includes('Start watching'));
    await page.press(latestCard(page.activities())!.actions!.find((each) => each.title === 'Start watching')!);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    before.child.kill('SIGKILL');
    page.close();
    const after = await start(settings);
    const again = await openPage(after.url);
    await again.until((all) => textOf(latestCard(all)).includes('Handle types'), 30_000);
    const { current } = (await (await fetch(`${after.url}/local/cases`)).json()) as { current: string };
    const view = (await (await fetch(`${after.url}/local/cases/${current}`)).json()) as { evidence: { from: string; rawRef: string }[] };
    const watch = view.evidence.find((each) => each.from === 'watch')!;
    const times = (await (await fetch(`${after.url}/local/raw/${watch.rawRef}`)).text())
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { at: string }).at);
    expect(new Set(times).size).toBe(times.length);
    expect(times).toEqual([...times].sort());
    again.close();
  });
});
