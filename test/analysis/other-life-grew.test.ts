import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, ProcessLife } from '../../analysis/types.ts';
import { counter, evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';
import { heap, types } from '../support/made-evidence.ts';

const hour = 60 * minute;

/** Ten hours, or as long as is said, of private bytes, a GC heap, handles and threads. */
function watched(id: string, life: ProcessLife, from: number, perMinute: number, minutes = 600): Evidence {
  const still = (value: number) => (at: number) => value * (1 + 0.002 * Math.sin(at * 2.1));
  const series = [
    counter('privateBytes', minutes, (at) => 400 * MB + perMinute * at + 0.3 * MB * Math.sin(at * 2.4), life, from),
    counter('gcHeap', minutes, still(110 * MB), life, from),
    counter('handles', minutes, still(900), life, from),
    counter('threads', minutes, still(42), life, from),
    counter('assemblies', minutes, still(130), life, from),
  ];
  return evidenceOf(id, { kind: 'counters', series, life });
}
const said = (...evidence: readonly Evidence[]) => {
  const { verdict, findings } = judge(evidence, defaultScope);
  return { verdict, says: findings.filter(({ rule }) => rule === 'other-life-grew').map((each) => each.says) };
};
const leaking = watched('before', lifeOf(4312, { startedAt: noon - hour }), noon, 2 * MB);

describe('a life that stands still after one that grew', () => {
  it('is less surely no leak, and the growth before is told', () => {
    const calm = watched('after', lifeOf(5555, { startedAt: noon + 11 * hour }), noon + 11 * hour, 0, 1800);
    const alone = said(calm);
    const both = said(leaking, calm);
    expect(both.verdict.class).toBe('no-leak');
    expect(both.verdict.confidence).toBeLessThan(alone.verdict.confidence - 0.1);
    expect(both.says).toEqual([
      expect.stringMatching(
        /^Before, private bytes of w3wp \(pid 4312\) grew by 1[12]\d MB an hour over .* in w3wp \(pid 5555\) they do not\./,
      ),
    ]);
    expect(alone.says).toEqual([]);
    expect(said(calm, leaking)).toEqual(both);
  });

  it('does not stand still in what nobody watched', () => {
    const of = (each: Evidence): Evidence => ({ ...each, life: lifeOf(6300) });
    const looks = [40_000, 140_000].map((count, i) => of(heap(`look ${i}`, types(['Shop.Basket', count, count * 400]), noon + i * hour)));
    const { findings } = judge([watched('beside', lifeOf(5200), noon, 2 * MB), ...looks], { ...defaultScope, pid: 6300 });
    const says = findings.filter(({ rule }) => rule === 'other-life-grew').map((each) => each.says);
    expect(says).toEqual([expect.stringMatching(/grew by .*; whether they grow in w3wp \(pid 6300\) is not known\.$/)]);
  });

  it('is told from one with the same pid by its start', () => {
    const { says } = said(leaking, watched('after', lifeOf(4312, { startedAt: noon + 11 * hour }), noon + 11 * hour, 0));
    expect(says[0]).toContain('w3wp (pid 4312), started 2026-05-04 11:00 UTC grew');
    expect(says[0]).toContain('in w3wp (pid 4312), started 2026-05-04 23:00 UTC they do not');
  });

  it('says of two that grow side by side which one the verdict is about', () => {
    const { verdict, says } = said(leaking, watched('beside', lifeOf(7777, { startedAt: noon - 9 * hour }), noon, 4 * MB));
    expect(verdict.class).toBe('native');
    expect(says).toEqual([expect.stringMatching(/^Beside it, .* too\. The verdict is about w3wp \(pid 7777\) alone/)]);
  });
});

describe('a process that was hardly watched after one that grew', () => {
  const young = lifeOf(5120, { startedAt: noon + 10.5 * hour });
  const young20 = evidenceOf('young', {
    kind: 'counters',
    life: young,
    series: [counter('privateBytes', 20, () => 300 * MB, young, noon + 11 * hour)],
  });

  it('leaves the verdict to that one, and every sentence says so', () => {
    for (const evidence of [
      [leaking, young20],
      [young20, leaking],
    ]) {
      const { verdict, findings } = judge(evidence, defaultScope);
      expect(verdict.lead).toMatch(/^w3wp \(pid 4312\): /);
      expect(findings.find(({ rule }) => rule === 'other-lives')?.says).toContain(
        'w3wp (pid 5120) has not been watched for long enough, so the verdict goes by w3wp (pid 4312)',
      );
      expect(findings.some(({ rule }) => rule === 'other-life-grew')).toBe(false);
    }
  });
});

describe('processes of one name on two machines', () => {
  const web = (machine: string, from: number, perMinute: number) =>
    watched(machine, lifeOf(4312, { machine, startedAt: null }), from, perMinute);

  it.each([
    ['one after the other', 12 * hour],
    ['at the same time', 0],
  ])('watched %s: the one that leaks is the one in question, by its machine', (_, later) => {
    const { verdict, findings } = judge([web('WEB02', noon + later, 0), web('WEB01', noon, 2 * MB)], defaultScope);
    expect(verdict.class).toBe('native');
    expect(verdict.lead).toMatch(/^w3wp \(pid 4312\) on WEB01: /);
    expect(findings.find(({ rule }) => rule === 'other-lives')?.says).toContain('2 processes of that name');
  });

  it('are never before and after', () => {
    const { says } = said(web('WEB01', noon, 2 * MB), web('WEB02', noon + 12 * hour, 4 * MB));
    expect(says).toEqual([expect.stringMatching(/^Beside it, private bytes of w3wp \(pid 4312\) on WEB01 grew/)]);
  });
});
