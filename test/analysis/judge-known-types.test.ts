/** Types of which a healthy process has few, seen more than once: what does not grow is not what leaks. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Judgement } from '../../analysis/types.ts';
import { MB, noon } from '../support/evidence.ts';
import { minute } from '../support/made-clues.ts';
import { heap, types } from '../support/made-evidence.ts';

/** Two statistics an hour apart in which the orders grow, and so many of another type. */
const beside = (type: string, counts: readonly number[], apart = 60 * minute): Judgement =>
  judge(
    counts.map((count, i) =>
      heap(`h${i}`, types(['Shop.Order', 200 + i * 300_000, (200 + i * 300_000) * 120], [type, count, count * 64]), noon + i * apart),
    ),
    defaultScope,
  );
const rules = ({ findings }: Judgement): readonly string[] => findings.map(({ rule }) => rule);

describe('many objects of a suspicious type', () => {
  it.each([
    ['System.Threading.TimerQueueTimer', 'timer-not-disposed'],
    ['System.Threading.CancellationTokenSource', 'cancellation-token-source-not-disposed'],
    ['System.Reflection.Emit.DynamicMethod', 'expression-compile'],
    ['System.Net.Http.HttpClient', 'http-client-per-call'],
    ['System.IO.FileSystemWatcher', 'file-system-watcher-not-disposed'],
  ])('of which there are as many an hour later are not what leaks: %s', (type, cause) => {
    const judged = beside(type, [30_000, 30_010]);
    expect(judged.verdict).toMatchObject({ class: 'managed', component: 'Shop.Order' });
    expect(judged.verdict.causes[0]?.id).not.toBe(cause);
    expect(rules(judged)).not.toContain('known-types');
    expect(judged.findings.find(({ rule }) => rule === 'known-types-rest')?.says).toContain('30,010 objects of');
  });
  it('that are gone in the next statistic are not told at all', () => {
    const judged = beside('System.Text.RegularExpressions.Regex', [30_000, 300], minute);
    expect(judged.verdict).toMatchObject({ component: 'Shop.Order' });
    expect(rules(judged).filter((rule) => rule.startsWith('known-types'))).toEqual([]);
  });
  it('that grow are what leaks, and how many there are now is told', () => {
    const judged = beside('System.Threading.TimerQueueTimer', [9000, 240_000]);
    expect(judged.verdict.component).toBe('System.Threading.TimerQueueTimer');
    expect(judged.findings.find(({ rule }) => rule === 'known-types')?.says).toContain('240,000 objects of');
  });
  it('may still pile up where the two looks are a minute apart', () => {
    expect(rules(beside('System.Threading.TimerQueueTimer', [30_000, 30_010], minute))).toContain('known-types');
  });
  it('are suspicious in one look', () => {
    const one = judge([heap('h', types(['System.Threading.TimerQueueTimer', 40_000, 3 * MB]))], defaultScope);
    expect(one.verdict.component).toBe('System.Threading.TimerQueueTimer');
  });
  it('of WMI, each with a COM object behind it, were not disposed', () => {
    const queried = types(
      ['System.Management.ManagementScope', 90_000, 5 * MB],
      ['System.Management.ManagementObjectSearcher', 40_000, 3 * MB],
      ['System.String', 90_000, 8 * MB],
    );
    const { component, causes, class: leak } = judge([heap('h', queried)], defaultScope).verdict;
    expect([leak, component, causes[0]?.id]).toEqual(['managed', 'System.Management.ManagementScope', 'disposable-not-disposed']);
  });
  it('of two types of one cause name the one that grows', () => {
    const rows = (holders: number, timers: number) =>
      types(['System.Threading.TimerHolder', holders, holders * 24], ['System.Timers.Timer', timers, timers * 64]);
    const judged = judge([heap('a', rows(90_000, 2000), noon), heap('b', rows(90_000, 60_000), noon + 60 * minute)], defaultScope);
    expect(judged.verdict.component).toBe('System.Timers.Timer');
  });
});
