import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { areTwoStarts, processStart } from '../../analysis/process-start.ts';
import type { Evidence } from '../../analysis/types.ts';
import { readingsOf, readText } from '../support/check-parser.ts';
import { evidenceOf } from '../support/evidence.ts';

describe('the start of a process in a listing', () => {
  it('is a moment where it tells its zone', () => {
    const at = Date.UTC(2026, 2, 1, 23, 10);
    expect(processStart('2026-03-02T00:10:00.0000000+01:00')).toEqual({ startedAt: at });
    expect(processStart('2026-03-01 23:10:00Z')).toEqual({ startedAt: at });
    expect(processStart('20260302001000.000000+060')).toEqual({ startedAt: at });
    expect(processStart('20260301181000.000000-300')).toEqual({ startedAt: at });
  });
  it.each(['', '-', '00:10', '00:10:00', 'Mar 02', '3/2/2026', '3/2/2026 12:10…', '3/2/2026 12:1...', 'x'.repeat(30_000)])(
    'is not told by %j',
    (cell) => {
      expect(processStart(cell)).toEqual({ startedAt: null });
    },
  );
  it.each([
    ['02.03.2026 00:10:00', '02.03.2026 03:10:00', true],
    ['3/2/2026 12:10:00 AM', '3/2/2026 3:10:00 AM', true],
    ['3/2/2026 1:10:00 AM', '3/2/2026 1:10:00 PM', true],
    ['2026-03-02 00:10:00', '2026-03-02 03:10:00', true],
    ['Mon Mar  2 00:10:00 2026', 'Mon Mar  2 03:10:00 2026', true],
    ['٢‏/٣‏/٢٠٢٦ ١٢:١٠:٠٠ ص', '٢‏/٣‏/٢٠٢٦ ٠٣:١٠:٠٠ ص', true],
    ['2026. 03. 02. 0:10:00', '2026. 03. 02. 3:10:00', true],
    ['02.03.2026 00:10:00', '02.03.2026 00:10:00', false],
    // Rounded, as ps counts it from the ticks since boot.
    ['Mon Mar  2 00:10:00 2026', 'Mon Mar  2 00:10:01 2026', false],
    // Other forms, other languages: nothing to hold against each other.
    ['02.03.2026 00:10:00', '3/2/2026 12:10:00 AM', false],
    ['02/03/2026 00:10:00', '03/02/2026 00:10:00', false],
    ['02.03.2026 00:10:00', '2026-03-02T00:10:00Z', false],
  ])('%j and %j are two starts: %j', (a, b, two) => {
    expect(areTwoStarts(processStart(a), processStart(b), 2000)).toBe(two);
    expect(areTwoStarts(processStart(b), processStart(a), 2000)).toBe(two);
  });
});

const evidence = (...texts: readonly string[]): readonly Evidence[] =>
  texts.flatMap((text, index) =>
    readingsOf(readText(text)).map((reading, at) => ({
      ...evidenceOf(`e${index}.${at}`, reading),
      takenAt: Date.UTC(2026, 2, 2, 1 + 5 * index),
    })),
  );

type Listing = (start: string, later: boolean) => string;
const memory = (later: boolean): number => (later ? 2_600_000_000 : 600_000_000);
const handles = (later: boolean): number => (later ? 9900 : 900);
const listings: readonly (readonly [string, string, string, Listing])[] = [
  [
    'Format-List',
    '02.03.2026 00:10:00',
    '02.03.2026 03:10:00',
    (start, later) =>
      `Id                  : 4312\nProcessName         : w3wp\nStartTime           : ${start}\nHandleCount         : ${handles(later)}\nPrivateMemorySize64 : ${memory(later)}\n`,
  ],
  [
    'Format-Table',
    '3/2/2026 12:10:00 AM',
    '3/2/2026 03:10:00 AM',
    (start, later) =>
      `  Id ProcessName StartTime            HandleCount PrivateMemorySize64\n  -- ----------- ---------            ----------- -------------------\n4312 w3wp        ${start} ${String(handles(later)).padStart(11)} ${String(memory(later)).padStart(19)}\n`,
  ],
  [
    'Export-Csv',
    '2026-03-02T00:10:00.1234567+01:00',
    '2026-03-02T03:10:00.7654321+01:00',
    (start, later) =>
      `"Id","ProcessName","StartTime","HandleCount","PrivateMemorySize64"\n"4312","w3wp","${start}","${handles(later)}","${memory(later)}"\n`,
  ],
  [
    'wmic /format:list',
    '20260302001000.123456+060',
    '20260302031000.123456+060',
    (start, later) =>
      `CreationDate=${start}\nHandleCount=${handles(later)}\nName=w3wp.exe\nPrivatePageCount=${memory(later)}\nProcessId=4312\n`,
  ],
  [
    'ps -o lstart',
    'Mon Mar  2 00:10:00 2026',
    'Mon Mar  2 03:10:00 2026',
    (start, later) => `    PID                  STARTED   RSS NLWP COMMAND\n   4312 ${start} ${memory(later) / 1000}   41 Shop.Api\n`,
  ],
];

describe('a pid that another process has by now', () => {
  const growth = (all: readonly Evidence[]): readonly string[] =>
    judge(all, defaultScope)
      .findings.map(({ says }) => says)
      .filter((says) => /\bgrows? (?:by|from|\d)/.test(says));
  it.each(listings)('is told by the start in %s: nothing is compared, in any order', (_, first, second, listing) => {
    const all = evidence(listing(first, false), listing(second, true));
    expect(growth(all)).toEqual([]);
    const { verdict, findings } = judge(all, defaultScope);
    expect(verdict.class).toBe('not-enough-data');
    expect(findings.map(({ says }) => says).join(' ')).toMatch(/2 lives of the process: .*, started .* and .*, started/);
    expect(judge([...all].reverse(), defaultScope)).toEqual(judge(all, defaultScope));
  });
  it.each(listings)('is the same where %s tells one start, or one of two outputs tells none', (_, first, __, listing) => {
    expect(growth(evidence(listing(first, false), listing(first, true)))).not.toEqual([]);
    expect(growth(evidence(listing(first, false), listing('', true).replace(/ +STARTED/, '')))).not.toEqual([]);
  });
  it('is two logs where a loop looked at both, and neither of them grows', () => {
    const look = (hour: number): string =>
      `2026-03-02T${String(hour).padStart(2, '0')}:00:00Z\n    PID                  STARTED   RSS NLWP COMMAND\n     77 Mon Mar  2 ${hour < 13 ? '00:10:00' : `12:30:0${hour % 2}`} 2026 ${hour < 13 ? 600_000 : 2_600_000}   41 Shop.Api\n`;
    const text = Array.from({ length: 24 }, (_, hour) => look(hour)).join('');
    const longer = text + Array.from({ length: 3 }, (_, hour) => look(hour + 13).replace('2026-03-02', '2026-03-03')).join('');
    const read = readingsOf(readText(longer));
    expect(read.map(({ kind, life }) => [kind, life.startText])).toEqual([
      ['counters', '2026-03-02T00:10:00'],
      ['counters', '2026-03-02T12:30:01'],
    ]);
    expect(growth(read.map((reading, at) => evidenceOf(`e${at}`, reading)))).toEqual([]);
  });
  it('is two processes where one listing tells of two machines', () => {
    const rows = `"PSComputerName","Id","ProcessName","PrivateMemorySize64"\n"WEB01","4312","w3wp","600000000"\n"WEB02","4312","w3wp","2600000000"\n`;
    expect(readingsOf(readText(rows)).map(({ life, ...told }) => [life.machine, 'values' in told && told.values])).toEqual([
      ['WEB01', { privateBytes: 600_000_000 }],
      ['WEB02', { privateBytes: 2_600_000_000 }],
    ]);
  });
  it('is two processes in one listing, each row with its start', () => {
    const rows = `"Time","Id","ProcessName","StartTime","PrivateMemorySize64"\n"2026-03-02T01:00:00Z","4312","w3wp","02.03.2026 00:10:00","600000000"\n"2026-03-02T06:00:00Z","4312","w3wp","02.03.2026 03:10:00","2600000000"\n`;
    expect(readingsOf(readText(rows)).map(({ life }) => [life.pid, life.startText])).toEqual([
      [4312, '02.03.2026 00:10:00'],
      [4312, '02.03.2026 03:10:00'],
    ]);
  });
});
