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
  async function conclude(pid: number): Promise<Record<string, unknown>> {
    await client.say(`investigate ${pid}`);
    const deadline = Date.now() + 180000;
    const pressed = new Set<string>();
    for (;;) {
      const found = (await client.currentCase()) as { path: { step: string; state: string }[]; meta: string } | null;
      if (found?.meta.includes(String(pid)) === true && found.path.some((each) => each.step === 'concluded' && each.state === 'now'))
        return found;
      const offered = client.buttons().findLast((each) => each.verb === 'collect');
      const key = JSON.stringify(offered?.data ?? null);
      if (offered !== undefined && !pressed.has(key)) {
        pressed.add(key);
        await client.press(offered);
      }
      if (Date.now() > deadline) throw new Error(`No verdict for ${pid}: ${JSON.stringify(found).slice(0, 3000)}`);
      await new Promise((done) => setTimeout(done, 300));
    }
  }

  const cases: readonly [LiveProgram, (string | number)[], RegExp, RegExp | null][] = [
    ['leak-memory', [2 * mb, 7], /native/i, null],
    ['leak-descriptors', ['eventfd', 20, 7], /handle/i, /eventfd/],
    ['leak-descriptors', ['socket', 15, 9], /handle/i, /socket/],
    ['saw-tooth', [24 * mb, 2, 7], /no leak/i, null],
    ['healthy', [7], /no leak/i, null],
  ];
  it.each(cases)('%s %j is judged: %s', async (program, args, chip, lead) => {
    const running = await start!(program, ...args);
    const found = (await conclude(running.pid)) as {
      chip: { text: string };
      lead: string;
      handles: { rows: { name: string }[] } | null;
    };
    await running.stop();
    expect(found.chip.text).toMatch(chip);
    if (lead !== null) {
      expect(found.handles?.rows[0]?.name).toMatch(lead);
      expect(found.lead).toMatch(lead);
    }
  });
});

live('the slope of a real leak', () => {
  it('its interval covers the programmed rate in at least 18 of 20 seeded runs, with a half-width of at most 25 %', async () => {
    const start = createLivePrograms();
    const rates = Array.from({ length: 20 }, (_, index) => mb * (0.5 + 0.25 * index));
    const runs: { running: RunningProgram; rate: number; lines: string[] }[] = [];
    for (const [index, rate] of rates.entries()) runs.push({ running: await start('leak-memory', rate, 100 + index), rate, lines: [] });
    await watchAll(runs, 40000, 500);
    const judged = runs.map((run) => ({ rate: run.rate * 3600, judgement: judgeLines(run.lines, 20000) }));
    await Promise.all(runs.map((run) => run.running.stop()));
    const growths = judged.map(({ rate, judgement }) => ({ rate, class: judgement.verdict.class, growth: judgement.verdict.growth }));
    const covered = growths.filter(({ rate, growth }) => growth?.ci95 != null && growth.ci95[0] <= rate && rate <= growth.ci95[1]);
    const narrow = growths.filter(({ rate, growth }) => growth?.ci95 != null && (growth.ci95[1] - growth.ci95[0]) / 2 <= 0.25 * rate);
    const shown = growths.map(
      ({ rate, class: leakClass, growth }) =>
        `${leakClass} ${(rate / mb / 3600).toFixed(2)} MB/s in ${growth?.ci95?.map((each) => (each / mb / 3600).toFixed(2)).join(' to ') ?? 'no interval'}`,
    );
    console.info(`covered ${covered.length} of 20, narrow ${narrow.length} of 20\n${shown.join('\n')}`);
    expect(covered.length).toBeGreaterThanOrEqual(18);
    expect(narrow.length).toBe(20);
    expect(growths.every((each) => each.class === 'native')).toBe(true);
  });
});

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
