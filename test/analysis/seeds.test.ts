import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import { evidenceInText } from '../support/evidence.ts';

const folder = resolve(import.meta.dirname, '../../../shared/seeds');
const present = existsSync(folder);
const GB = 1024 ** 3;
const text = (name: string): string => (present ? readFileSync(resolve(folder, name), 'utf8') : '');
const read = (name: string, content: string) => evidenceInText(name, new TextEncoder().encode(content));
const note = present ? '' : ' (skipped: ../shared/seeds is not here)';

(present ? describe : describe.skip)(`the ASMX service that leaks GDI+ bitmaps, as its article prints it${note}`, () => {
  const whole = text('004_5cde6f5522bf235a.txt');
  const judgement = present ? judge(read('article.txt', whole), defaultScope) : judge([], defaultScope);
  const { verdict, attribution } = judgement;

  it('grows by 1.30 GB an hour, outside the .NET heap, held by GdiPlus', () => {
    expect(verdict.class).toBe('native');
    expect(verdict.confidence).toBeGreaterThanOrEqual(0.9);
    expect(verdict.lead).toBe('Memory outside the .NET heap grows by 1.30 GB an hour; all of it is held by GdiPlus.');
    expect(verdict.growth?.counter).toBe('outstanding allocations');
    expect(verdict.growth!.bytesPerHour! / 1e9).toBeCloseTo(1.4, 2);
  });

  it('is attributed by bytes: 1.68 → 2.14 → 2.70 GB, GdiPlus 100 %, AllocBitmapData 99 %', () => {
    expect(attribution!.labels).toEqual(['1:39:09', '2:01:34', '2:26:05']);
    expect(attribution!.total.map((each) => (each! / GB).toFixed(2))).toEqual(['1.68', '2.14', '2.70']);
    expect((attribution!.totalGrowth / GB).toFixed(2)).toBe('1.02');
    expect((attribution!.bytesPerHour! / GB).toFixed(2)).toBe('1.30');
    expect(attribution!.rates.map((each) => (each / GB).toFixed(2))).toEqual(['1.23', '1.37']);
    const rows = attribution!.rows.map(({ name, level, growth, share }) => [
      level,
      name,
      (growth! / GB).toFixed(2),
      Math.round(share! * 100),
    ]);
    expect(rows).toEqual([
      ['module', 'GdiPlus', '1.02', 100],
      ['function', 'GdiPlus!GpMemoryBitmap::AllocBitmapData+c2', '1.01', 99],
      ['remainder', 'everything else', '0.00', 0],
    ]);
  });

  it('says what else the reports tell: one kind of object, a falling count, flat handles', () => {
    const says = judgement.findings.map((each) => each.says).join('\n');
    expect(says).toContain('7.66 MB, 7.54 MB, 7.66 MB');
    expect(says).toContain('falls from 13,155 to 12,862');
    expect(says).toContain('469, 541, 493');
    expect(says).toContain('accelerating');
  });

  it('names the component, the own frame, the web method and the cause', () => {
    expect(verdict.component).toBe('GdiPlus!GpMemoryBitmap::AllocBitmapData');
    expect(verdict.ownFrame).toBe('MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome');
    expect(judgement.stack!.entry).toBe('MyService!MyService.GetCommonImages');
    expect(verdict.causes[0]).toMatchObject({ id: 'gdi-plus-in-service' });
    expect(verdict.causes[0]!.confidence).toBeGreaterThanOrEqual(0.85);
    expect(verdict.refutedBy).not.toBe('');
    expect(verdict.hypotheses.map(({ id }) => id)).toContain('no-leak');
  });

  it('is the same in pieces, in any order, pasted twice, with CRLF and with a chat’s quote marks', () => {
    const cuts = ['Dump 2\n', 'Dump 3\n', '0:057> kL'].map((mark) => whole.indexOf(mark));
    const pieces = [0, ...cuts].map((at, i) => whole.slice(at, [...cuts, whole.length][i]));
    const quoted = whole
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    const ways = [
      pieces.flatMap((piece, i) => read(`piece${i}`, piece)),
      [...pieces].reverse().flatMap((piece, i) => read(`piece${i}`, piece)),
      [...read('whole', whole), ...read('third', pieces[2] ?? '')],
      read('crlf', whole.replaceAll('\n', '\r\n')),
      read('quoted', quoted),
    ];
    for (const evidence of ways) {
      const again = judge(evidence, defaultScope);
      expect(again.verdict.lead).toBe(verdict.lead);
      expect(again.attribution!.total).toEqual(attribution!.total);
      expect(again.verdict.component).toBe(verdict.component);
      expect(again.verdict.ownFrame).toBe(verdict.ownFrame);
      expect(again.verdict.causes[0]!.id).toBe('gdi-plus-in-service');
    }
  });
});

(present ? describe : describe.skip)(`the MVC site that leaks XmlSerializer assemblies, as its article prints it${note}`, () => {
  const judgement = judge(read('article.txt', text('000_ff72a82594430265.txt')), defaultScope);
  const { verdict } = judgement;

  it('is a handle leak by its level only, so at most 70 % sure', () => {
    expect(verdict.class).toBe('handle');
    expect(verdict.confidence).toBeLessThanOrEqual(0.7);
    expect(verdict.lead).toContain('14,440 Event and 14,029 Semaphore of 29,401 handles (97 %)');
    expect(verdict.component).toBe('Event and Semaphore');
  });

  it('is led by the XmlSerializer constructor that the code shows', () => {
    expect(verdict.causes[0]!.id).toBe('xml-serializer-constructors');
    expect(verdict.causes[0]!.because).toContain('source-pattern:xml-serializer-constructor');
  });

  it('asks next for the assemblies counter and a second summary', () => {
    expect(verdict.next.slice(0, 2).map(({ collector }) => collector)).toEqual(['counters', 'handle-summary']);
    expect(verdict.next[0]!.why).toContain('assemblies');
  });
});
