import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Deployment, Evidence, Finding } from '../../analysis/types.ts';
import { hostOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { counters, flat, rising } from '../support/made-evidence.ts';

/** A little noise of its own, the same in every run. */
const noisy = (value: (m: number) => number) => (m: number) => value(m) + MB * Math.sin(m * 2.3);
const bending = (start: number, at: number, perMinute: number) => noisy((m) => start + perMinute * Math.max(0, m - at));
const log = (value: (m: number) => number, minutes = 240): Evidence =>
  counters('log', { privateBytes: value, gcHeap: flat(80 * MB) }, lifeOf(4312), minutes);

function about(deployments: readonly Deployment[], ...evidence: readonly Evidence[]): readonly Finding[] {
  const scope = { ...defaultScope, process: 'w3wp', deployments };
  const found = judge(evidence, scope).findings.filter(({ rule }) => rule === 'deployment');
  expect(judge(evidence.toReversed(), scope).findings.filter(({ rule }) => rule === 'deployment')).toEqual(found);
  return found;
}
const deployed = (afterMinutes: number, what: string | null = null): Deployment => ({ at: noon + afterMinutes * minute, what });

describe('a deployment and the moment when the growth began', () => {
  it('are tied where the curve bends within minutes of it', () => {
    const [found] = about([deployed(97, 'v2.3.1')], log(bending(400 * MB, 100, 5 * MB)));
    expect(found!.says).toMatch(
      /^Private bytes began to grow (?:at about the time|within \d+ min) of the deployment of v2\.3\.1 \(.* after it\)\.$/,
    );
    expect(found).toMatchObject({
      strength: 'strong',
      points: null,
      evidence: ['log'],
      measured: { tied: 1, deployedAt: noon + 97 * minute },
    });
    expect(Math.abs(found!.measured['beganAt']! - (noon + 100 * minute))).toBeLessThan(12 * minute);
  });

  it('are not where it grew before', () => {
    const [found] = about([deployed(180)], log(bending(400 * MB, 80, 5 * MB)));
    expect(found!.says).toMatch(/^Private bytes began to grow 1 h \d+ min before the deployment \(.*\): it did not begin with it\.$/);
    expect(found).toMatchObject({ strength: 'strong', measured: { tied: 0 } });
  });

  it('are not where it began hours later', () => {
    const [found] = about([deployed(10)], log(bending(400 * MB, 190, 5 * MB), 360));
    expect(found!.says).toContain('not at once');
    expect(found).toMatchObject({ strength: 'weak', measured: { tied: -1 } });
  });

  it('are not where a straight line goes through it', () => {
    const [found] = about([deployed(100)], log(noisy(rising(400 * MB, 4 * MB))));
    expect(found!.says).toBe('Private bytes grew before the deployment as fast as after it: it did not begin with it.');
  });

  it('stay open where nothing was sampled before it', () => {
    const [found] = about([deployed(-20)], log(noisy(rising(400 * MB, 4 * MB))));
    expect(found!.says).toBe(
      'Nothing was sampled before the deployment, 20 min before the first sample: whether the growth began with it is not known.',
    );
    expect(about([deployed(-48 * 60)], log(noisy(rising(400 * MB, 4 * MB))))).toEqual([]);
  });

  it('are told by two lives: the one before did not grow, the one it started does', () => {
    const before = counters('old', { privateBytes: noisy(flat(400 * MB)) }, lifeOf(1111), 120, noon - 121 * minute);
    const [found] = about([deployed(-1, 'build 77')], before, log(noisy(rising(300 * MB, 4 * MB))));
    expect(found!.says).toBe(
      'Private bytes did not grow like this in the life before the deployment of build 77 (w3wp (pid 1111)); in the life that began 60 s after it private bytes grow.',
    );
    expect(found).toMatchObject({ evidence: ['log', 'old'], measured: { tied: 1 } });
    const leaked = counters('old', { privateBytes: noisy(rising(300 * MB, 4 * MB)) }, lifeOf(1111), 120, noon - 121 * minute);
    expect(about([deployed(-1)], leaked, log(noisy(rising(300 * MB, 4 * MB))))[0]!.says).toContain(
      'grew in the life before the deployment (w3wp (pid 1111)), too',
    );
  });

  it('are known from a host’s own line, once where a person told the same', () => {
    const host = hostOf('host', { deployedAt: noon + 97 * minute, takenAt: noon });
    const leak = log(bending(400 * MB, 100, 5 * MB));
    expect(about([], leak, host)).toMatchObject([{ evidence: ['host', 'log'], measured: { tied: 1 } }]);
    expect(about([deployed(98)], leak, host)).toHaveLength(1);
    expect(about([deployed(30), deployed(97)], leak)).toHaveLength(2);
  });

  it('of several the nearest one is tied to it, whatever was deployed later', () => {
    const many = [deployed(75, '5.0'), deployed(98, '5.1'), ...[150, 170, 190, 210].map((m) => deployed(m, `6.${m}`))];
    const found = about(many, log(bending(400 * MB, 100, 5 * MB)));
    expect(found).toHaveLength(3);
    expect(found.filter(({ measured }) => measured['tied'] === 1).map(({ says }) => says)).toEqual([
      expect.stringContaining('the deployment of 5.1'),
    ]);
  });

  it('need something that grows, and a deployment', () => {
    expect(about([deployed(97)], log(noisy(flat(400 * MB))))).toEqual([]);
    expect(about([], log(bending(400 * MB, 100, 5 * MB)))).toEqual([]);
  });
});

describe('a deployment between two lives', () => {
  const pids = { before: lifeOf(4312, { startedAt: null }), after: lifeOf(5120, { startedAt: null }) };
  const watched = (id: 'before' | 'after', value: (m: number) => number, from: number): Evidence =>
    counters(id, { privateBytes: noisy(value), gcHeap: flat(80 * MB), handles: flat(900) }, pids[id], 600, noon + from * minute);
  const said = (rule: string, deployments: readonly Deployment[], ...evidence: readonly Evidence[]): readonly string[] =>
    judge(evidence, { ...defaultScope, process: 'w3wp', deployments })
      .findings.filter((each) => each.rule === rule)
      .map(({ says }) => says);

  it('may have mended what grew before it', () => {
    const both = [watched('before', rising(400 * MB, 2 * MB), 0), watched('after', flat(400 * MB), 610)];
    expect(said('deployment-mended', [deployed(604, 'v2.4')], ...both)).toEqual([
      expect.stringMatching(
        /^Private bytes grew by 1[12]\d MB an hour in w3wp \(pid 4312\), until the deployment of v2\.4; in w3wp \(pid 5120\), which began with it, they do not: it may have been mended there\.$/,
      ),
    ]);
    expect(said('deployment-mended', [deployed(300)], ...both)).toEqual([]);
    expect(said('deployment-mended', [deployed(604)], watched('before', flat(400 * MB), 0), both[1]!)).toEqual([]);
  });

  it('that the earlier one ran through is not followed by the growth of the later one at once', () => {
    const both = [watched('before', flat(400 * MB), 0), watched('after', rising(400 * MB, 2 * MB), 610)];
    expect(said('deployment', [deployed(60)], ...both)).toEqual([
      expect.stringMatching(
        /^Private bytes did not grow for 8 h 59 min after the deployment in the life that ran then .*: what grows began with a later one/,
      ),
    ]);
  });
});
