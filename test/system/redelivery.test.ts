/** Teams sends again what was not answered, also when the bot acted upon it and died before it could say so. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { activityOf, openChannel, type Channel } from '../bot/support/channel-client.ts';
import { newDataFolder, startBot, waitFor, type RunningBot } from './support/start-bot.ts';

interface Summary {
  readonly id: string;
  readonly step: string;
  readonly title: string;
}
let running: RunningBot | null = null;
let channel: Channel | null = null;
afterEach(async () => {
  channel?.close();
  await running?.stop();
});

const casesOf = async (bot: RunningBot): Promise<readonly Summary[]> =>
  ((await (await fetch(`${bot.url}/local/cases`)).json()) as { cases: Summary[] }).cases;
const timelineOf = async (bot: RunningBot, id: string): Promise<string> =>
  JSON.stringify(((await (await fetch(`${bot.url}/local/cases/${id}`)).json()) as { timeline: unknown }).timeline);

/** Sends, kills the bot as soon as `acted` says that it was acted upon, starts it again and sends the same once more. */
async function twiceAroundAKill(
  data: string,
  fields: Record<string, unknown>,
  acted: (bot: RunningBot) => Promise<boolean>,
): Promise<RunningBot> {
  const before = running ?? (await startBot({ data }));
  channel?.close();
  channel = await openChannel(before.url);
  const activity = activityOf(channel, fields);
  void channel.send(activity).catch(() => undefined);
  await waitFor(() => acted(before), 120_000);
  await before.kill();
  channel.close();
  running = await startBot({ data });
  channel = await openChannel(running.url);
  const again = await channel.send({ ...activity, serviceUrl: channel.serviceUrl });
  expect(again.status).toBe(200);
  return running;
}

describe('a message that comes again after kill -9', () => {
  it('opens no second case, is not noted twice, and cancels no other case', async () => {
    const data = await newDataFolder();
    running = await startBot({ data });
    let bot = await twiceAroundAKill(data, { text: 'investigate w3wp on WEB01' }, async (it) => (await casesOf(it)).length === 1);
    expect(await casesOf(bot)).toHaveLength(1);
    const [first] = await casesOf(bot);

    bot = await twiceAroundAKill(data, { text: 'note seen at night' }, async (it) =>
      (await timelineOf(it, first!.id)).includes('seen at night'),
    );
    expect((await timelineOf(bot, first!.id)).split('seen at night')).toHaveLength(2);

    bot = await twiceAroundAKill(data, { text: 'investigate w3wp on WEB02' }, async (it) => (await casesOf(it)).length === 2);
    const isOver = async (it: RunningBot) => (await casesOf(it)).some((each) => each.step === 'cancelled');
    bot = await twiceAroundAKill(data, { text: 'cancel it was the cache' }, isOver);
    const steps = (await casesOf(bot)).map((each) => `${each.title}: ${each.step}`).sort();
    expect(steps).toEqual(['w3wp on WEB01: preflight', 'w3wp on WEB02: cancelled']);

    // Another message with the same words is meant.
    await channel!.send(activityOf(channel!, { text: 'note seen at night' }));
    expect((await timelineOf(bot, first!.id)).split('seen at night')).toHaveLength(3);
  });
});
