import { describe, expect, it } from '@jest/globals';
import { numericDateOf, dateOrderOf, isoTime } from '../../analysis/dates.ts';
import { readJson } from '../../analysis/json.ts';
import { normalisedLines, withoutIndent } from '../../analysis/lines.ts';
import { readDecimal, readInteger, readSize } from '../../analysis/numbers.ts';
import { commandOf } from '../../analysis/prompt.ts';
import { decodeText, maxJsonLength, maxLineLength } from '../../analysis/text.ts';
import { thinned } from '../../analysis/thin.ts';
import { maxSamplesPerSeries } from '../../analysis/types.ts';
import { leastProcessorMs } from '../support/processor-time.ts';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decoding', () => {
  it('takes UTF-8 with and without its mark', () => {
    expect(decodeText(encode('Größe – 5')).text).toBe('Größe – 5');
    expect(decodeText(encode('\ufeffGröße')).encoding).toBe('utf-8');
  });

  it('takes UTF-16 of both orders, also where its mark was cut off', () => {
    const little = new Uint8Array(Buffer.from('Total handles: 29401', 'utf16le'));
    expect(decodeText(little)).toEqual({ text: 'Total handles: 29401', encoding: 'utf-16le' });
    const big = new Uint8Array(Buffer.from('Total handles: 29401', 'utf16le').swap16());
    expect(decodeText(big)).toEqual({ text: 'Total handles: 29401', encoding: 'utf-16be' });
  });

  it('takes German of Windows-1252, where two special letters may meet', () => {
    const text = 'Virtuelle Größe, Mitteleuropäische Zeit';
    expect(decodeText(new Uint8Array(Buffer.from(text, 'latin1')))).toEqual({ text, encoding: 'windows-1252' });
  });

  it.each([
    ['is cut within its last character', (whole: Uint8Array) => whole.subarray(0, whole.length - 1)],
    ['ends with some words of another encoding', (whole: Uint8Array) => new Uint8Array([...whole, 0x0a, 0xe9, 0xe8, 0xfc])],
  ])('stays UTF-8 where it %s', (_, damaged) => {
    const { text, encoding } = decodeText(damaged(encode('Allocation\u00a0Size\u00a01.17\u00a0GB, größer\u00a0')));
    expect(encoding).toBe('utf-8');
    expect(text).toContain('Allocation\u00a0Size\u00a01.17\u00a0GB, größer');
  });

  it('of one accent at the end is no UTF-8', () => {
    expect(decodeText(bytes(0x43, 0x61, 0x66, 0xe9))).toEqual({ text: 'Café', encoding: 'windows-1252' });
  });

  it('takes Russian of Windows-1251 and of a console', () => {
    expect(decodeText(bytes(0xcf, 0xf0, 0xee, 0xf6, 0xe5, 0xf1, 0xf1)).text).toBe('Процесс');
    expect(decodeText(bytes(0x8f, 0xe0, 0xae, 0xe6, 0xa5, 0xe1, 0xe1)).text).toBe('Процесс');
  });

  it('keeps UTF-8 of which a few bytes are spoilt', () => {
    const spoilt = Uint8Array.from([
      ...encode('Größe und Länge und Öl und Übermaß und Straße und Füße und Köln und Bäume und Mühe und Höhe '.repeat(3)),
      0xc3,
    ]);
    expect(decodeText(spoilt).encoding).toBe('utf-8');
  });
});

describe('normalising', () => {
  it('undoes what chats and editors do to a paste', () => {
    expect(normalisedLines('Event\u00a0\u00a0: 14440\r\n“quoted” ‘single’\r\nprocdump –ma 1 −r\u200b')).toEqual([
      'Event  : 14440',
      '"quoted" \'single\'',
      'procdump -ma 1 -r',
    ]);
  });

  it('removes colours and window titles of a terminal', () => {
    expect(normalisedLines('\u001b[1;31mEvent\u001b[0m : 5\u001b]0;title\u0007')).toEqual(['Event : 5']);
  });

  it('takes a doubled carriage return for one line end', () => {
    expect(normalisedLines('a\r\r\nb\r\nc\rd')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes off quote marks where all lines have one, and leaves a prompt that is quoted', () => {
    expect(normalisedLines('> Event : 5\n> Key : 6')).toEqual(['Event : 5', 'Key : 6']);
    expect(normalisedLines('> > dumpheap -stat\n> Statistics:\n> Total 5 objects')).toEqual([
      '> dumpheap -stat',
      'Statistics:',
      'Total 5 objects',
    ]);
    expect(normalisedLines('>> a\n>> b\n>> c\n> d')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes off an indent that all lines share', () => {
    expect(withoutIndent('    Event : 5\n\n      Key : 6')).toBe('Event : 5\n\n  Key : 6');
    expect(withoutIndent('Event : 5\n  Key : 6')).toBeNull();
    expect(withoutIndent('\n \n')).toBeNull();
  });

  it('keeps the number of lines where fences and quote marks go', () => {
    expect(normalisedLines('```text\nEvent : 5\n```')).toEqual(['', 'Event : 5', '']);
    expect(normalisedLines('> Event : 5\n> Key : 6\n>\n> Total handles: 11')).toEqual(['Event : 5', 'Key : 6', '', 'Total handles: 11']);
  });

  it('leaves a lone prompt > alone', () => {
    expect(normalisedLines('> dumpheap -stat\nMT Count')).toEqual(['> dumpheap -stat', 'MT Count']);
  });

  it('unescapes HTML only where the whole text is escaped', () => {
    expect(normalisedLines('List&lt;T&gt; &amp; more')).toEqual(['List<T> & more']);
    expect(normalisedLines('<b>&lt;</b>')).toEqual(['<b>&lt;</b>']);
  });

  it('cuts endless lines', () => {
    expect(normalisedLines('x'.repeat(100_000))[0]).toHaveLength(maxLineLength);
  });

  it('keeps JSON on one line whole, up to a length of its own', () => {
    const samples = `[${Array.from({ length: 2000 }, (_, at) => `{"Path": "a", "CookedValue": ${at}}`).join(',')}]`;
    expect(normalisedLines(`\n${samples}`)[1]).toBe(samples);
    expect(normalisedLines(`{"a":"${'x'.repeat(maxJsonLength)}"}`)[0]).toHaveLength(maxJsonLength);
    for (const other of ['[{', '{"', '[INFO] {"a": ', '{a: '])
      expect(normalisedLines(other + 'x'.repeat(100_000))[0]).toHaveLength(maxLineLength);
  });

  it.each(['\u001b[', '\u001b]', '> > ', '```', '&lt;', '\u00a0 '])('is linear on hostile repeats of %j', (piece) => {
    expect(leastProcessorMs(() => normalisedLines(piece.repeat(20_000)), 200)).toBeLessThan(200);
  });
});

describe('numbers', () => {
  it.each([
    ['13,155', 13155],
    ['13.155', 13155],
    ['15.120.687', 15120687],
    ['1 234 567', 1234567],
    ['29401', 29401],
    ['1,23', null],
    ['0x10', null],
    ['', null],
  ])('reads the whole number %j as %j', (text, value) => expect(readInteger(text)).toBe(value));

  it.each([
    ['1,234.56', 1234.56],
    ['1.234,56', 1234.56],
    ['12,5', 12.5],
    ['1,234', 1234],
    ['1.234', 1.234],
    ['-0.5', -0.5],
    ['1.3217e+08', 132170000],
    ['abc', null],
  ])('reads the number %j as %j', (text, value) => expect(readDecimal(text)).toBe(value));

  it('reads a lone comma as the decimal separator where the file has shown it to be', () => {
    expect(readDecimal('1,234', ',')).toBe(1.234);
    expect(readDecimal('1.234', ',')).toBe(1234);
  });

  it('reads sizes in units of 1024 with the precision of their last digit', () => {
    expect(readSize('1.68 GBytes')).toEqual({ bytes: 1.68 * 2 ** 30, precision: expect.closeTo(0.005 * 2 ** 30, 3) });
    expect(readSize('16744 kB')?.bytes).toBe(16744 * 1024);
    expect(readSize('73 MiB')).toEqual({ bytes: 73 * 2 ** 20, precision: 2 ** 19 });
    expect(readSize('2.7G')?.bytes).toBe(2.7 * 2 ** 30);
    expect(readSize('512 Bytes')?.bytes).toBe(512);
    expect(readSize('12 apples')).toBeNull();
  });
});

describe('dates', () => {
  const order = (...texts: readonly string[]): unknown => dateOrderOf(texts.flatMap((text) => numericDateOf(text) ?? []));
  it('tells day from month by the file’s own values', () => {
    expect(order('08/14/2025 16:28:29')).toEqual({ order: 'month-first', sure: true });
    expect(order('12.08.2022 16:35:50')).toEqual({ order: 'day-first', sure: true });
    expect(order('13/08/2022 16:35')).toEqual({ order: 'day-first', sure: true });
    expect(order('2025-08-14 16:28')).toEqual({ order: 'year-first', sure: true });
    expect(order('03/04/2026 23:59', '04/04/2026 00:01')).toEqual({ order: 'day-first', sure: true });
    expect(order('03/04/2026 23:59', '03/05/2026 00:01')).toEqual({ order: 'month-first', sure: true });
  });

  it('says when nothing tells', () => {
    expect(order('03/04/2026 10:00', '03/04/2026 11:00')).toEqual({ order: 'month-first', sure: false });
  });

  it('reads ISO times with any zone and refuses days that do not exist', () => {
    expect(isoTime('2026-02-03T09:00:00.4170000+01:00')).toBe(Date.UTC(2026, 1, 3, 8, 0, 0, 417));
    expect(isoTime('2026-02-30T09:00:00Z')).toBeNull();
  });
});

describe('JSON from outside', () => {
  it('reads what JSON.parse reads', () => {
    const text = '{"a":[1,-2.5e3,"x\\u00e4\\n",null,true,{"b":{}}],"c":[]}';
    expect(readJson(text)?.value).toEqual(JSON.parse(text));
  });

  it('keeps what is whole of a torn text', () => {
    expect(readJson('{"a":1,"b":[1,2,')).toEqual({ value: { a: 1, b: [1, 2] }, end: 16, torn: true });
    expect(readJson('[{"a":1},{"a":"x')).toMatchObject({ value: [{ a: 1 }, {}], torn: true });
    expect(readJson('nothing')).toBeNull();
  });

  it('does not follow endless nesting', () => {
    expect(() => readJson('['.repeat(100_000))).not.toThrow();
  });

  it('does not let a key reach a prototype', () => {
    const read = readJson('{"__proto__":{"polluted":1}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(read?.value as object)).toEqual(['__proto__']);
  });
});

describe('prompts', () => {
  it.each([
    ['PS C:\\utils> .\\handle.exe -p 13724 -s', '.\\handle.exe -p 13724 -s'],
    ['C:\\x>handle -s', 'handle -s'],
    ['0:000> kL', 'kL'],
    ['me@web01:~$ lsof -p 2705', 'lsof -p 2705'],
    ['root@web01 /tmp# ls', 'ls'],
    ['$ cat /proc/1/status', 'cat /proc/1/status'],
    ['(gdb) bt', 'bt'],
    ['> dumpheap -stat', 'dumpheap -stat'],
    ['Event : 5', null],
  ])('in %j the command is %j', (line, command) => expect(commandOf(line)).toBe(command));
});

describe('thinning', () => {
  const saw = Array.from({ length: 20_000 }, (_, index) => ({ at: index * 1000, value: (index % 100) * 10 + index }));
  it('keeps first, last, floor and ceiling, in order, within the limit', () => {
    const kept = thinned(saw);
    expect(kept.length).toBeLessThanOrEqual(maxSamplesPerSeries);
    expect(kept.length).toBeGreaterThan(maxSamplesPerSeries * 0.8);
    expect(kept[0]).toEqual(saw[0]);
    expect(kept.at(-1)).toEqual(saw.at(-1));
    expect(kept.every((sample, index) => index === 0 || sample.at > (kept[index - 1]?.at ?? 0))).toBe(true);
    const floor = kept.filter((sample) => sample.at % 100_000 === 0);
    expect(floor.length).toBeGreaterThan(150);
  });
});
