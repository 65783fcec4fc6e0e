/** What looks like a leak and is none, or cannot be told yet. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { judgeSamples } from '../../analysis/trend/trend.ts';
import { evidenceOf, lifeOf, MB, noon } from '../support/evidence.ts';
import { counters, flat, handles, heap, rising, stack, types } from '../support/made-evidence.ts';

const minute = 60_000;
const verdict = (...evidence: Parameters<typeof judge>[0]) => judge(evidence, defaultScope).verdict;

describe('look-alikes', () => {
  it('a ramp of one morning is too early, the same growth in a line for a day is growth', () => {
    const day = (value: (h: number) => number) =>
      judgeSamples(
        Array.from({ length: 288 }, (_, i) => ({ at: noon + i * 5 * minute, value: value(i / 12) * MB })),
        { minimumMs: 30 * minute, oneLife: true, least: MB },
      ).motion;
    expect(day((h) => 500 + 110 * (1 - Math.cos(((h - 3) / 24) * 2 * Math.PI)))).not.toBe('grows');
    expect(day((h) => 500 + 20 * h)).toBe('grows');
  });

  it('three seconds in which a small process grew by less than a megabyte are too short to call it level', () => {
    const samples = Array.from({ length: 30 }, (_, i) => ({ at: noon + i * 100, value: 0.4 * MB + i * 0.1 * 256 * 1024 }));
    const answer = judgeSamples(samples, { minimumMs: 2000, oneLife: true, least: MB });
    expect(answer.motion).toBe('too-early');
    expect(answer.needsMs).toBeGreaterThan(3000);
  });

  it('address space that a Linux process reserves never makes the class virtual', () => {
    const life = lifeOf(77, { process: 'app', runtime: 'dotnet' });
    const evidence = counters('c', { privateBytes: flat(300 * MB), gcHeap: flat(90 * MB), virtualBytes: rising(9000 * MB, 64 * MB) }, life);
    expect(verdict(evidence).class).toBe('not-enough-data');
  });

  it('two statistics of a healthy site that differ by what the moment holds show no growth', () => {
    const site = (factor: number) =>
      types(
        ['System.String', 800_000 * factor, 90 * MB * factor],
        ['System.Byte[]', 40_000, 110 * MB],
        ['Shop.Product', 6500 * factor, 0.5 * MB * factor],
      );
    expect(verdict(heap('a', site(1), noon), heap('b', site(1.2), noon + 10 * minute)).class).toBe('not-enough-data');
  });

  it('a level of handles says that it grew where the same types grow between the summaries', () => {
    const pair = [handles('a', { Event: 11_751, Key: 90 }, { at: noon }), handles('b', { Event: 14_440, Key: 90 }, { at: noon + minute })];
    const level = judge(pair, defaultScope).findings.find(({ rule }) => rule === 'handle-level');
    expect(level?.says).toContain('reached by growing');
    const same = [handles('a', { Event: 14_440, Key: 90 }, { at: noon }), handles('b', { Event: 14_441, Key: 90 }, { at: noon + minute })];
    expect(judge(same, defaultScope).findings.find(({ rule }) => rule === 'handle-level')?.says).toContain('it does not grow');
  });

  it('stacks of one text that was read in windows are counted together', () => {
    const window = (index: number) =>
      evidenceOf(
        `w${index}`,
        {
          kind: 'stacks',
          threads: 400,
          stacks: [{ ...stack('ntdll!NtWait', 'clr!AwareLock::Contention', 'App!Go'), count: 400, threads: [`${index}`] }],
        },
        { sequence: { group: 'one text', index } },
      );
    const judged = judge([window(0), window(1), window(2)], defaultScope);
    expect(judged.findings.find(({ rule }) => rule === 'thread-pile-up')?.measured['threads']).toBe(1200);
  });

  it('an instance of perfmon (w3wp#1) is the process that was asked for', () => {
    const evidence = counters(
      'c',
      { privateBytes: rising(400 * MB, 4 * MB), gcHeap: flat(90 * MB), handles: flat(900), assemblies: flat(300) },
      { ...lifeOf(4312), process: 'w3wp#1', pid: null },
    );
    expect(judge([evidence], { ...defaultScope, process: 'w3wp' }).verdict.class).toBe('native');
  });

  it('what is not enough says what to collect and for how long', () => {
    expect(verdict(handles('h', { Event: 900, File: 300 })).lead).toMatch(/Collect the counters .* 30 min/);
  });
});
