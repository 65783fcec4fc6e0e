/** kill -9 at any step: the same case is there again, and it goes on. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { openLocalClient, textOf, type LocalClient, type SeenButton } from './support/local-client.ts';
import { newDataFolder, startBot, waitFor, type RunningBot } from './support/start-bot.ts';

interface Shown {
  readonly id: string;
  readonly version: number;
  readonly chip: { readonly text: string };
  readonly lead: string | null;
  readonly path: readonly { readonly step: string; readonly state: string }[];
  readonly evidence: readonly { readonly id: string }[];
  readonly timeline: readonly unknown[];
}

/** What a case card asks for first, in the order of the path; a watch that runs is waited for. */
const verbs = ['collect', 'report', 'fixAnnounced', 'close'];
let running: RunningBot | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

const stepNow = (shown: Shown | null) => shown?.path.find((each) => each.state === 'now')?.step ?? null;

/** A report is asked for once in each step; anything else once for each time it is offered. */
const keyOf = (step: string | null, { verb, data }: SeenButton) => JSON.stringify(verb === 'report' ? [step, verb] : [verb, data]);

function primary(client: LocalClient, step: string | null, pressed: ReadonlySet<string>): SeenButton | undefined {
  // While the fix is watched there is nothing to press but ways to cut that short.
  if (step === 'verifyingFix') return undefined;
  const last = client.buttons().at(-1)?.activity;
  const offered = client.buttons().filter((each) => each.activity === last && !/now/i.test(each.title));
  return verbs.flatMap((verb) => offered.filter((each) => each.verb === verb)).find((each) => !pressed.has(keyOf(step, each)));
}

describe('kill -9 of the bot', () => {
  it.each(['gdi-plus', 'xml-serializer'])(
    'at every step of %s: the page shows the same case, and it goes on to its end',
    async (incident) => {
      const data = await newDataFolder();
      const start = async () => {
        running = await startBot({ data, settings: { PRACTICE_SPEED: '3600' } });
        return { bot: running, client: await openLocalClient(running.url) };
      };
      let { bot, client } = await start();
      await client.say(`practice ${incident}`);
      const killedAt = new Set<string>();
      const pressed = new Set<string>();
      let kills = 0;
      const deadline = Date.now() + 240000;
      for (;;) {
        const shown = (await client.currentCase()) as Shown | null;
        if (shown?.path.every((each) => each.state !== 'now') === true || stepNow(shown) === 'closed') break;
        if (Date.now() > deadline) throw new Error(`Stuck at ${String(stepNow(shown))}: ${JSON.stringify(client.buttons())}`);
        const button = primary(client, stepNow(shown), pressed);
        if (button === undefined) {
          await new Promise((done) => setTimeout(done, 100));
          continue;
        }
        pressed.add(keyOf(stepNow(shown), button));
        expect((await client.press(button)).status).toBe(200);
        const step = String(stepNow(shown));
        if (killedAt.has(`${step} ${button.verb}`)) continue;
        killedAt.add(`${step} ${button.verb}`);
        // Some kills fall into the work, some just after it.
        await new Promise((done) => setTimeout(done, (kills % 5) * 40));
        const before = (await client.currentCase().catch(() => null)) as Shown | null;
        client.close();
        await bot.kill();
        kills += 1;
        ({ bot, client } = await start());
        const after = (await client.currentCase()) as Shown | null;
        expect(after?.id).toBe(before?.id);
        expect(after?.version ?? 0).toBeGreaterThanOrEqual(before?.version ?? 0);
        for (const each of before?.evidence ?? []) expect(after?.evidence.map((one) => one.id)).toContain(each.id);
        await waitFor(
          () => client.activities().length > 0,
          60000,
          () => 'The chat is empty after the restart.',
        );
      }
      const end = (await client.currentCase()) as unknown as Shown;
      expect(end.chip.text).toBe('the fix holds');
      expect(kills).toBeGreaterThan(6);
      client.close();
    },
  );
});

describe('two messages in a row', () => {
  it('are worked on in their order, also when the second comes while the first is read', async () => {
    running = await startBot({ data: await newDataFolder() });
    const client = await openLocalClient(running.url);
    const noise = Array.from({ length: 20000 }, (_, index) => `line ${index} of something that nobody knows`).join('\n');
    const summary =
      'Handle type summary:\n  Event           : 14440\n  Semaphore       : 14029\n  File            : 226\nTotal handles: 28695\n';
    await client.say('practice gdi-plus');
    await Promise.all([
      client.upload('long.txt', noise.repeat(8)),
      new Promise((done) => setTimeout(done, 60)).then(() => client.say(summary)),
      new Promise((done) => setTimeout(done, 120)).then(() => client.say('timeline')),
    ]);
    await waitFor(() => client.activities().some((each) => /timeline/i.test(textOf(each.cards))), 120000);
    const said = client.activities().map((each) => `${each.text}\n${textOf(each.cards)}`);
    const unread = said.findIndex((each) => each.includes('long.txt') && !each.startsWith('long.txt'));
    // The case card tells of it too, where it stands: the answer to the paste comes after the other answer.
    const read = said.findIndex((each, index) => index > unread && /28,695/.test(each));
    const timeline = said.findLastIndex((each) => /timeline/i.test(each));
    expect(unread).toBeGreaterThan(0);
    expect(read).toBeGreaterThan(unread);
    expect(timeline).toBeGreaterThan(read);
    client.close();
  });
});
