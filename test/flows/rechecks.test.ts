import { describe, expect, it } from '@jest/globals';
import type { ProcessLife } from '../../analysis/types.ts';
import { stepOf, wanted } from '../../flows/index.ts';
import type { Investigation, Target } from '../../flows/types.ts';
import { counters, linux, life, minute, moved, opened, start, taken, windows } from './support/a-case.ts';

const mb = 2 ** 20;
const of: ProcessLife = { ...life, machine: 'here', process: 'leaky', runtime: 'native' };
const hour = 60 * minute;
const fixedAt = start + 2 * hour;
const curve = (perHour: number, from: number, minutes = 60) =>
  counters({ privateBytes: [800 * mb, perHour * mb], virtualBytes: [2000 * mb, perHour * mb], handles: [300, 0] }, minutes, from, of);

/** A native leak on this machine (or one that nobody but a person reaches), its fix verified by a flat hour, and closed. */
function closed(target: Target): Investigation {
  const grown = taken(
    opened(target),
    counters({ privateBytes: [500 * mb, 300 * mb], virtualBytes: [1500 * mb, 300 * mb], handles: [300, 0] }, 90, start, of),
  ).investigation;
  const fixed = moved(grown, { type: 'fixAnnounced', what: 'frees its buffers', at: new Date(fixedAt).toISOString() } as never);
  const watch = wanted(fixed).watches[0]?.id ?? null;
  const held = taken(fixed, curve(0, fixedAt + minute), { watch }).investigation;
  expect(held.snapshot.facts.fixHolds).toBe('yes');
  const ended = moved(held, { type: 'closedCase' });
  expect(stepOf(ended)).toBe('closed');
  return ended;
}
const posts = (record: Investigation): string => record.pending.flatMap((each) => (each.type === 'post' ? [each.text] : [])).join('\n');
/** What the watch of a re-check hands in. */
const seen = (record: Investigation, perHour: number, minutes = 60): Investigation =>
  taken(record, curve(perHour, fixedAt + 3 * hour, minutes), { watch: wanted(record).watches[0]!.id }).investigation;

describe('a re-check of a closed case', () => {
  const case_ = closed(linux);

  it('watches again by itself, and a few samples confirm nothing', () => {
    expect(wanted(case_).due.map((each) => each.id)).toEqual(['recheck-1h', 'recheck-24h', 'recheck-7d']);
    const looking = moved(case_, { type: 'timeCame', due: 'recheck-1h' });
    expect(stepOf(looking)).toBe('reported');
    expect(wanted(looking).watches).toHaveLength(1);
    expect(wanted(looking).watches[0]?.id).not.toBe(wanted(case_).watches[0]?.id);
    expect(stepOf(seen(looking, 0, 2))).toBe('reported');
  });

  it('closes it again when the fix still holds, and says so; the next one stays due', () => {
    const again = seen(moved(case_, { type: 'timeCame', due: 'recheck-1h' }), 0);
    expect(stepOf(again)).toBe('closed');
    expect(again.snapshot.facts.fixHolds).toBe('yes');
    expect(posts(again)).toContain('Looked at again: the fix still holds. The case is closed again.');
    expect(wanted(again).watches).toEqual([]);
    expect(wanted(again).due.map((each) => each.id)).toEqual(['recheck-24h', 'recheck-7d']);
  });

  it('opens it again at the counters when it grows', () => {
    const relapsed = seen(moved(case_, { type: 'timeCame', due: 'recheck-1h' }), 300);
    expect(stepOf(relapsed)).toBe('counters');
    expect(posts(relapsed)).toContain('It grows again after the fix');
  });

  it('that can see nothing closes it again and asks for the counters', () => {
    const lost = moved(moved(case_, { type: 'timeCame', due: 'recheck-24h' }), { type: 'watchLost', detail: 'Process 5 has ended.' });
    expect(stepOf(lost)).toBe('closed');
    expect(lost.snapshot.facts.fixHolds).toBeNull();
    expect(posts(lost)).toContain('could not be seen: paste the counters here');
  });

  it('only reminds where a person runs the commands', () => {
    const reminded = moved(closed({ ...windows, host: 'here', process: 'leaky' }), { type: 'timeCame', due: 'recheck-1h' });
    expect(stepOf(reminded)).toBe('closed');
    expect(posts(reminded)).toContain('One hour after the fix: does it still hold?');
  });
});
