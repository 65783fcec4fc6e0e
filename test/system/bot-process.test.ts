import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { measureProcess } from '../support/processor-time.ts';
import { latestCard, openPage, removeFolder, textOf } from '../bot/support/page-client.ts';

const main = fileURLToPath(new URL('../../bot/main.ts', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  readonly errors: () => string;
  readonly url: string;
  /** By the clock, or as long as it worked where the machine was busy with other things. */
  readonly startedInMs: number;
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
  const run = (settings: Record<string, string>, cwd = settings.DATA): { child: ChildProcess; out: () => string; errors: () => string } => {
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env.PATH, ...settings },
      cwd,
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
    const taken = measureProcess(child.pid ?? 0);
    while (out().split('\n').length < 4) {
      if (child.exitCode !== null) throw new Error(errors());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const startedInMs = taken();
    return { child, startedInMs, lines: out().trim().split('\n'), errors, url: /http:\S+/.exec(out())?.[0] ?? '' };
  };
  const ended = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(child.exitCode)));

  it('prints three lines within 5 s, nothing on stderr, and stops cleanly', async () => {
    const { child, lines, errors, url, startedInMs } = await start({ DATA: newFolder() });
    expect(startedInMs).toBeLessThan(5000);
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

  it.each([
    ['/proc/plumbline', /DATA is \/proc\/plumbline, which cannot be used: .+ Choose another folder\.\n$/],
    ['/dev/null', /DATA is \/dev\/null, which cannot be used: .+ Choose another folder\.\n$/],
    ['/dev/null/below', /a part of the path is a file/],
  ])('refuses DATA=%s by itself, in one sentence', async (folder, sentence) => {
    const refused = run({ PORT: '0', DATA: folder }, tmpdir());
    expect(await ended(refused.child)).toBe(1);
    expect(refused.errors()).toMatch(sentence);
    expect(refused.errors().split('\n')).toHaveLength(3);
  });

  it('says which part of the data folder cannot be used, and takes it for no trouble with the port', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'lock'));
    const refused = run({ PORT: '0', DATA: folder });
    expect(await ended(refused.child)).toBe(1);
    expect(refused.errors()).toMatch(/^Plumbline cannot start:\n {2}.+ in DATA cannot be used \(E[A-Z]+\)\. .+\n$/);
  });

  it('says what is wrong with plumbline.yaml: not YAML, not a file, an unknown name', async () => {
    const said = async (write: (path: string) => void): Promise<string> => {
      const folder = newFolder();
      write(join(folder, 'plumbline.yaml'));
      const refused = run({ DATA: folder });
      expect(await ended(refused.child)).toBe(1);
      return refused.errors();
    };
    expect(await said((path) => writeFileSync(path, 'PORT: [1,'))).toMatch(
      /^Plumbline cannot start:\n {2}plumbline\.yaml is not YAML: .+\n$/,
    );
    expect(await said((path) => mkdirSync(path))).toMatch(
      /^Plumbline cannot start:\n {2}plumbline\.yaml is there but cannot be read .+\n$/,
    );
    expect(await said((path) => writeFileSync(path, 'PROT: 1\nPORT: x\n'))).toMatch(
      /there is no setting PROT\.\n {2}PORT must be a number/,
    );
  });

  it('shows a case whose file and backup are both damaged, with what to do, and goes on with the others', async () => {
    const settings = { DATA: newFolder(), PRACTICE_SPEED: '100000' };
    const before = await start(settings);
    const page = await openPage(before.url);
    await page.say('practice gdi-plus');
    await page.until((all) => latestCard(all));
    const { current } = (await (await fetch(`${before.url}/local/cases`)).json()) as { current: string };
    before.child.kill('SIGKILL');
    page.close();
    for (const end of ['.json', '.json.bak']) writeFileSync(join(settings.DATA, 'cases', `${current}${end}`), 'half a rec');

    const after = await start(settings);
    const again = await openPage(after.url);
    await again.until((all) => all.some((each) => each.text.startsWith(`${current}.json cannot be read`)));
    const { cases } = (await (await fetch(`${after.url}/local/cases`)).json()) as { cases: { id: string; problem?: string }[] };
    expect(cases).toMatchObject([{ id: current, problem: expect.stringContaining('raw outputs are still there') }]);
    const asked = await fetch(`${after.url}/local/cases/${current}`);
    expect(asked.status).toBe(409);
    expect(await asked.json()).toEqual({ problem: cases[0]?.problem });
    await again.say('list');
    await again.until((all) => all.some((each) => textOf(each).includes('Cases') && textOf(each).includes('cannot be read')));
    await again.say(`status ${current}`);
    await again.until((all) => textOf(all.at(-1)).startsWith(`${current}.json cannot be read`));
    await again.say('practice gdi-plus');
    const others = again.activities().length;
    await again.until((all) => all.slice(others).some((each) => textOf(each).includes('Before we start')));
    again.close();
    expect(readFileSync(join(settings.DATA, 'cases', `${current}.json`), 'utf8')).toBe('half a rec');
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
    await again.until((all) => all.length >= shown.length && textOf(latestCard(all)).includes('Start watching'));
    // What was on its way to the page at the kill is there as well.
    expect(again.activities().map(textOf).slice(0, shown.length)).toEqual(shown);
    await again.press(latestCard(again.activities())!.actions!.find((each) => each.title === 'Start watching')!);
    await again.until((all) => textOf(latestCard(all)).includes('Handle types'));
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
    await page.until((all) => /\d samples/.test(textOf(latestCard(all)))); // the watch goes on, and is not over
    before.child.kill('SIGKILL');
    page.close();
    const after = await start(settings);
    const again = await openPage(after.url);
    await again.until((all) => textOf(latestCard(all)).includes('Handle types'), 120_000);
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
