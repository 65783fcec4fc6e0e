import { describe, expect, it } from '@jest/globals';
import { namedTime } from '../../flows/file-name-time.ts';

describe('times in file names', () => {
  it.each([
    ['run_20260115_103000.csv', Date.UTC(2026, 0, 15, 10, 30), null],
    ['2026-01-15T10-30-05 counters.csv', Date.UTC(2026, 0, 15, 10, 30, 5), null],
    ['iisexpress.exe_160619_003119.dmp', Date.UTC(2016, 5, 19, 0, 31, 19), null],
    ['heap-2.txt', null, 2],
    ['DataCollector03.csv', null, 3],
    ['after fix.txt', null, 4],
    ['umdh.1.log', null, 1],
    ['handles.txt', null, null],
    ['pasted text', null, null],
    ['report-20260231-1030.txt', null, null],
  ])('%s', (name, at, index) => {
    const named = namedTime(name);
    expect(named.at).toBe(at);
    if (index !== null) expect(named.sequence?.index).toBe(index);
    if (index === null && at === null && !name.includes('2026')) expect(named.sequence).toBeNull();
  });
});
