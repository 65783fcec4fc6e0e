import { describe, expect, it } from '@jest/globals';
import { withoutMarks, withoutStamps } from '../../analysis/stamped-lines.ts';
import { readText, readingsOf } from '../support/check-parser.ts';

const summary = ['Handle type summary:', '  Event           : 41', '  File            : 307', 'Total handles: 348'];
const plain = readingsOf(readText(summary.join('\n')));

describe('time stamps that a log put before each line', () => {
  it.each([
    ['GitHub Actions', '2026-03-02T08:00:00.1234567Z '],
    ['Jenkins', '[2026-03-02T08:00:00.123Z] '],
    ['the time alone', '[08:00:00] '],
    ['the time alone, without brackets', '08:00:00 '],
    ['a log of log4j', '2026-03-02 08:00:00,123 INFO  [main] Collector - '],
    ['a log with levels', '2026-03-02 08:00:00.123 +00:00 [INF] '],
    ['the journal, in short ISO', '2026-03-02T08:00:00+0000 web01 collect[812]: '],
    ['the journal, without a pid', 'Mar 02 08:00:00 web01 collect: '],
    ['ts', 'Mar 02 08:00:00 '],
    ['US dates', '[3/2/2026 8:00:00 AM] '],
    ['the kernel’s seconds', '[ 8123.456789] '],
  ])('are taken away: %s', (_name, stamp) => {
    const read = readText(summary.map((line) => stamp + line).join('\n'));
    expect(read.blocks.map(({ parser, fromLine }) => [parser, fromLine])).toEqual([['handle-summary', 1]]);
    expect(readingsOf(read).map((each) => ({ ...each, takenAt: null }))).toEqual(plain);
  });

  it('tell when what stands behind them was printed', () => {
    const logged = (at: string, kb: number): string => `${at} Name:   shop\n${at} Pid:    412\n${at} VmRSS:  ${kb} kB\n`;
    const text = logged('[2026-03-02T08:00:00Z]', 1000) + logged('[2026-03-02T09:00:00Z]', 2000);
    expect(readingsOf(readText(text)).map(({ takenAt }) => takenAt)).toEqual([Date.UTC(2026, 2, 2, 8), Date.UTC(2026, 2, 2, 9)]);
    const ofPod = text.replaceAll(/\[(\S+)Z\]/g, '$1.000000000Z');
    expect(readingsOf(readText(ofPod)).map(({ takenAt }) => takenAt)).toEqual([Date.UTC(2026, 2, 2, 8), Date.UTC(2026, 2, 2, 9)]);
  });

  it('are a log of counters where they are many', () => {
    const text = Array.from({ length: 30 }, (_, minute) => {
      const at = `[2026-03-02 08:${String(minute).padStart(2, '0')}:00]`;
      return `${at} Name:   shop\n${at} Pid:    412\n${at} VmRSS:  ${1000 + minute} kB`;
    }).join('\n');
    expect(readingsOf(readText(text))).toEqual([
      expect.objectContaining({ kind: 'counters', series: [expect.objectContaining({ counter: 'workingSet' })] }),
    ]);
  });

  it('stay where a tool prints them itself, and where nothing stands behind them', () => {
    const dump = '[09:15:48] Dump 1 initiated: C:\\d\\a.dmp\n[09:15:50] Dump 1 complete: 3 MB written in 1.2 seconds\n';
    expect(readText(dump).blocks.map(({ parser }) => parser)).toEqual(['procdump-console']);
    expect(withoutStamps('2026-03-02T08:00:00Z\n2026-03-02T08:00:15Z\n')).toBeNull();
    expect(withoutStamps('Handle type summary:\n  Event: 1')).toBeNull();
  });
});

describe('marks that each line begins with', () => {
  it.each(['| ', '│ ', '# ', '// ', '* ', '+'])('are taken away: %s', (mark) => {
    const text = `It says:\n${summary.map((line) => mark + line).join('\n')}\nThat is all.`;
    expect(readingsOf(readText(text))).toEqual(plain);
  });

  it('are taken away on both sides of a box', () => {
    expect(readingsOf(readText(summary.map((line) => `│ ${line.padEnd(40)}│`).join('\n')))).toEqual(plain);
  });

  it('stay where fewer than three lines have them', () => expect(withoutMarks('# one\n# two\nthree')).toBeNull());
});
