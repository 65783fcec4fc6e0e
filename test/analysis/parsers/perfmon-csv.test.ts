import { describe, expect, it } from '@jest/globals';
import { read } from '../../../analysis/index.ts';
import { checkParser, readText, utf16 } from '../../support/check-parser.ts';
import { counters, find, head, log, notes, problem, row } from '../../support/counter-log.ts';

const simple = log(
  ['Process(w3wp)\\ID Process', 'Process(w3wp)\\Private Bytes', 'Process(w3wp)\\Handle Count'],
  [row(0, 4120, 100, 5), row(1, 4120, 200, 6), row(2, 4120, 300.5, 7)],
);

describe('a counter log', () => {
  checkParser('as relog writes it', { parser: 'perfmon-csv', text: simple, without: ['prompt'] });

  it('has its times in UTC: the offset of the header is positive west of it', () => {
    const west = simple.replace('(W. Europe Standard Time)(-60)', '(Pacific Daylight Time)(420)');
    expect(find(counters(readText(simple)), 'privateBytes', 4120).samples[0]?.at).toBe(Date.UTC(2026, 1, 3, 8, 0, 0, 417));
    expect(find(counters(readText(west)), 'privateBytes', 4120).samples[0]?.at).toBe(Date.UTC(2026, 1, 3, 16, 0, 0, 417));
  });

  it('takes the last number in parentheses of a zone whose name has parentheses and commas', () => {
    const odd = simple.replace('(W. Europe Standard Time)(-60)', '(Zone (UTC+01:00), Rom, (Winter))(-60)');
    expect(find(counters(readText(odd)), 'handles', 4120).samples[0]?.at).toBe(Date.UTC(2026, 1, 3, 8, 0, 0, 417));
  });

  it.each(['(PDH-CSV 4.0)', '(PDH-CSV 4.0) (RTZ 2 ('])('says that the zone is unknown where the header is %j', (zone) => {
    const result = readText(simple.replace('(PDH-CSV 4.0) (W. Europe Standard Time)(-60)', zone));
    expect(notes(result)).toContain('does not tell the time zone');
    expect(find(counters(result), 'handles', 4120).samples[0]?.at).toBe(Date.UTC(2026, 1, 3, 9, 0, 0, 417));
  });

  it('never takes a blank for zero', () => {
    const blank = log(['Process(w3wp)\\Private Bytes'], [row(0, ' '), row(1, 5), row(2, ''), row(3, 7)]);
    expect(find(counters(readText(blank)), 'privateBytes').samples.map((sample) => sample.value)).toEqual([5, 7]);
  });

  it('leaves out the torn last line and says so', () => {
    const result = readText(`${simple}"02/03/2026 09:03:00.417","41`);
    expect(find(counters(result), 'handles', 4120).samples).toHaveLength(3);
    expect(notes(result)).toContain('torn');
  });

  it('leaves out a last row whose last value was cut, whatever is left of it', () => {
    const cut = log(['Process(w3wp)\\Private Bytes'], [row(0, 991000), row(1, 992000), row(2, 993000)])
      .trimEnd()
      .slice(0, -4);
    const result = readText(cut);
    expect(find(counters(result), 'privateBytes').samples.map(({ value }) => value)).toEqual([991000, 992000]);
    expect(notes(result)).toContain('torn');
  });

  it('names the line of a row that has another number of values, and reads on', () => {
    const lines = simple.split('\r\n');
    const broken = [...lines.slice(0, 2), row(1, 4120, 1), ...lines.slice(2)].join('\r\n');
    const result = readText(broken);
    expect(notes(result)).toContain('line 3 has 3 values where the header has 4');
    expect(find(counters(result), 'handles', 4120).samples).toHaveLength(3);
  });

  it('says what to add where none of its counters is of use', () => {
    const result = readText(log(['Processor(_Total)\\% Processor Time'], [row(0, 5)]));
    expect(problem(result)).toMatch(/none of its counters.*% Processor Time.*Private Bytes/);
  });

  it('reads TSV, the old form with date and time apart, and a header with a description', () => {
    const tsv = simple.replaceAll('","', '"\t"').replace('PDH-CSV', 'PDH-TSV');
    expect(find(counters(readText(tsv)), 'handles', 4120).samples).toHaveLength(3);
    const apart = simple.replace('(-60)"', '(-60)","Time"').replaceAll(/"(\S+) (\d\d:\d\d:\d\d\.\d+)"/g, '"$1","$2"');
    expect(find(counters(readText(apart)), 'handles', 4120).samples).toEqual(find(counters(readText(simple)), 'handles', 4120).samples);
    const described = simple.replace('\r\n', ',"Generate a report, with commas"\r\n');
    expect(counters(readText(described)).series).toEqual(counters(readText(simple)).series);
  });

  it('reads what a German spreadsheet made of it', () => {
    const saved =
      '(PDH-CSV 4.0) (Mitteleuropäische Zeit)(-60);\\\\WEB01\\Prozess(w3wp)\\Private Bytes\n03.02.2026 09:00;310000000\n03.02.2026 09:01;3,2E+08\n';
    const samples = find(counters(readText(saved)), 'privateBytes').samples;
    expect(samples).toEqual([
      { at: Date.UTC(2026, 1, 3, 8, 0), value: 310000000 },
      { at: Date.UTC(2026, 1, 3, 8, 1), value: 320000000 },
    ]);
  });

  it('says why times that a spreadsheet has cut cannot be read', () => {
    expect(problem(readText('(PDH-CSV 4.0) (x)(-60),\\\\W\\Process(w3wp)\\Private Bytes\n00:12.3,310000000\n'))).toContain('00:12.3');
  });

  it('goes on behind the end of summer time', () => {
    const autumn = log(
      ['Process(a)\\Private Bytes'],
      ['"10/25/2026 02:59:00.000","1"', '"10/25/2026 02:00:00.000","2"', '"10/25/2026 02:01:00.000","3"'],
    );
    const samples = find(counters(readText(autumn)), 'privateBytes').samples;
    expect(samples.map((sample) => (sample.at - (samples[0]?.at ?? 0)) / 60_000)).toEqual([0, 1, 2]);
  });

  it('follows a second header in the same file', () => {
    const again = `${simple}${head},"\\\\WEB01\\Process(w3wp)\\Handle Count","\\\\WEB01\\Process(w3wp)\\ID Process"\r\n${row(5, 9, 4120)}\r\n`;
    expect(find(counters(readText(again)), 'handles', 4120).samples.map((sample) => sample.value)).toEqual([5, 6, 7, 9]);
  });

  it('hands what follows it to the other parsers', () => {
    const result = readText(`${simple}Exiting, please wait...\r\nName:\tdemo\r\nPid:\t42\r\nVmRSS:\t  1000 kB\r\n`);
    expect(result.blocks.map((block) => [block.parser, block.fromLine])).toEqual([
      ['perfmon-csv', 0],
      ['proc-status', 6],
    ]);
  });

  it('keeps at most 1,000 samples a series and the floor of a saw-tooth', () => {
    const start = Date.UTC(2026, 0, 1);
    const rows = Array.from({ length: 6000 }, (_, index) => {
      const [date = '', time = ''] = new Date(start + index * 15_000).toISOString().split(/[TZ]/);
      const [year = '', month = '', day = ''] = date.split('-');
      return `"${month}/${day}/${year} ${time}","${index % 60 === 0 ? 1000 : 1000 + (index % 60) * 10}"`;
    });
    const result = readText(log(['Process(a)\\Private Bytes'], rows));
    const samples = find(counters(result), 'privateBytes').samples;
    expect(samples.length).toBeLessThanOrEqual(1000);
    expect(samples.filter((sample) => sample.value === 1000).length).toBeGreaterThan(90);
    expect(notes(result)).toContain('6000 samples');
  });

  it('reads the same whatever ranges it is given, and never asks for more than a few megabytes', () => {
    const bytes = utf16(simple);
    const reader = read('log.csv', bytes.length);
    let step = reader.next();
    while (step.done !== true) {
      expect(step.value.length).toBeLessThanOrEqual(2 ** 24);
      step = reader.next(bytes.slice(step.value.offset, step.value.offset + step.value.length));
    }
    expect(counters(step.value).series).toEqual(counters(readText(simple)).series);
  });
});
