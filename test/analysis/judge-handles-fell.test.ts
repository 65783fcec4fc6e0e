/** A total of handles that falls: within one process everything was given back, else it may have been restarted. */
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { noon } from '../support/evidence.ts';
import { handles } from '../support/made-evidence.ts';

const hour = 3_600_000;
const counted = (pid: number | null, ...events: readonly number[]): readonly Evidence[] =>
  events.map((count, index) =>
    handles(`h${index}`, { Event: count, File: 300, Key: 40 }, { ...(pid === null ? {} : { pid }), at: noon + index * hour }),
  );
const judged = (...evidence: readonly Evidence[]): Judgement => judge(evidence, defaultScope);
const says = ({ findings }: Judgement): string => findings.map((each) => each.says).join('\n');

describe('handles that were counted three times and fell', () => {
  it('of one pid: what was opened was closed, and there is no handle leak', () => {
    const judgement = judged(...counted(4312, 500, 9500, 620));
    expect(judgement.verdict.class).toBe('not-enough-data');
    expect(says(judgement)).toContain('no handle type grows: Event 500 → 9,500 → 620');
    expect(says(judgement)).not.toContain('That is a level');
  });

  it('of nobody: taken for a restart, said so, and surer where three rose before', () => {
    const two = judged(...counted(null, 500, 9500, 620));
    const more = judged(...counted(null, 500, 5000, 9500, 14_000, 620));
    expect(says(two)).toContain(
      'The total of handles goes 840 → 9,840 → 960: such a fall is taken for a restart, and 1 of these summaries is not',
    );
    expect(two.findings.find(({ rule }) => rule === 'handles-fell')?.evidence).toEqual(['h2']);
    expect([two.verdict.class, more.verdict.class]).toEqual(['handle', 'handle']);
    expect(two.verdict.confidence).toBeLessThan(0.7);
    expect(more.verdict.confidence).toBeGreaterThan(0.85);
  });

  it('of two pids: the newer process speaks for itself', () => {
    const judgement = judged(
      ...counted(4312, 500, 9500),
      ...counted(5120, 620).map((each) => ({ ...each, id: 'n', takenAt: noon + 2 * hour })),
    );
    expect(says(judgement)).not.toContain('such a fall is taken for a restart');
  });
});

describe('the types of handles that grow', () => {
  it('make the component, but for one that breathes beside the one that leaks', () => {
    const at = (key: number, event: number, index: number): Evidence =>
      handles(`h${index}`, { Key: key, Event: event }, { pid: 4312, at: noon + index * hour });
    expect(judged(at(40, 500, 0), at(4040, 600, 1), at(8040, 590, 2)).verdict.component).toBe('Key');
    expect(judged(at(40, 500, 0), at(4040, 2500, 1), at(8040, 4500, 2)).verdict.component).toBe('Key and Event');
  });
});
