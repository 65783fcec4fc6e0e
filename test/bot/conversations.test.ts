/**
 * Golden transcripts, driven through the whole bot with recordings at high speed. To take over what the
 * bot says now: UPDATE_CONVERSATIONS=1 npm test -- test/bot/conversations
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { openPage, removeFolder, startInFolder } from './support/page-client.ts';
import type { Page } from './support/page-client.ts';
import { act, answerSince, readExchanges, remember, writeExchanges } from './support/transcript-file.ts';
import type { Exchange } from './support/transcript-file.ts';

const folder = fileURLToPath(new URL('../conversations/', import.meta.url));
const updating = process.env.UPDATE_CONVERSATIONS === '1';
/** With nothing to compare with, the answer is complete when nothing has changed for this long. */
const quietMs = 3000;
/** On a slow machine an answer comes in pieces; what is another one than expected is known as late as this. */
const longestMs = 60_000;

async function exchange(page: Page, expected: Exchange): Promise<Exchange> {
  const before = remember(page.activities());
  await act(page, expected.said);
  const begun = Date.now();
  let answered = '';
  let since = begun;
  while (Date.now() - begun < longestMs) {
    const now = answerSince(before, page.activities());
    if (now !== answered) since = Date.now();
    answered = now;
    const complete = updating ? answered !== '' && Date.now() - since > quietMs : answered === expected.answered;
    if (complete) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { said: expected.said, answered };
}

describe('a conversation', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.md')))
    it(`goes as in ${file}`, async () => {
      const { head, exchanges } = readExchanges(readFileSync(folder + file, 'utf8'));
      const bot = await startInFolder();
      const page = await openPage(bot.url);
      const got: Exchange[] = [];
      try {
        for (const each of exchanges) {
          got.push(await exchange(page, each));
          if (!updating) expect(got.at(-1)).toEqual(each);
        }
      } finally {
        page.close();
        await bot.stop();
        removeFolder(bot.folder);
      }
      if (updating) writeFileSync(folder + file, writeExchanges(head, got));
    }, 600_000);
});
