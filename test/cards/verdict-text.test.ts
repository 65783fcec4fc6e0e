import { describe, expect, it } from '@jest/globals';
import { verdictText } from '../../cards/verdict-text.ts';
import { gdiJudgement } from '../support/judgements.ts';

const file = (from: string, notes: readonly string[], id = from) => ({ id, from, notes });
/** The lines of the section that a title opens. */
const section = (text: string, title: string): readonly string[] => {
  const [, after = ''] = text.split(`\n\n${title}\n`);
  return (after.split('\n\n')[0] ?? '').split('\n');
};

describe('the notes of a verdict in a terminal', () => {
  it('stand under the name of their file, once each, and files without notes stay out', () => {
    const text = verdictText(gdiJudgement, [
      file('a.csv', ['3 rows were left out.']),
      file('b.txt', []),
      file('c.mht', ['LeakTrack was not injected.'], '1'),
      file('c.mht', ['LeakTrack was not injected.'], '2'),
    ]);
    expect(section(text, 'Notes')).toEqual(['  a.csv', '    - 3 rows were left out.', '  c.mht', '    - LeakTrack was not injected.']);
  });

  it('are three a file, and it says how many more there are', () => {
    const lines = section(verdictText(gdiJudgement, [file('a.csv', ['1.', '2.', '3.', '4.', '5.'])]), 'Notes');
    expect(lines).toEqual(['  a.csv', '    - 1.', '    - 2.', '    - 3.', '    - and 2 more; --json shows them all.']);
  });

  it('are shortened, wrapped and without what moves a terminal’s cursor', () => {
    const lines = section(verdictText(gdiJudgement, [file('a\u001b[2J.csv', [`\u001b[2J${'word '.repeat(200)}`])]), 'Notes');
    expect(lines.join('\n')).not.toContain('\u001b');
    expect(lines.join(' ').length).toBeLessThan(320);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.at(-1)).toMatch(/word …$/);
  });

  it('are no section where there are none', () => {
    expect(verdictText(gdiJudgement, [file('a.csv', [])])).not.toContain('Notes');
    expect(verdictText(gdiJudgement)).not.toContain('Notes');
  });
});
