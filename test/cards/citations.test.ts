import { describe, expect, it } from '@jest/globals';
import { citations, citedNumbers, evidenceTitle } from '../../cards/citations.ts';
import { isTelling, shownOf } from '../../cards/handle-readings.ts';
import { standing } from '../support/investigations.ts';

const { investigation } = standing('concluded', 'holding');

describe('a citation', () => {
  it('is the number of the output in its case, each once and in order', () => {
    expect(citedNumbers(investigation, ['stacks-1', 'counters-1', 'stacks-1', 'no-such'])).toEqual([1, 6]);
  });

  it.each([
    [[], ''],
    [[3], '[3]'],
    [[1, 2, 3], '[1] [2] [3]'],
    [[2, 5, 6, 7, 8], '[2] [5]–[8]'],
  ])('of %j reads %s', (numbers, says) => expect(citations(numbers)).toBe(says));

  it('names what the bot collected itself by what it is, and a file by its name', () => {
    expect(investigation.evidence.map((each) => evidenceTitle(investigation, each))).toEqual([
      'counters, watched, 14:11',
      'dump log from dump 1, 13:27',
      'leak report from report 1.mht',
      'leak report from report 2.mht',
      'leak report from report 3.mht',
      'call stacks from stacks.txt',
    ]);
  });
});

describe('readings beside each other', () => {
  it('are the first and the newest of many', () => {
    expect(shownOf([1, 2, 3, 4])).toEqual([1, 2, 3, 4]);
    expect(shownOf(Array.from({ length: 36 }, (_, index) => index + 1))).toEqual([1, 34, 35, 36]);
  });

  it('say what a type usually is only where it grows, or holds much of a single reading', () => {
    const row = (type: string, counts: readonly number[], growth: number | null) => ({ type, counts, growth, usually: 'x' });
    const rows = [row('Event', [14_440], null), row('File', [226], null)];
    expect(rows.map((each) => isTelling(each, rows))).toEqual([true, false]);
    expect(isTelling(row('Event', [502, 506], 4), [])).toBe(false);
    expect(isTelling(row('Event', [11_751, 14_440], 2689), [])).toBe(true);
  });
});
