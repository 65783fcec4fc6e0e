import { describe, expect, it } from '@jest/globals';
import { verdictText } from '../../cards/verdict-text.ts';
import { defaultScope, judge } from '../../analysis/index.ts';
import { evidenceInText, noon } from '../support/evidence.ts';
import { gdiJudgement } from '../support/judgements.ts';
import { handles } from '../support/made-evidence.ts';

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

const told = (name: string, text: string): string => verdictText(judge(evidenceInText(name, new TextEncoder().encode(text)), defaultScope));

describe('a comparison of two snapshots in a terminal', () => {
  const umdh = `+  2a0000 ( 3a0000 - 100000)    400 allocs\tBackTraceA1B2C3
+     200 (    400 -    200)\tBackTraceA1B2C3\tallocations
`;

  it('has what is more, not what was held, and leaves nothing over where a trace has all of it', () => {
    const text = told('diff.txt', umdh);
    expect(text).toMatch(/MB not freed\s+growth\s+share/);
    expect(text).toMatch(/everything else\s+0\.00\s+0 %/);
    expect(text).toContain('+2.63 MB between two snapshots.');
    expect(text).not.toMatch(/held|before|reports|not explained/);
  });
});

describe('many handle summaries in a terminal', () => {
  it('show the first and the newest of them', () => {
    const evidence = Array.from({ length: 30 }, (_, i) => handles(`h${i}`, { Event: 900 + 40 * i, File: 210 }, { at: noon + i * 600_000 }));
    const lines = verdictText(judge(evidence, defaultScope)).split('\n');
    expect(lines.find((line) => line.includes('reading 1'))).toMatch(/reading 1\s+reading 28\s+reading 29\s+reading 30\s+growth$/);
    expect(lines.find((line) => /^ {2}Event +900/.test(line))).toMatch(/900\s+1,980\s+2,020\s+2,060\s+\+1,160$/);
  });
});
