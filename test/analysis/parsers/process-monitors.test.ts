/** What monitors of other products write of one process: the columns of psutil, with the units in their names. */
import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const monitored = [
  'Daemon,Version,Timestamp,PID,CPU(%),VMS(KB),RSS(KB),USS(KB),Handles',
  'till-agent.exe,2.1.0,2026/03/02 08:00:00,4068,1.2,61200,48200,39100,612',
  'till-agent.exe,2.1.0,2026/03/02 08:05:00,4068,0.9,61210,48180,39120,655',
  'till-agent.exe,2.1.0,2026/03/02 08:10:00,4068,1.0,61190,48230,39090,701',
].join('\n');

describe('a monitor that asks psutil', () => {
  checkParser('as CSV', { parser: 'process-csv', text: monitored });

  it('gives a series of each column whose name tells the unit, and of its counts', () => {
    const [reading] = readingsOf(readText(monitored), 'process-csv');
    expect(reading).toMatchObject({ kind: 'counters', life: { process: 'till-agent', pid: 4068 } });
    const series = reading?.kind === 'counters' ? reading.series.map(({ counter, samples }) => [counter, samples[0]?.value]) : [];
    expect(Object.fromEntries(series)).toEqual({
      virtualBytes: 61_200 * 1024,
      workingSet: 48_200 * 1024,
      privateBytes: 39_100 * 1024,
      handles: 612,
    });
  });

  it('leaves out sizes whose unit nobody tells', () => {
    const bare = 'time,pid,rss,num_fds\n2026-03-02T08:00:00Z,812,48200,14\n2026-03-02T08:05:00Z,812,48900,19\n';
    const [reading] = readingsOf(readText(bare), 'process-csv');
    expect(reading?.kind === 'counters' ? reading.series.map(({ counter }) => counter) : []).toEqual(['handles']);
  });
});
