import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const own =
  '2026-03-02 08:00:00 RSS: 48.5 MB, threads=12, fds=214\n2026-03-02 08:10:00 RSS: 51.0 MB, threads=12, fds=218\n2026-03-02 08:20:00 RSS: 54.0 MB, threads=13, fds=223\n';
const loop =
  '$ while true; do echo "$(date) $(ls /proc/4068/fd | wc -l)"; sleep 600; done\nMon Mar  2 08:00:00 UTC 2026 214\nMon Mar  2 08:10:00 UTC 2026 231\nMon Mar  2 08:20:00 UTC 2026 250\n';

const seriesOf = (text: string) => {
  const [reading] = readingsOf(readText(text), 'stamped-values');
  return reading?.kind === 'counters'
    ? Object.fromEntries(reading.series.map(({ counter, samples }) => [counter, samples.map(({ value }) => value)]))
    : null;
};

describe('a log of figures with their times', () => {
  checkParser('of a script, with names and units', { parser: 'stamped-values', text: own });
  checkParser('of a loop that counts descriptors', { parser: 'stamped-values', text: loop });

  it('is a series of each figure whose name and unit are known', () => {
    expect(seriesOf(own)).toEqual({
      workingSet: [48.5, 51, 54].map((each) => each * 1024 ** 2),
      threads: [12, 12, 13],
      handles: [214, 218, 223],
    });
    const named = own.replaceAll(/RSS: (\d+)\.\d MB/g, 'pid=77 rss_kb=$1000 batch=4');
    expect(seriesOf(named)?.['workingSet']?.[0]).toBe(48_000 * 1024);
    expect(readingsOf(readText(named), 'stamped-values')[0]?.life.pid).toBe(77);
  });

  it('counts descriptors of the process that the loop above it names', () => {
    expect(seriesOf(loop)).toEqual({ handles: [214, 231, 250] });
    const [reading] = readingsOf(readText(loop), 'stamped-values');
    expect(reading).toMatchObject({ life: { pid: 4068 }, takenAt: Date.UTC(2026, 2, 2, 8, 20) });
  });

  it('reads the zone that stands behind the time', () => {
    const [reading] = readingsOf(readText(own.replaceAll(':00 RSS', ':00 +0100 RSS')), 'stamped-values');
    expect(reading?.takenAt).toBe(Date.UTC(2026, 2, 2, 7, 20));
  });

  it('leaves out what has no unit, no name, or is said twice only', () => {
    expect(seriesOf(own.replaceAll(' MB', ''))).toEqual({ threads: [12, 12, 13], handles: [214, 218, 223] });
    for (const text of [
      own.replaceAll(/RSS.*/g, '48'),
      own.split('\n').slice(0, 2).join('\n'),
      loop.replace(/\/proc.*\|/, 'orders.txt |'),
    ]) {
      expect(seriesOf(text)).toBeNull();
    }
  });
});
