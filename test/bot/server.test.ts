/** The server as a reverse proxy in front of it sees it. */
import { Agent, get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeFolder, startInFolder } from './support/page-client.ts';

describe('a connection that a proxy keeps', () => {
  let bot: Awaited<ReturnType<typeof startInFolder>>;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  beforeAll(async () => {
    bot = await startInFolder();
  });
  afterAll(async () => {
    agent.destroy();
    await bot.stop();
    removeFolder(bot.folder);
  });

  const ask = (): Promise<{ readonly keptFor: string; readonly isReused: boolean }> =>
    new Promise((resolve, reject) => {
      const request = get(`${bot.url}/healthz`, { agent }, (response) => {
        response.resume();
        response.once('end', () => resolve({ keptFor: String(response.headers['keep-alive']), isReused: request.reusedSocket }));
      });
      request.once('error', reject);
    });

  it('is kept longer than a proxy keeps it, and taken again', async () => {
    expect(await ask()).toEqual({ keptFor: 'timeout=120', isReused: false });
    expect(await ask()).toEqual({ keptFor: 'timeout=120', isReused: true });
  });
});
