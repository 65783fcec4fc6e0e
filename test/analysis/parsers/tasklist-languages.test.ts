import { describe, expect, it } from '@jest/globals';
import { checkParser, readingsOf, readText } from '../../support/check-parser.ts';

const row = (name: string, pid: string, memory: string): string =>
  `${name.padEnd(25)} ${pid.padStart(8)} ${'Services'.padEnd(16)} ${'0'.padStart(11)} ${memory.padStart(15)}`;
const table = (heading: string, small: string, large: string): string =>
  `${heading}\n${'='.repeat(25)} ${'='.repeat(8)} ${'='.repeat(16)} ${'='.repeat(11)} ${'='.repeat(15)}\n${row('bakery.exe', '4412', small)}\n${row('oven.exe', '512', large)}\n`;

const german = table('Abbildname                     PID Sitzungsname       Sitz.-Nr. Speichernutzung', '212.004 K', '1.482.004 K');
const french = table("Nom de l'image                 PID Nom de la sessio Numéro de s Utilisation ", '212 004 Ko', '1 482 004 Ko');
const russian = table('Имя образа                     PID Имя сессии          № сеанса       Память', '212 004 КБ', '1 482 004 КБ');

const memoryOf = (text: string): readonly unknown[] =>
  readingsOf(readText(text)).map((reading) => [
    reading.life.process,
    reading.life.pid,
    reading.kind === 'snapshot' ? reading.values.workingSet : reading.kind,
  ]);
const both = [
  ['bakery', 4412, 212_004 * 1024],
  ['oven', 512, 1_482_004 * 1024],
];

describe('tasklist in other languages of Windows', () => {
  checkParser('as a German table', { parser: 'process-table', text: german });

  it.each([
    ['German', german],
    ['French', french],
    ['Russian', russian],
  ])('tells the memory of each process in %s, its thousands set apart as the language does', (_, text) => {
    expect(memoryOf(text)).toEqual(both);
  });

  it('is read as CSV by the order of its columns, with a heading and without', () => {
    const rows = '"bakery.exe","4412","Services","0","212.004 K"\n"oven.exe","512","Services","0","1.482.004 K"\n';
    expect(memoryOf(`"Abbildname","PID","Sitzungsname","Sitz.-Nr.","Speichernutzung"\n${rows}`)).toEqual(both);
    expect(memoryOf(rows)).toEqual(both);
  });

  it('is read as a list', () => {
    const list = (name: string, pid: string, memory: string): string =>
      `Nom de l'image:               ${name}\nPID:                          ${pid}\nNom de la session:            Services\nNuméro de session:            0\nUtilisation mémoire:          ${memory}\n\n`;
    expect(memoryOf(`${list('bakery.exe', '4412', '212 004 Ko')}${list('oven.exe', '512', '1 482 004 Ko')}`)).toEqual(both);
  });
});
