/** Both practice incidents, from the first click to the attached report, only through the page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { hasBrowser, openBrowser } from './support/open-browser.ts';
import { newDataFolder, startBot, type RunningBot } from './support/start-bot.ts';

const suite = hasBrowser ? describe : describe.skip;
/** Where pictures of every card go, when somebody wants to look at them. */
const pictures = process.env['PICTURES'];

interface Walk {
  readonly titles: readonly string[];
  readonly cards: string;
  readonly page: Page;
}

suite(`a practice incident, only through the page${hasBrowser ? '' : ' (skipped: no chromium here)'}`, () => {
  const bots: RunningBot[] = [];
  let bot: RunningBot;
  let browser: Browser;
  beforeAll(async () => {
    bot = await startBot({ data: await newDataFolder(), settings: { PRACTICE_SPEED: '1800' } });
    bots.push(bot);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all(bots.map((each) => each.stop()));
  });

  /** Presses what each card offers first, as somebody would who trusts it, until the case is closed. */
  async function walk(incident: string, width: number, scheme: 'light' | 'dark'): Promise<Walk> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    const trouble: string[] = [];
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
    await page.goto(bot.url);
    if ((await page.locator(`[data-incident=${incident}]`).count()) > 0 && width > 820) await page.click(`[data-incident=${incident}]`);
    else await page.fill('#text', `practice ${incident}`).then(() => page.click('#send'));
    const titles: string[] = [];
    const cards: string[] = [];
    const until = Date.now() + 240000;
    while (Date.now() < until) {
      await page.waitForTimeout(120);
      const card = page.locator('.card.current').last();
      // The proof stands one click away from the conclusion.
      const evidence = card.locator('a[aria-expanded=false]', { hasText: 'show evidence' });
      if ((await evidence.count()) > 0) await evidence.click({ timeout: 2000 }).catch(() => undefined);
      const text = (await card.count()) === 0 ? '' : await card.innerText().catch(() => '');
      const title = text.split('\n')[0] ?? '';
      if (text !== cards.at(-1)) cards.push(text);
      if (title !== '' && title !== titles.at(-1)) {
        titles.push(title);
        await picture(page, `${incident}-${width}-${scheme}-${String(titles.length).padStart(2, '0')}`);
      }
      const primary = card.locator('button.primary, button.style-positive').first();
      const name = (await primary.count()) === 0 ? '' : await primary.innerText().catch(() => '');
      // A watch that runs is waited for: its button would cut it short.
      if (name === '' || /now/i.test(name)) continue;
      await primary.click({ timeout: 2000 }).catch(() => undefined);
      if (/close/i.test(name)) break;
    }
    await page.waitForTimeout(600);
    await picture(page, `${incident}-${width}-${scheme}-end`);
    expect(trouble).toEqual([]);
    return { titles, cards: cards.join('\n'), page };
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (pictures === undefined) return;
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  /** What stands beside the chat once the last click has arrived there. */
  async function caseOnceFixed(page: Page): Promise<string> {
    const shown = page.locator('#case');
    await shown.getByText('the fix holds').first().waitFor({ timeout: 60000 });
    return shown.innerText();
  }

  /** What the default ticket system filed, newest case last. */
  function filed(): string[] {
    const folder = join(bot.data, 'tickets');
    const all = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
    return all.filter((path) => path.endsWith('report.html')).map((path) => readFileSync(join(folder, path), 'utf8'));
  }

  it('the GDI+ incident is led to BitmapToMonochrome, its fix verified and its report attached', async () => {
    const { cards, page } = await walk('gdi-plus', 1280, 'light');
    const shown = await caseOnceFixed(page);
    for (const text of ['1.30 GB', '1.68', '2.14', '2.70', 'GdiPlus', '100 %', '99 %', 'BitmapToMonochrome']) expect(cards).toContain(text);
    expect(shown).toContain('MyService!MyService.GetCommonImages');
    expect(shown).toContain('the fix holds');
    const report = filed().find((each) => each.includes('BitmapToMonochrome')) ?? '';
    for (const text of ['1.30 GB', '1.68', '2.14', '2.70', '+1.02', '13,155', '12,862', '469', '541', '493', 'AllocBitmapData', '<svg'])
      expect(report).toContain(text);
    expect(report).not.toMatch(/<script/i);
    await page.close();
  });

  it('the XmlSerializer incident is led to the constructor, its fix verified on the Semaphore count', async () => {
    const { cards, page } = await walk('xml-serializer', 1280, 'dark');
    const shown = await caseOnceFixed(page);
    expect(shown).toContain('loader heap');
    expect(cards).toMatch(/XmlSerializer/);
    expect(cards).toMatch(/Semaphore/);
    expect(shown).toContain('14,029');
    expect(shown).toContain('the fix holds');
    const report = filed().find((each) => each.includes('XmlSerializer')) ?? '';
    expect(report).toContain('Semaphore');
    await page.close();
  });

  it('works on a phone', async () => {
    const { titles, page } = await walk('gdi-plus', 400, 'dark');
    expect(titles.length).toBeGreaterThan(6);
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(wide).toBeLessThanOrEqual(0);
    await page.close();
  });

  it('shows the first page with both incidents, and takes a pasted output at once', async () => {
    const page = await browser.newPage();
    const fresh = await startBot({ data: await newDataFolder() });
    bots.push(fresh);
    await page.goto(fresh.url);
    await page.waitForSelector('[data-incident=xml-serializer]');
    expect(
      fresh
        .printed()
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('npm ')),
    ).toHaveLength(3);
    expect(fresh.startedInMs).toBeLessThan(5000);
    const paste =
      'Handle type summary:\n  Event           : 14440\n  Semaphore       : 14029\n  File            : 226\nTotal handles: 28695\n';
    await page.evaluate(`{
      const data = new DataTransfer();
      data.setData('text/plain', ${JSON.stringify(paste)});
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));
    }`);
    await page.waitForSelector('.filechip');
    expect(await page.locator('.filechip').innerText()).toContain('handle output');
    await page.click('#send');
    await page.locator('#case').getByText('14,440').first().waitFor({ timeout: 60000 });
    await page.close();
  });
});
