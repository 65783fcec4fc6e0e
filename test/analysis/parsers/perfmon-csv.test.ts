import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { read, readBytes } from '../../../analysis/index.ts';
import type { CounterSeries, Reading, ReadResult } from '../../../analysis/types.ts';
import { checkParser, readText, readingsOf, utf16 } from '../../support/check-parser.ts';

type Counters = Extract<Reading, { kind: 'counters' }>;

const counters = (result: ReadResult): Counters => {
  const reading = readingsOf(result)[0];
  if (reading?.kind !== 'counters') throw new Error(JSON.stringify(result).slice(0, 500));
  return reading;
};
const find = (reading: Counters, counter: string, pid: number | null = null): CounterSeries => {
  const found = reading.series.find((each) => each.counter === counter && each.life.pid === pid);
  if (found === undefined) throw new Error(`${counter} of ${String(pid)} is missing`);
  return found;
};
const notes = (result: ReadResult): string => result.blocks.flatMap((block) => block.notes).join('\n');
const problem = (result: ReadResult): string => result.unread.map((part) => part.problem).join('\n');

const head = '"(PDH-CSV 4.0) (W. Europe Standard Time)(-60)"';
const row = (minute: number, ...values: readonly (number | string)[]): string =>
  `"02/03/2026 09:${String(minute).padStart(2, '0')}:00.417",${values.map((value) => `"${value}"`).join(',')}`;
const log = (paths: readonly string[], rows: readonly string[]): string =>
  [`${head},${paths.map((path) => `"\\\\WEB01\\${path}"`).join(',')}`, ...rows, ''].join('\r\n');
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

  it('keeps at most 500 samples a series and the floor of a saw-tooth', () => {
    const start = Date.UTC(2026, 0, 1);
    const rows = Array.from({ length: 6000 }, (_, index) => {
      const [date = '', time = ''] = new Date(start + index * 15_000).toISOString().split(/[TZ]/);
      const [year = '', month = '', day = ''] = date.split('-');
      return `"${month}/${day}/${year} ${time}","${index % 60 === 0 ? 1000 : 1000 + (index % 60) * 10}"`;
    });
    const result = readText(log(['Process(a)\\Private Bytes'], rows));
    const samples = find(counters(result), 'privateBytes').samples;
    expect(samples.length).toBeLessThanOrEqual(500);
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

describe('instances of a counter log', () => {
  const two = [
    'Process(w3wp)\\ID Process',
    'Process(w3wp)\\Private Bytes',
    'Process(w3wp#1)\\ID Process',
    'Process(w3wp#1)\\Private Bytes',
  ];

  it('are joined by pid when their numbers move', () => {
    const result = readText(log(two, [row(0, 10, 100, 20, 900), row(1, 10, 100, 20, 950), row(2, 20, 1000, ' ', ' ')]));
    expect(find(counters(result), 'privateBytes', 20).samples.map((sample) => sample.value)).toEqual([900, 950, 1000]);
    expect(find(counters(result), 'privateBytes', 10).samples).toHaveLength(2);
    expect(notes(result)).toContain('joined by process id');
  });

  it('are lives of their own when the pid changes under one name', () => {
    const result = readText(log(two.slice(0, 2), [row(0, 10, 100), row(1, 10, 200), row(2, 30, 50)]));
    expect(counters(result).series.map((series) => series.life.pid)).toEqual([10, 30]);
  });

  it('are lives of their own when the same pid starts anew', () => {
    const paths = ['Process(a)\\ID Process', 'Process(a)\\Elapsed Time', 'Process(a)\\Private Bytes'];
    const result = readText(log(paths, [row(0, 10, 600, 100), row(1, 10, 660, 200), row(2, 10, 5, 50)]));
    expect(counters(result).series.map((series) => [series.life.startedAt, series.samples.length])).toEqual([
      [Date.UTC(2026, 1, 3, 7, 50, 0), 2],
      [Date.UTC(2026, 1, 3, 8, 1, 55), 1],
    ]);
  });

  it('of the CLR are joined by their own process id, not by their number', () => {
    const paths = [
      ...two,
      '.NET CLR Memory(w3wp)\\Process ID',
      '.NET CLR Memory(w3wp)\\# Bytes in all Heaps',
      '.NET CLR Loading(w3wp)\\Current Assemblies',
    ];
    const result = readText(log(paths, [row(0, 10, 100, 20, 900, 0, 0, 0), row(1, 10, 100, 20, 950, 20, 96, 233)]));
    expect(find(counters(result), 'gcHeap', 20).samples.map((sample) => sample.value)).toEqual([96]);
    expect(find(counters(result), 'assemblies', 20).life.runtime).toBe('netfx');
  });

  it('of the CLR go to the only process of that name where no pid is told', () => {
    const paths = ['Process(app)\\Private Bytes', '.NET CLR Memory(app)\\# Bytes in all Heaps'];
    const result = readText(log(paths, [row(0, 100, 50), row(1, 110, 51)]));
    expect(counters(result).series.map((series) => [series.counter, series.life.process, series.life.runtime])).toEqual([
      ['privateBytes', 'app', 'netfx'],
      ['gcHeap', 'app', 'netfx'],
    ]);
  });

  it.each([
    ['Process V2(w3wp:1416)\\Private Bytes', '.NET CLR Memory(w3wp_p1416_r10)\\# Bytes in all Heaps'],
    ['Process(w3wp_1416)\\Private Bytes', '.NET CLR Memory(w3wp_p1416_r10)\\# Bytes in all Heaps'],
  ])('tell their pid in the name %j', (...paths) => {
    const reading = counters(readText(log(paths, [row(0, 100, 50), row(1, 110, 51)])));
    expect(reading.series.map((series) => [series.life.process, series.life.pid])).toEqual([
      ['w3wp', 1416],
      ['w3wp', 1416],
    ]);
  });

  it('of a whole machine are cut to what matters, the web server among them', () => {
    const names = Array.from({ length: 200 }, (_, index) => (index === 150 ? 'w3wp' : `svc${index}`));
    const paths = names.map((name) => `Process(${name})\\Private Bytes`);
    const result = readText(log(paths, [row(0, ...names.map(() => 1)), row(1, ...names.map((_, index) => (index === 150 ? 1 : index)))]));
    expect(counters(result).series.length).toBe(32);
    expect(counters(result).series.map((series) => series.life.process)).toContain('w3wp');
    expect(notes(result)).toContain('200 processes');
  });

  it('may hold parentheses, separators, commas and quotes', () => {
    const result = readText(log(['Process(a (b), c\\d#2)\\Private Bytes'], [row(0, 1)]));
    expect(find(counters(result), 'privateBytes').life.process).toBe('a (b), c\\d#2');
  });
});

describe('localised counter logs', () => {
  it.each([
    [
      'de',
      'Prozess(a)\\Private Bytes',
      'Prozess(a)\\Virtuelle Größe',
      'Prozess(a)\\Handleanzahl',
      '.NET CLR-Speicher(a)\\Anzahl der Bytes in allen Heaps',
    ],
    [
      'fr',
      'Processus(a)\\Octets privés',
      'Processus(a)\\Octets virtuels',
      'Processus(a)\\Nombre de handles',
      "Mémoire CLR .NET(a)\\Nombre d'octets dans tous les tas",
    ],
    [
      'es',
      'Proceso(a)\\Bytes privados',
      'Proceso(a)\\Bytes virtuales',
      'Proceso(a)\\Número de identificadores',
      '.NET CLR Memory(a)\\# Bytes in all Heaps',
    ],
    [
      'ru',
      'Процесс(a)\\Байт исключительного пользования',
      'Процесс(a)\\Байт виртуальной памяти',
      'Процесс(a)\\Счетчик дескрипторов',
      '.NET CLR Memory(a)\\# Bytes in all Heaps',
    ],
  ])('of %s are read in UTF-8 and in the code page of the host', (_, ...paths) => {
    const text = log(paths, [row(0, 1, 2, 3, 4), row(1, 1, 2, 3, 4)]);
    const wanted = ['gcHeap', 'handles', 'privateBytes', 'virtualBytes'];
    expect(
      counters(readText(text))
        .series.map((series) => series.counter)
        .sort(),
    ).toEqual(wanted);
    const cyrillic = (text.match(/[а-яё]/gi) ?? []).length > 0;
    const page = cyrillic ? Uint8Array.from(text, (each) => cp1251(each)) : new Uint8Array(Buffer.from(text, 'latin1'));
    expect(
      counters(readBytes('log.csv', page))
        .series.map((series) => series.counter)
        .sort(),
    ).toEqual(wanted);
  });
});

function cp1251(character: string): number {
  const code = character.charCodeAt(0);
  return code >= 0x410 && code <= 0x44f ? code - 0x350 : code < 0x80 ? code : 0x3f;
}

const shared = join(import.meta.dirname, '../../../../shared');
(existsSync(shared) ? describe : describe.skip)('the real logs (shared samples and cases; skipped where they are absent)', () => {
  const file = (path: string): ReadResult => readBytes(path, readFileSync(join(shared, path)));

  it.each([
    'samples/typeperf/SYNTHETIC_w3wp_two_pools_instance_renumbering.csv',
    'samples/typeperf/SYNTHETIC_w3wp_german_headers_cp1252.csv',
  ])('%s: the leaking pool is followed through the renumbering', (path) => {
    const reading = counters(file(path));
    const leaking = find(reading, 'privateBytes', 5588).samples.map((sample) => sample.value);
    expect(leaking).toHaveLength(12);
    expect(leaking).toEqual([...leaking].sort((a, b) => a - b));
    expect(new Set(find(reading, 'privateBytes', 4120).samples.map((sample) => sample.value)).size).toBe(1);
    expect(find(reading, 'assemblies', 5588).samples[0]?.value).toBe(233);
  });

  it('a Russian log of a whole desktop is read, and says what it lacks', () => {
    const result = file('cases/perfmon-localized-russian/DataCollector01.csv');
    expect(counters(result).series.every((series) => series.counter === 'workingSet')).toBe(true);
    expect(notes(result)).toMatch(/Not in this log: Private Bytes.*\n.*274 processes/);
  });

  it('three logs of AnyDesk are read without _Total', () => {
    const reading = counters(file('cases/anydesk-perfmon-flat/DataCollector01.csv'));
    expect(new Set(reading.series.map((series) => series.life.process))).toEqual(new Set(['AnyDesk', 'AnyDesk#1', 'AnyDesk#2']));
    expect(reading.series[0]?.samples).toHaveLength(208);
  });

  it.each(['pdhcsv_logman_blank_first_sample.csv', 'pdhcsv_russian_localised.csv', 'pdhcsv_russian_sql_mixed_names.csv'])(
    '%s has no counter of a process’ memory',
    (name) => {
      expect(problem(file(`samples/typeperf/${name}`))).toContain('none of its counters');
    },
  );
});
