import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, ProcessLife } from '../../analysis/types.ts';
import { counter, evidenceOf, lifeOf, MB, minute, noon } from '../support/evidence.ts';

const hour = 60 * minute;

/** Ten hours of private bytes, a GC heap, handles and threads. */
function watched(id: string, life: ProcessLife, from: number, perMinute: number): Evidence {
  const still = (value: number) => (at: number) => value * (1 + 0.002 * Math.sin(at * 2.1));
  const series = [
    counter('privateBytes', 600, (at) => 400 * MB + perMinute * at + 0.3 * MB * Math.sin(at * 2.4), life, from),
    counter('gcHeap', 600, still(110 * MB), life, from),
    counter('handles', 600, still(900), life, from),
    counter('threads', 600, still(42), life, from),
    counter('assemblies', 600, still(130), life, from),
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
    const calm = watched('after', lifeOf(5555, { startedAt: noon + 11 * hour }), noon + 11 * hour, 0);
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
