/** Real processes on this machine: what leaks is named, what does not is left in peace, and the slope is honest. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultScope, judge, readBytes } from '../../analysis/index.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { createLocal } from '../../connectors/index.ts';
import { createLivePrograms, whyNoLivePrograms, type LiveProgram, type RunningProgram } from '../support/live-program.ts';
import { openLocalClient, type LocalClient } from './support/local-client.ts';
import { newDataFolder, startBot, waitFor, type RunningBot } from './support/start-bot.ts';

const missing = whyNoLivePrograms();
if (missing !== null && process.env['CI'] === 'true') throw new Error(`In CI nothing may be missing: ${missing}`);
const live = missing === null ? describe : describe.skip;
const mb = 2 ** 20;

/** Of a case's view, what these tests look at. */
interface Found {
  readonly meta: string;
  readonly chip: { readonly text: string };
  readonly lead: string | null;
  readonly path: readonly { readonly step: string; readonly state: string }[];
  readonly handles: { readonly rows: readonly { readonly name: string }[] } | null;
  readonly evidence: readonly { readonly from: string; readonly rawRef: string }[];
}

live(`investigate a process of this machine${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  const start = missing === null ? createLivePrograms() : null;
  let bot: RunningBot;
  let client: LocalClient;
  beforeAll(async () => {
    const settings = { MINIMUM_WATCH: '20 s', SAMPLE_INTERVAL: '250 ms', HANDLE_SUMMARIES_APART: '5 s' };
    bot = await startBot({ data: await newDataFolder(), settings });
    client = await openLocalClient(bot.url);
  });
  afterAll(async () => {
    client.close();
    await bot.stop();
  });

  /** Says `investigate <pid>` and presses what the card offers first, as a person would, until there is a verdict. */
  async function conclude(pid: number): Promise<Found> {
    await client.say(`investigate ${pid}`);
    const deadline = Date.now() + 240000;
    const pressed = new Set<string>();
    for (;;) {
      const found = (await client.currentCase()) as Found | null;
      const isItsOwn = found?.meta.includes(`pid ${pid}`) === true;
      if (isItsOwn && found.path.some((each) => each.step === 'concluded' && each.state === 'now')) return found;
      const offered = client.buttons().findLast((each) => each.verb === 'collect');
      const key = JSON.stringify(offered?.data ?? null);
      if (offered !== undefined && !pressed.has(key)) {
        pressed.add(key);
        await client.press(offered);
      }
      if (Date.now() > deadline) throw new Error(`No verdict for ${pid}: ${found === null ? 'no case' : await toldOf(found)}`);
      await new Promise((done) => setTimeout(done, 300));
    }
  }

  /** A case in one line: what a person is told, and what was seen of which the verdict was made. */
  async function toldOf({ chip, lead, path, handles, evidence }: Found): Promise<string> {
    const step = path.find((each) => each.state === 'now')?.step ?? 'no step';
    const watch = evidence.findLast((each) => each.from === 'watch');
    const lines = watch === undefined ? [] : (await (await fetch(`${bot.url}/local/raw/${watch.rawRef}`)).text()).trim().split('\n');
    const first = handles?.rows[0]?.name ?? 'none counted';
    return [chip.text, lead, `at ${step}`, `descriptors: ${first}`, seenIn(lines)].join(' | ');
  }

  const cases: readonly [LiveProgram, (string | number)[], RegExp, RegExp | null][] = [
    ['leak-memory', [2 * mb, 7], /^native leak/, null],
    ['leak-descriptors', ['eventfd', 20, 7], /^handle leak/, /eventfd/],
    ['leak-descriptors', ['socket', 15, 9], /^handle leak/, /socket/],
    ['saw-tooth', [24 * mb, 2, 7], /^no leak/, null],
    ['healthy', [7], /^no leak/, null],
  ];
  it.each(cases)('%s %j is judged: %s', async (program, args, chip, lead) => {
    const running = await start!(program, ...args);
    const found = await conclude(running.pid).finally(() => running.stop());
    const told = await toldOf(found);
    expect(told).toMatch(chip);
    if (lead === null) return;
    expect(told).toMatch(new RegExp(`descriptors: \\S*${lead.source}`));
    expect(told.split(' | ')[1]).toMatch(lead);
  });
});

live('the slope of a real leak', () => {
  it('its interval covers the programmed rate in at least 18 of 20 seeded runs, with a half-width of at most 25 %', async () => {
    const start = createLivePrograms();
    const rates = Array.from({ length: 20 }, (_, index) => mb * (0.5 + 0.15 * index));
    const runs: { running: RunningProgram; rate: number; lines: string[] }[] = [];
    for (const [index, rate] of rates.entries()) runs.push({ running: await start('leak-memory', rate, 100 + index), rate, lines: [] });
    await watchAll(runs, 40000, 500).finally(() => Promise.all(runs.map((run) => run.running.stop())));
    const judged = runs.map((run) => {
      const { verdict } = judgeLines(run.lines, 20000);
      const rate = run.rate * 3600;
      const [from, to] = verdict.growth?.ci95 ?? [Number.NaN, Number.NaN];
      const shown = [rate, from, to].map((each) => (each / mb / 3600).toFixed(2));
      const told = `${verdict.class}: ${shown[0]} MB/s, said to be ${shown[1]} to ${shown[2]} | ${seenIn(run.lines)}`;
      return { told, class: verdict.class, covers: from <= rate && rate <= to, isNarrow: (to - from) / 2 <= 0.25 * rate };
    });
    const missed = judged.filter((each) => !each.covers).map((each) => each.told);
    expect(missed.length <= 2 ? [] : missed).toEqual([]);
    expect(judged.filter((each) => !each.isNarrow || each.class !== 'native').map((each) => each.told)).toEqual([]);
  });
});

/** What was sampled, in a few words: what each counter does, how many samples, how long they were taken. */
function seenIn(lines: readonly string[]): string {
  if (lines.length === 0) return 'nothing was sampled';
  const trends = judgeLines(lines, 20000).trends.map(({ counter, motion }) => `${counter} ${motion}`);
  const times = lines.map((line) => Date.parse((JSON.parse(line) as { at: string }).at));
  return `${trends.join(', ')} | ${lines.length} samples in ${((times.at(-1)! - times[0]!) / 1000).toFixed(0)} s`;
}

/** Samples every process at its interval, through the connector that the bot uses. */
async function watchAll(
  runs: readonly { running: RunningProgram; lines: string[] }[],
  durationMs: number,
  intervalMs: number,
): Promise<void> {
  const local = createLocal();
  const startedAt = Date.now();
  while (Date.now() - startedAt < durationMs) {
    const began = Date.now();
    for (const run of runs) {
      const target = { host: 'localhost', process: null, pid: run.running.pid, startedAt: null, incident: null };
      const outcome = await local.sample!({ target, phase: 'counters', startedAt, cursor: null }, AbortSignal.timeout(5000));
      if (outcome.status !== 'done') throw new Error(outcome.detail);
      run.lines.push(...outcome.lines);
    }
    await new Promise((done) => setTimeout(done, Math.max(0, intervalMs - (Date.now() - began))));
  }
}

function judgeLines(lines: readonly string[], minimumMs: number): Judgement {
  const { blocks } = readBytes('watch.jsonl', new TextEncoder().encode(lines.join('\n')));
  const evidence = blocks
    .flatMap((block) => block.readings)
    .map((reading, index): Evidence => ({
      ...reading,
      id: `e${index}`,
      parser: 'sampler-lines',
      from: 'watch',
      rawRef: '',
      notes: [],
      timeFrom: 'content',
      sequence: null,
    }));
  return judge(evidence, { ...defaultScope, minimumMs });
}

it('waits with a sentence when nothing comes', async () => {
  await expect(
    waitFor(
      () => null,
      100,
      () => 'this was waited for',
    ),
  ).rejects.toThrow('this was waited for');
});
