/** The card of a verdict as a phone draws it: a browser counts the lines that cards/phone.ts reckons. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { linesOf, mostLines } from '../../cards/phone.ts';
import { verdictCards } from '../support/verdict-cards.ts';
import { hasBrowser, openBrowser } from './support/open-browser.ts';
import { newDataFolder, startBot, type RunningBot } from './support/start-bot.ts';

const suite = hasBrowser ? describe : describe.skip;

/** Draws cards with the page's own code, and counts lines by where their letters stand: two that are 9 px apart are two lines. */
const draw = `(async () => {
  document.querySelector('[data-first]')?.removeAttribute('data-first');
  const { renderCard } = await import('/cards.js');
  window.drawn = (content) => {
    const card = document.createElement('article');
    card.className = 'card current';
    card.append(renderCard(content, () => undefined));
    document.querySelector('.log').replaceChildren(card);
    const walker = document.createTreeWalker(card.querySelector('.ac-adaptiveCard'), NodeFilter.SHOW_TEXT);
    const bottoms = [];
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement.closest('.ac-actionSet, button') !== null || walker.currentNode.data.trim() === '') continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      for (const box of range.getClientRects()) if (box.width > 0) bottoms.push(box.bottom);
    }
    bottoms.sort((a, b) => a - b);
    const lines = bottoms.filter((bottom, index) => index === 0 || bottom - bottoms[index - 1] > 9).length;
    const rows = new Set([...card.querySelectorAll('.ac-actionSet button')].map((each) => each.getBoundingClientRect().top)).size;
    return { lines, rows, isWide: card.scrollWidth > card.clientWidth };
  };
})()`;

interface Drawn {
  readonly lines: number;
  readonly rows: number;
  readonly isWide: boolean;
}

suite(`the card of a verdict at 400 px${hasBrowser ? '' : ' (skipped: no chromium here)'}`, () => {
  let bot: RunningBot;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    bot = await startBot({ data: await newDataFolder() });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 400, height: 900 } });
    await page.goto(bot.url);
    await page.waitForSelector('[data-incident]');
    await page.evaluate(draw);
  });
  afterAll(async () => {
    await browser.close();
    await bot.stop();
  });

  it('has at most 12 lines and one row of buttons, and as many lines as were reckoned or fewer', async () => {
    const wrong: string[] = [];
    for (const { name, card } of verdictCards) {
      const drawn = await page.evaluate<Drawn>(`window.drawn(${JSON.stringify(card)})`);
      const reckoned = card.body.reduce((sum, each) => sum + linesOf(each), 0);
      if (drawn.lines > mostLines || drawn.lines > reckoned || drawn.lines < 3)
        wrong.push(`${name}: ${drawn.lines} lines, ${reckoned} reckoned`);
      if (drawn.rows > 1 || drawn.isWide) wrong.push(`${name}: ${drawn.rows} rows of buttons`);
    }
    expect(wrong).toEqual([]);
  });

  it('shows what a tool printed with its columns below each other, and the whole height of it', async () => {
    await page.fill(
      '#text',
      'Handle type summary:\n  Event           : 9240\n  File            : 230\n  Key             : 300\nTotal handles: 9770',
    );
    await page.click('#send');
    const own = page.locator('.me.output');
    await own.waitFor();
    const look = await page.evaluate(`(() => {
      const box = document.querySelector('.me.output');
      return { isWhole: box.clientHeight >= box.scrollHeight, space: getComputedStyle(box).whiteSpace };
    })()`);
    expect(look).toEqual({ isWhole: true, space: 'pre' });
  });
});
