import { describe, expect, it } from '@jest/globals';
import { checkParser, readText } from '../../support/check-parser.ts';
import { counters, find } from '../../support/counter-log.ts';

const shown = [
  'C:\\>typeperf "\\Process(w3wp)\\Private Bytes" "\\Process(w3wp)\\Handle Count" -sc 2',
  '',
  '"(PDH-CSV 4.0)","\\\\HOST\\Process(w3wp)\\Private Bytes","\\\\HOST\\Process(w3wp)\\Handle Count"',
  '"10/08/2026 03:17:56.857","310000000.000000","1450.000000"',
  '"10/08/2026 03:18:11.860","320000000.000000","1460.000000"',
  'Exiting, please wait...',
  'The command completed successfully.',
].join('\n');

describe('counters pasted from a console', () => {
  checkParser('with prompt and trailer', { parser: 'typeperf-console', text: shown });

  it('have their values, and the trailer is none', () => {
    expect(find(counters(readText(shown)), 'privateBytes').samples.map((sample) => sample.value)).toEqual([310000000, 320000000]);
  });

  it.each([40, 60, 80])('read the same when the window wrapped them at %d characters', (width) => {
    const wrapped = shown
      .split('\n')
      .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])
      .join('\n');
    expect(counters(readText(wrapped)).series).toEqual(counters(readText(shown)).series);
  });

  it('are told from a log where the file itself was wrapped, wherever a line breaks', () => {
    const file = shown.split('\n').slice(2, 5).join('\n');
    // A blank at the end of a broken line is lost; the counter is known all the same.
    const told = (text: string) => counters(readText(text, 'run.csv')).series.map(({ counter, samples }) => [counter, samples]);
    for (let width = 30; width < 90; width++) {
      const wrapped = file
        .split('\n')
        .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'g')) ?? [''])
        .join('\n');
      expect(told(wrapped)).toEqual(told(file));
    }
  });

  it('read the same when a chat put blank lines between and blanks before the rows', () => {
    const spaced = shown.replaceAll('\n"', '\n\n    "');
    expect(counters(readText(spaced)).series).toEqual(counters(readText(shown)).series);
  });

  it('without a row are answered with a sentence', () => {
    expect(readText('x\n"(PDH-CSV 4.0)","\\\\H\\Process(a)\\Private Bytes"\nError').unread[0]?.problem).toContain('no row has a value');
  });
});
