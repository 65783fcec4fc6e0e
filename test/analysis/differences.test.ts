import { describe, expect, it } from '@jest/globals';
import { riseOf } from '../../analysis/rise.ts';
import type { Evidence } from '../../analysis/types.ts';
import { lifeOf, minute, noon } from '../support/evidence.ts';
import { differenceOf as of, judged, said } from '../support/judged.ts';
import { handles } from '../support/made-evidence.ts';

describe('a rise over a few readings', () => {
  it.each([
    [[100, 400], 300, false, false],
    [[100, 250, 400], 300, true, false],
    [[100, 900, 300], 200, false, true],
    [[100, 380, 360, 700], 600, true, false],
    [[100, null, 400], 300, false, false],
    [[null, 400], null, false, false],
    [[400, 300, 200], -200, false, false],
    [[0, 0, 500], 500, false, false],
  ] as const)('%j grows by %s, steadily: %s, swings: %s', (values, growth, steady, swings) => {
    expect(riseOf(values)).toMatchObject({ growth, steady, swings });
  });

  it('counts for more where it never falls than where it only ends higher', () => {
    expect(riseOf([0, 400, 900]).weight).toBeGreaterThan(riseOf([0, 2000, 1000]).weight);
  });
});

describe('handle summaries', () => {
  const series = (...counts: readonly Record<string, number>[]): readonly Evidence[] =>
    counts.map((byType, i) => handles(`h${i}`, byType, { at: noon + i * 20 * minute, pid: 4312 }));

  it('are compared by type, with the part that the types do not explain', () => {
    const judgement = judged(
      series({ Event: 9000, Semaphore: 8000, File: 226, Key: 100 }, { Event: 12_000, Semaphore: 10_000, File: 230, Key: 130 }),
    );
    expect(of(judgement, 'handles')).toMatchObject({ totals: [17_326, 22_360], growth: 5034, unexplained: 0, unit: 'count' });
    expect(said(judgement, 'difference:handles')!.says).toBe(
      'Over 2 handle summaries (20 min) handles grow 17,326 → 22,360 (+5,034): Event +3,000 (60 %) and Semaphore +2,000 (40 %); 34 (1 %) is not explained by these.',
    );
  });

  it('of three readings make what rises each time strong, and what swings no growth', () => {
    const judgement = judged(
      series({ Event: 200, Thread: 40, Key: 900 }, { Event: 230, Thread: 700, Key: 900 }, { Event: 262, Thread: 90, Key: 900 }),
    );
    expect(said(judgement, 'handle-growth:Event')).toMatchObject({ strength: 'strong' });
    expect(said(judgement, 'handle-growth:Event')!.says).toContain('200 → 230 → 262 in 40 min, higher each time');
    expect(said(judgement, 'handle-growth:Thread')).toBeUndefined();
    expect(judgement.verdict.component).toBe('Event');
  });

  it('rank what rises each time before what jumped and fell', () => {
    const judgement = judged(
      series({ Event: 100, File: 100 }, { Event: 500, File: 2600 }, { Event: 1000, File: 1500 }, { Event: 1500, File: 2000 }),
    );
    expect(judgement.handleGrowth!.rows.map(({ type }) => type)).toEqual(['Event', 'File']);
  });

  it('with a type missing: none in a whole summary, not known in a partial one', () => {
    expect(said(judged(series({ Event: 500 }, { Event: 510, Token: 4000 })), 'handle-growth:Token')).toMatchObject({
      measured: { first: 0, last: 4000 },
    });
    const partial = [
      handles('h0', { Event: 500 }, { at: noon, pid: 4312, partial: true }),
      handles('h1', { Event: 510, Token: 4000 }, { at: noon + 20 * minute, pid: 4312 }),
    ];
    expect(said(judged(partial), 'handle-growth:Token')).toBeUndefined();
    expect(of(judged(partial), 'handles')).toMatchObject({ growth: null, unexplained: null });
  });

  it('without a time ask for it instead of guessing, and one more without a time is left out and said', () => {
    const [first, second] = series({ Event: 9000 }, { Event: 20_000 });
    const untimed = handles('x', { Event: 15_000 }, { pid: 4312 });
    const judgement = judged([first!, second!, untimed]);
    expect(of(judgement, 'handles').evidence).toEqual(['h0', 'h1']);
    expect(said(judgement, 'time-unknown:handles')!.says).toBe(
      '1 more handle summary does not tell when it was taken and is not compared. Say when it was taken.',
    );
    const asked = judged([handles('x', { Event: 15_000 }, { pid: 4312 }), handles('y', { Event: 9000 }, { pid: 4312 })]);
    expect(asked.differences).toEqual([]);
    expect(said(asked, 'order-unknown:handles')!.says).toContain('Say when each was taken');
  });

  it('of two lives are refused, and that is said', () => {
    const two = [
      handles('a', { Event: 500 }, { at: noon, pid: 4312 }),
      handles('b', { Event: 9000 }, { at: noon + 40 * minute, pid: 5100 }),
    ];
    const judgement = judged(two);
    expect(judgement.differences).toEqual([]);
    expect(said(judgement, 'handle-growth:Event')).toBeUndefined();
    expect(said(judgement, 'two-lives:handles')!.says).toBe(
      'These handle summaries, 40 min apart, are of different process lives: w3wp (pid 4312) and w3wp (pid 5100). What one life holds says nothing of another, so they are not compared. A second handle summary of the same life would tell.',
    );
  });

  it('of two machines are refused, whatever their pids', () => {
    const on = (id: string, machine: string, at: number, Event: number): Evidence => ({
      ...handles(id, { Event }, { at }),
      life: lifeOf(4312, { machine }),
    });
    const judgement = judged([on('a', 'WEB01', noon, 500), on('b', 'WEB02', noon + 30 * minute, 9000)]);
    expect(judgement.differences).toEqual([]);
    expect(said(judgement, 'two-lives:handles')!.says).toContain('w3wp (pid 4312) on WEB01 and w3wp (pid 4312) on WEB02');
    const same = judged([on('a', 'WEB01', noon, 500), on('b', 'web01.corp.example', noon + 30 * minute, 9000)]);
    expect(same.differences).toHaveLength(1);
  });

  it('of a life with a successor are compared, and the difference says whose it is', () => {
    const judgement = judged([
      ...series({ Event: 500 }, { Event: 9000 }),
      handles('new', { Event: 300 }, { at: noon + 90 * minute, pid: 5100 }),
    ]);
    expect(said(judgement, 'difference:handles')!.says).toContain('Over 2 handle summaries of w3wp (pid 4312) (20 min)');
    expect(said(judgement, 'two-lives:handles')).toBeUndefined();
  });
});
