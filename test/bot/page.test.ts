import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { measureProcess } from '../support/processor-time.ts';
import { latestCard, openPage, removeFolder, startInFolder, textOf } from './support/page-client.ts';
import type { Page, Running, Shown } from './support/page-client.ts';

const answerWithinMs = 5000;
/** What is said within the deadline where the machine is too busy to read in that time. */
const isInterim = (shown: Shown): boolean => shown.text.startsWith('Still working on it');

describe('the page', () => {
  let bot: Running;
  let page: Page;
  beforeAll(async () => {
    bot = await startInFolder();
    page = await openPage(bot.url);
  });
  afterAll(async () => {
    page.close();
    await bot.stop();
    removeFolder(bot.folder);
  });
  const answered = async (send: () => Promise<unknown>): Promise<{ shown: Shown; ms: number }> => {
    const before = new Set(page.activities().map((each) => each.id));
    const taken = measureProcess(process.pid); // the bot runs in this process
    await send();
    const shown = await page.until(
      (all) => all.find((each) => each.from.role === 'bot' && !before.has(each.id) && !isInterim(each)),
      12 * answerWithinMs,
    );
    return { shown, ms: taken() };
  };

  it('is served with a policy under which nothing runs but its own files', async () => {
    const response = await fetch(`${bot.url}/`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect((await fetch(`${bot.url}/vendor/adaptivecards.min.js`)).headers.get('content-type')).toContain('javascript');
    for (const path of ['/package.json', '/..%2f..%2fpackage.json', '/page%00.js', '/%2e%2e/main.ts', '/tsconfig.json'])
      expect((await fetch(`${bot.url}${path}`)).status).toBe(404);
  });

  it('has one address; another one says in a sentence that nothing is there, to a browser on a page', async () => {
    const index = await fetch(`${bot.url}/index.html`, { redirect: 'manual' });
    expect([index.status, index.headers.get('location')]).toEqual([308, '/']);
    const asProgram = async (path: string, method = 'GET') => {
      const response = await fetch(`${bot.url}${path}`, { method });
      return [response.status, await response.json()];
    };
    for (const path of ['/nothing', '/nothing/here', '/local/nothing', '/%E0%A4%A', '//', '/healthz/'])
      expect(await asProgram(path)).toEqual([404, { problem: 'There is nothing at this address.' }]);
    expect(await asProgram('/', 'DELETE')).toEqual([405, { problem: 'This address does not take DELETE.' }]);
    for (const path of ['/nothing', '/nothing/<script>', '/local/reports/pl-none/report.html']) {
      const shown = await fetch(`${bot.url}${path}`, { headers: { accept: 'text/html,application/xhtml+xml' } });
      expect(shown.status).toBe(404);
      expect(shown.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await shown.text()).toMatch(/<p>There is (nothing at this address|no such case here)\.<\/p>/);
    }
  });

  it('is not served to a page of another site, nor under another name', async () => {
    expect((await fetch(`${bot.url}/local/cases`, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect(
      (await fetch(`${bot.url}/local/messages`, { method: 'POST', body: '{"text":"help"}', headers: { 'sec-fetch-site': 'cross-site' } }))
        .status,
    ).toBe(403);
  });

  it('says that it is alive and ready', async () => {
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
  });

  it.each([
    ['a file with nothing in it', () => new Uint8Array(0)],
    ['an .exe', () => Buffer.concat([Buffer.from('MZ\u0090\0\u0003'), randomBytes(200_000)])],
    ['a web page with scripts in it', () => Buffer.from('<html><script>alert(1)</script><img src=x onerror=alert(2)></html>')],
    ['50 MB of noise', () => randomBytes(50 * 2 ** 20)],
    ['50 MB of lines', () => Buffer.from('the quick brown fox jumps over the lazy dog 0123456789\n'.repeat(950_000))],
  ])('answers %s with a clear sentence within 5 s, and keeps it', async (name, bytes) => {
    const content = bytes();
    const { shown, ms } = await answered(() => page.upload(name, content));
    expect(ms).toBeLessThan(answerWithinMs);
    expect(textOf(shown)).toContain('I could not read this');
    expect(JSON.stringify(shown)).not.toContain('<script>alert');
  });

  it('answers a paste of nothing, and words that mean nothing, with what can be said', async () => {
    expect(textOf((await answered(() => page.say('   '))).shown).length).toBeGreaterThan(20);
    expect(textOf((await answered(() => page.say('the meaning of this'))).shown)).toMatch(/^None of these words.*"investigate"/);
    expect(textOf((await answered(() => page.say('what is this for?'))).shown)).toMatch(/^Plumbline/);
    expect(textOf((await answered(() => page.say('investigte 4312'))).shown)).toMatch(/^Did you mean "investigate"/);
  });

  it('answers chat beside a case in a sentence, and says when a note was cut', async () => {
    await page.say('practice gdi-plus');
    await page.until((all) => latestCard(all, 'Before we start'));
    const answer = async (text: string) => textOf((await answered(() => page.say(text))).shown);
    expect(await answer('hello everybody')).toMatch(/^None of these words is one of mine\. Type "help"/);
    expect(await answer('note seen again')).toBe('Noted. It stands in the timeline and in the report.');
    expect(await answer(`note ${'long '.repeat(400)}`)).toMatch(/^Noted, as far as there is room/);
    await page.say('cancel that was practice');
    await page.until((all) => all.some((each) => textOf(each).startsWith('Cancelled')));
  });

  it('opens a case for a paste where none is open, about the process that it names', async () => {
    const { shown } = await answered(() =>
      page.say('Handle v4.0\nSysinternals\n\nHandle type summary:\n  Event : 14440\n  Semaphore : 14029\nTotal handles: 28469'),
    );
    expect(textOf(shown)).toContain('14,440');
    const card = await page.until(() => latestCard(page.activities()));
    expect((card.actions ?? []).length).toBeGreaterThan(2);
    const { cases, current } = (await (await fetch(`${bot.url}/local/cases`)).json()) as {
      cases: { id: string; open: boolean }[];
      current: string;
    };
    expect(cases.filter((each) => each.open)).toHaveLength(1);
    const view = (await (await fetch(`${bot.url}/local/cases/${current}`)).json()) as { evidence: { rawRef: string }[] };
    const raw = await fetch(`${bot.url}/local/raw/${view.evidence[0]!.rawRef}`);
    expect(raw.headers.get('content-disposition')).toContain('attachment');
    expect(raw.headers.get('content-type')).toContain('text/plain');
    expect(await raw.text()).toContain('Semaphore : 14029');
    const report = await fetch(`${bot.url}/local/reports/${current}/report.html`);
    expect(report.headers.get('content-security-policy')).toContain('sandbox');
    expect(await report.text()).toContain('14,440');
    expect((await fetch(`${bot.url}/local/cases/pl-none`)).status).toBe(404);
    expect((await fetch(`${bot.url}/local/raw/..%2f..%2fpackage.json`)).status).toBe(404);
  });

  it('shows the same to a second window', async () => {
    const second = await openPage(bot.url);
    await second.until((all) => all.length === page.activities().length);
    expect(second.activities().map(textOf)).toEqual(page.activities().map(textOf));
    second.close();
  });

  it('refuses a message that is too long for one, and says what to do', async () => {
    const response = await fetch(`${bot.url}/local/messages`, { method: 'POST', body: JSON.stringify({ text: 'x'.repeat(300_000) }) });
    expect(response.status).toBe(413);
  });
});
