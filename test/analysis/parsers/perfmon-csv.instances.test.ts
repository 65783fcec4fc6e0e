import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../../analysis/index.ts';
import type { ReadResult } from '../../../analysis/types.ts';
import { readText } from '../../support/check-parser.ts';
import { counters, find, log, notes, problem, row } from '../../support/counter-log.ts';

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
