import { describe, expect, it } from '@jest/globals';
import { checkParser, readText } from '../../support/check-parser.ts';
import { counters, find } from '../../support/counter-log.ts';

const sample = (at: string, path: string, value: number): object => ({
  Path: `\\\\web01\\${path}`,
  InstanceName: 'w3wp',
  CookedValue: value,
  Timestamp: at,
});
const ticks = ['2026-02-03T09:00:00.4170000+01:00', '2026-02-03T09:00:15.4170000+01:00'].map((at, index) => [
  sample(at, 'process(w3wp)\\id process', 4120),
  sample(at, 'process(w3wp)\\private bytes', 310000000 + index),
]);

describe('Get-Counter samples as JSON', () => {
  checkParser('one array a tick', {
    parser: 'get-counter-json',
    text: ticks.map((tick) => JSON.stringify(tick)).join('\n'),
    without: ['nbsp'],
  });
  checkParser('one indented array', { parser: 'get-counter-json', text: JSON.stringify(ticks.flat(), null, 4) });

  it('have UTC times and the pid', () => {
    const series = find(counters(readText(JSON.stringify(ticks.flat()))), 'privateBytes', 4120);
    expect(series.samples[0]).toEqual({ at: Date.UTC(2026, 1, 3, 8, 0, 0, 417), value: 310000000 });
    expect(series.life).toMatchObject({ machine: 'web01', process: 'w3wp' });
  });

  it('of Windows PowerShell, with its own dates and within sample sets', () => {
    const set = {
      Timestamp: '\\/Date(1770105600417)\\/',
      CounterSamples: [{ Path: '\\\\web01\\process(w3wp)\\handle count', CookedValue: 7, Timestamp: '/Date(1770105600417)/' }],
    };
    expect(find(counters(readText(JSON.stringify(set))), 'handles').samples).toEqual([{ at: 1770105600417, value: 7 }]);
  });

  it('reads every sample of a long array on one line, and only of a torn one says so', () => {
    const long = Array.from({ length: 240 }, (_, minute) =>
      sample(new Date(Date.UTC(2026, 2, 9, 8, minute)).toISOString(), 'process(w3wp)\\private bytes', 400_000_000 + minute),
    );
    const sets = long.map((each) => ({ Timestamp: '/Date(1770105600417)/', CounterSamples: [each] }));
    for (const whole of [JSON.stringify(long), JSON.stringify(sets)]) {
      const read = readText(whole);
      expect(find(counters(read), 'privateBytes').samples).toHaveLength(240);
      expect(read.blocks.flatMap(({ notes }) => notes).join(' ')).not.toContain('torn');
      const torn = readText(whole.slice(0, 25_000));
      expect(torn.blocks.flatMap(({ notes }) => notes)).toContain('The last sample is torn and was left out.');
    }
  });

  it('keeps the whole samples of a torn text', () => {
    const text = JSON.stringify(ticks.flat());
    expect(find(counters(readText(text.slice(0, -30))), 'privateBytes', 4120).samples).toHaveLength(1);
  });

  it('without times says what to add', () => {
    expect(readText('[{"Path":"\\\\\\\\a\\\\process(b)\\\\private bytes","CookedValue":5}]').unread[0]?.problem).toContain('Timestamp');
  });
});

describe('Get-Counter as a table', () => {
  it('of its samples alone is refused too: they have no time', () => {
    const table =
      'PS C:\\> (Get-Counter "\\Process(w3wp)\\Private Bytes").CounterSamples\n\nPath                                 InstanceName    CookedValue\n----                                 ------------    -----------\n\\\\web01\\process(w3wp)\\private bytes  w3wp              310000000\n';
    expect(readText(table).unread).toEqual([expect.objectContaining({ parser: 'get-counter-table', fromLine: 3 })]);
  });

  it.each(['6/25/2026 1:24:39 PM ', '2018/8/21 22:41:37   ', '2026-01-28 11:30:54 AM'])(
    'is refused with what to run instead (%s)',
    (time) => {
      const table = `PS C:\\> Get-Counter\n\nTimestamp                  CounterSamples\n---------                  --------------\n${time}     \\\\host\\process(a)\\private bytes :\n                           39722938368\n\n`;
      const result = readText(table);
      expect(result.blocks).toEqual([]);
      expect(result.unread).toEqual([
        expect.objectContaining({ parser: 'get-counter-table', fromLine: 3, problem: expect.stringContaining('typeperf') }),
      ]);
    },
  );
});
