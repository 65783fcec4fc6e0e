import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { activityOf, openChannel } from './support/channel-client.ts';
import type { Channel } from './support/channel-client.ts';
import { removeFolder, startInFolder } from './support/page-client.ts';
import type { Running } from './support/page-client.ts';

describe('the case beside the page’s chat', () => {
  let bot: Running;
  let channel: Channel;
  beforeAll(async () => {
    bot = await startInFolder();
    channel = await openChannel(bot.url);
  });
  afterAll(async () => {
    channel.close();
    await bot.stop();
    removeFolder(bot.folder);
  });

  /** The `case` events of the page's stream until one says what is waited for. */
  async function caseEvent(act: () => Promise<unknown>): Promise<{ readonly here: boolean }> {
    const stop = new AbortController();
    const { body } = await fetch(`${bot.url}/local/events`, { signal: stop.signal });
    await act();
    const decoder = new TextDecoder();
    let all = '';
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      all += decoder.decode(chunk, { stream: true });
      const found = /event: case\ndata: (.+)\n\n/.exec(all)?.[1];
      if (found !== undefined) return JSON.parse(found) as { here: boolean };
    }
    throw new Error('The stream ended.');
  }

  it('turns to a case of this chat, and not to one that is opened in another', async () => {
    const conversation = { id: 'elsewhere', conversationType: 'channel' };
    expect(await caseEvent(() => channel.send(activityOf(channel, { text: 'investigate w3wp on WEB01', conversation })))).toMatchObject({
      here: false,
    });
    const own = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'investigate w3wp on WEB02' }),
    };
    expect(await caseEvent(() => fetch(`${bot.url}/local/messages`, own))).toMatchObject({ here: true });
  });
});
