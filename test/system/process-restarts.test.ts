/** Real processes that end and come back: the watch follows them into their next life, or says why it cannot. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLivePrograms, whyNoLivePrograms, type RunningProgram } from '../support/live-program.ts';
import { openLocalClient, type LocalClient } from './support/local-client.ts';
import { newDataFolder, startBot, waitFor, type RunningBot } from './support/start-bot.ts';

interface View {
  readonly id: string;
  readonly meta: string;
  readonly lead: string | null;
  readonly chip: { readonly text: string };
  readonly path: readonly { readonly step: string; readonly state: string }[];
  readonly timeline: readonly { readonly says: string }[];
}

const missing = whyNoLivePrograms();
if (missing !== null && process.env['CI'] === 'true') throw new Error(`In CI nothing may be missing: ${missing}`);
const live = missing === null ? describe : describe.skip;
const mb = 2 ** 20;
/** Every wait ends as soon as what is waited for is there; it never is so late on a machine that works at all. */
const patienceMs = 120_000;

live(`a watched process that is restarted${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  const start = missing === null ? createLivePrograms() : null;
  let bot: RunningBot;
  let client: LocalClient;
  const running: RunningProgram[] = [];
  beforeAll(async () => {
    const settings = { MINIMUM_WATCH: '12 s', SAMPLE_INTERVAL: '250 ms', HANDLE_SUMMARIES_APART: '3 s' };
    bot = await startBot({ data: await newDataFolder(), settings });
    client = await openLocalClient(bot.url);
  });
  afterAll(async () => {
    client.close();
    await bot.stop();
    for (const each of running) await each.stop();
  });
  const leak = async (seed: number): Promise<RunningProgram> => {
    const program = await start!('leak-memory', 2 * mb, seed);
    running.push(program);
    return program;
  };
  const view = async (): Promise<View> => (await client.currentCase()) as unknown as View;
  const timeline = async (): Promise<string> => (await view()).timeline.map((each) => each.says).join('\n');
  const shown = (): string =>
    client
      .activities()
      .map((each) => each.text)
      .join('\n');

  /** Investigates the process and goes on until its counters are watched. */
  async function watch(pid: number): Promise<void> {
    await client.say(`investigate ${pid}`);
    // Its own first step is offered: until then there is nothing to skip.
    const isAt = (step: string) => async () => {
      const now = (await client.currentCase()) as View | null;
      return now?.meta.includes(`pid ${pid}`) === true && now.path.some((each) => each.step === step && each.state === 'now');
    };
    await waitFor(isAt('preflight'), patienceMs, shown);
    await client.say('skip not now');
    await waitFor(isAt('counters'), patienceMs, shown);
    const isOffered = () => client.buttons().findLast((each) => each.verb === 'collect' && /watch/i.test(each.title));
    await client.press(await waitFor(isOffered, patienceMs, shown));
    // Several samples have been handed in: who it is and who runs beside it is known.
    await waitFor(async () => /samples/.test((await view()).lead ?? ''), patienceMs, shown);
  }

  it('is followed under its new pid: two lives, and a verdict', async () => {
    const first = await leak(7);
    await watch(first.pid);
    await first.stop();
    await new Promise((done) => setTimeout(done, 700));
    const second = await leak(7);
    await waitFor(async () => (await view()).meta.includes(`pid ${second.pid}`), patienceMs, shown);
    expect(await timeline()).toContain(`The process was restarted; its pid is now ${second.pid}. Its two lives are not compared.`);
    expect(await timeline()).not.toContain('The watch was lost');
    await waitFor(async () => /native/i.test((await view()).chip.text), patienceMs, shown);
    await second.stop();
    await client.say('cancel done with it');
  });

  it('is not mistaken for one that ran beside it, and without a successor the watch says that it ended', async () => {
    const beside = await leak(7);
    const watched = await leak(7);
    await watch(watched.pid);
    await watched.stop();
    await waitFor(async () => (await timeline()).includes('The watch was lost'), patienceMs, shown);
    expect(await timeline()).toContain(`The watch was lost: Process ${watched.pid} has ended.`);
    expect(await timeline()).not.toContain('was restarted');
    await beside.stop();
    await client.say('cancel done with it');
  });

  it('is not guessed where two came in its place: both are named', async () => {
    const watched = await leak(7);
    await watch(watched.pid);
    // Both are there before it ends, as in a restart that overlaps: whichever came first would be followed.
    const [one, other] = [await leak(7), await leak(7)];
    await watched.stop();
    await waitFor(async () => (await timeline()).includes('The watch was lost'), patienceMs, shown);
    const said = await timeline();
    expect(said).toMatch(/it cannot be told which process took its place/);
    for (const each of [one, other]) expect(said).toContain(String(each.pid));
    await one.stop();
    await other.stop();
  });
});
