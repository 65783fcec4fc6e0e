import { describe, expect, it } from '@jest/globals';
import { handles, minute, moved, opened, start, taken, taking, resultOf } from './support/a-case.ts';
import { takeIn } from '../../flows/index.ts';

describe('outputs that do not tell when they were made', () => {
  const first = handles(null, { Event: 500, File: 100 });
  const second = handles(null, { Event: 9000, File: 100 });

  it('are asked about in the answer to the paste, by their numbers, and compared once their times are told', () => {
    const one = taken(opened(), second);
    expect(one.read[0]!.says).not.toContain('When');
    const two = taken(one.investigation, first);
    expect(two.read[0]!.says).toContain(
      'When was each made? It is compared with the others as soon as that is known; say “time 1 14:30” and “time 2 14:30”',
    );
    expect(two.investigation.judgement!.handleGrowth!.rows[0]!.growth).toBeNull();
    const [a, b] = two.investigation.evidence.map(({ id }) => id);
    // The second paste is the older output: what the person says counts, not the order of arrival.
    const told = moved(
      two.investigation,
      { type: 'timeTold', evidence: a!, takenAt: start + 20 * minute },
      { type: 'timeTold', evidence: b!, takenAt: start },
    );
    expect(told.judgement!.handleGrowth!.rows.find(({ type }) => type === 'Event')).toMatchObject({ counts: [500, 9000], growth: 8500 });
  });

  it('are asked about one at a time where the others have theirs', () => {
    const timed = [handles(start, { Event: 500 }), handles(start + 20 * minute, { Event: 4000 })].reduce(
      (record, reading) => taken(record, reading).investigation,
      opened(),
    );
    expect(taken(timed, second).read[0]!.says).toContain(
      'When was it made? It is compared with the others as soon as that is known; say “time 3 14:30”',
    );
  });

  it('need no question within one transcript, where one stands after the other', () => {
    const both = takeIn(opened(), taking(resultOf(first, second)));
    expect(both.read.map(({ says }) => says).join(' ')).not.toContain('When');
    expect(both.investigation.judgement!.handleGrowth!.rows[0]).toMatchObject({ type: 'Event', growth: 8500 });
  });
});
