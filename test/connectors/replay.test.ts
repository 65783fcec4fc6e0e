import { describe, expect, it } from '@jest/globals';
import { createReplay } from '../../connectors/index.ts';
import { incidents } from '../../connectors/practice/index.ts';
import type { Command, ConnectorTarget } from '../../connectors/types.ts';
import { connectorContract } from '../support/connector-contract.ts';

const signal = new AbortController().signal;
const target = (incident: string): ConnectorTarget => ({ host: 'x', process: null, pid: null, startedAt: null, incident });
const command = (collector: string, occurrence: number, step?: string): Command => ({
  collector,
  occurrence,
  argv: ['not-run'],
  timeoutMs: 1000,
  ...(step === undefined ? {} : { step }),
});

connectorContract('a recorded incident', () => createReplay({ speed: 1000 }));

describe('a recorded watch', () => {
  const minutes = (count: number) => count * 60_000;
  const at = (now: number, speed = 60) => createReplay({ speed, now: () => now });
  const ask = async (now: number, cursor: string | null, phase = 'counters') => {
    const sampled = await at(now).sample!({ target: target('gdi-plus'), phase, startedAt: 1_000_000, cursor }, signal);
    if (sampled.status !== 'done') throw new Error(sampled.detail);
    return sampled;
  };

  /** All that has been played by then, in as many answers as it takes. */
  const askAll = async (now: number) => {
    const lines: string[] = [];
    let part = await ask(now, null);
    for (; part.lines.length > 0; part = await ask(now, part.cursor)) lines.push(...part.lines);
    return { lines, cursor: part.cursor, ended: part.ended };
  };

  it('plays as fast as it was told to', async () => {
    expect((await askAll(1_000_000)).lines).toHaveLength(1);
    expect((await askAll(1_000_000 + minutes(1))).lines).toHaveLength(121); // an hour at one line each 30 s
    expect((await askAll(1_000_000 + minutes(1))).ended).toBe(false);
  });

  it('never jumps over a dump threshold, however fast it is', async () => {
    let cursor: string | null = null;
    const tops: number[] = [];
    for (let ended = false; !ended;) {
      const part = await ask(9_000_000_000, cursor, 'leakTracking');
      tops.push(JSON.parse(part.lines.at(-1)!).privateBytes / 2 ** 30);
      [cursor, ended] = [part.cursor, part.ended];
    }
    const looks = [2.2, 2.6, 3.0].map((threshold) => tops.findIndex((top) => top >= threshold));
    expect(new Set(looks).size).toBe(3);
  });

  it('goes on from the cursor without a gap or a line twice, and says when it is over', async () => {
    const whole = await askAll(1_000_000 + minutes(60));
    const parts: string[] = [];
    let cursor: string | null = null;
    for (let now = 1_000_000; now <= 1_000_000 + minutes(3); now += 7_777) {
      const part = await ask(now, cursor);
      parts.push(...part.lines);
      cursor = part.cursor;
    }
    expect(parts).toEqual(whole.lines);
    expect(whole.ended).toBe(true);
    expect(await ask(1_000_000 + minutes(60), whole.cursor)).toMatchObject({ lines: [], ended: true });
  });

  it('is the same each time, and survives a cursor that is none of its own', async () => {
    expect(await ask(2_000_000, null)).toEqual(await ask(2_000_000, null));
    expect((await ask(2_000_000, '../../x')).lines).toEqual((await ask(2_000_000, null)).lines);
    expect((await ask(1_000_000, '999999999')).lines).toEqual([]);
  });

  it('says in a sentence that a step was not recorded', async () => {
    const sampled = await at(0).sample!({ target: target('gdi-plus'), phase: 'intake', startedAt: 0, cursor: null }, signal);
    expect(sampled).toMatchObject({
      status: 'failed',
      detail: expect.stringMatching(/^The recording of .* has no counters for this step\.$/),
    });
  });
});

describe('a recorded output', () => {
  const replay = createReplay({ speed: 100_000 });
  const run = async (incident: string, asked: Command) => {
    const outcome = await replay.exec!(target(incident), asked, signal);
    if (outcome.status !== 'done') throw new Error(outcome.detail);
    return outcome;
  };

  it('is answered in the order in which it was collected, with the time of then', async () => {
    const reports = await Promise.all([1, 2, 3].map((nth) => run('gdi-plus', command('leak-report', nth))));
    expect(reports.map(({ stdout }) => /Tracking duration = (\S+)/.exec(stdout)?.[1])).toEqual(['01:39:09', '02:01:34', '02:26:05']);
    expect(new Date(reports[0]!.takenAt).toISOString()).toBe('2015-03-10T12:19:09.000Z');
  });

  it('belongs to its step: after the fix the counts after the fix are shown, however often it was counted before', async () => {
    const before = await run('xml-serializer', command('handle-summary', 2, 'handleTypes'));
    expect(before.stdout).toContain('Total handles: 29401');
    for (const nth of [1, 3, 9]) {
      const after = await run('xml-serializer', command('handle-summary', nth, 'verifyingFix'));
      expect(after.stdout).toMatch(/Semaphore {7}: 31\n/);
    }
  });

  it('does not show the lines that say where it is from', async () => {
    for (const incident of incidents) {
      for (const output of incident.outputs) {
        expect((await run(incident.id, command(output.collector, output.occurrence, output.step))).stdout).not.toContain('#~');
      }
    }
  });

  it('that nobody collected is a sentence that says what there is', async () => {
    const outcome = await replay.exec!(target('xml-serializer'), command('leak-report', 1), signal);
    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'toolMissing',
      detail: expect.stringMatching(/Nobody collected leak-report .*handle-summary/),
    });
  });

  it('takes its time at the speed of the clock, and stops when it is aborted', async () => {
    const slow = createReplay({ speed: 1 });
    const stop = new AbortController();
    const running = slow.exec!(target('gdi-plus'), command('leak-report', 1), stop.signal);
    stop.abort();
    expect(await running).toMatchObject({ status: 'failed', reason: 'timedOut' });
  });
});

describe('finding a recorded process', () => {
  it('answers to its name and its pid', async () => {
    const replay = createReplay({ speed: 1 });
    expect(await replay.find!('W3WP.exe', null, signal)).toMatchObject([{ pid: 5588, name: 'w3wp' }]);
    expect(await replay.find!(null, 13724, signal)).toMatchObject([{ name: 'iisexpress' }]);
    expect(await replay.find!('w3wp', 1, signal)).toEqual([]);
  });
});
