/** The golden numbers of SPEC.md §3 in every face, however the two articles come in. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../analysis/index.ts';
import { caseCard, judgementJson, reportHtml } from '../../cards/index.ts';
import { stepOf, takeIn } from '../../flows/index.ts';
import type { Investigation } from '../../flows/types.ts';
import { minute, moved, opened, start, taking, windows } from '../flows/support/a-case.ts';
import { lint, textOf } from '../support/card-linter.ts';

const seeds = join(import.meta.dirname, '../../../shared/seeds');
const describeSeeds = existsSync(seeds) ? describe : describe.skip;

function seed(prefix: string): string {
  const name = readdirSync(seeds).find((each) => each.startsWith(prefix)) ?? '';
  return readFileSync(join(seeds, name), 'utf8');
}

/** What a person would copy out of the article, one output a piece: from one line to another, both with it. */
function pieces(text: string, spans: readonly (readonly [string, string])[]): readonly string[] {
  const lines = text.split('\n');
  let from = 0;
  return spans.map(([first, last]) => {
    const begin = lines.findIndex((line, index) => index >= from && line.includes(first));
    const end = lines.findIndex((line, index) => index >= begin && line.includes(last));
    expect(begin).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(begin);
    from = end;
    return lines.slice(begin, end + 1).join('\n');
  });
}

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
const quoted = (text: string): string => text.replace(/^/gm, '> ');
const fenced = (text: string): string => `here it is:\n\`\`\`\n${text}\n\`\`\`\nthanks`;
const rotated = <T>(list: readonly T[]): readonly T[] => [...list.slice(2), ...list.slice(0, 2)];

/** Each way is a list of pastes. */
function ways(whole: string, parts: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  return [
    ['whole', [whole]],
    ['whole, with CRLF', [crlf(whole)]],
    ['whole, quoted in a chat', [quoted(whole)]],
    ['in pieces', parts],
    ['in pieces, the last first', parts.toReversed()],
    ['in pieces, in a mixed order, with CRLF', rotated(parts).map(crlf)],
    ['in pieces, quoted in a chat', rotated(parts).map(quoted)],
    ['in pieces, each between code fences', parts.map(fenced)],
  ];
}

/** Pasted one after the other; then the person wants the verdict of what there is. */
function concluded(pastes: readonly string[]): Investigation {
  const first = opened({ ...windows, process: null, pid: null, startedAt: null });
  const read = pastes.reduce((record, text, index) => {
    const rawRef = createHash('sha256').update(text).digest('hex');
    const at = new Date(start + index * minute).toISOString();
    return takeIn(record, taking(readBytes('pasted text', Buffer.from(text)), { rawRef, at })).investigation;
  }, first);
  return stepOf(read) === 'concluded' ? read : moved(read, { type: 'goOnRequested' });
}

function faces(investigation: Investigation) {
  const card = caseCard(investigation, start);
  expect(lint(card)).toEqual([]);
  const json = judgementJson(investigation.judgement!, investigation.evidence, []);
  // Tags that only set a number off are no part of the text.
  const html = reportHtml(investigation, []).replace(/<\/?(?:b|strong|code|span|em)\b[^>]*>/g, '');
  return { card: textOf(card), html, json, findings: json.findings.map((each) => each.says).join('\n') };
}

describeSeeds('the golden numbers of seed 000 (skipped where ../shared is absent)', () => {
  const whole = existsSync(seeds) ? seed('000') : '';
  const parts = () =>
    pieces(whole, [
      ['Handle.exe -p 13724 -s', 'Total handles: 29401'],
      ['select-string', 'Semaphore       : 14029'],
      ['procdump64.exe', 'Dump count reached'],
      ['GetLanguageList', 'return languages'],
      ['using System.Collections.Concurrent', 'return serializer'],
    ]);

  it.each(ways('', ['', '', '']).map(([name], index) => [name, index] as const))(
    '%s: the verdict is a level of handles, led by the constructor',
    (_, index) => {
      const record = concluded(ways(whole, parts())[index]![1]);
      expect(stepOf(record)).toBe('concluded');
      const { card, html, json, findings } = faces(record);
      expect(json.verdict.class).toBe('handle');
      expect(json.verdict.confidence).toBeLessThanOrEqual(0.7);
      expect(json.verdict.causes[0]?.id).toBe('xml-serializer-constructors');
      expect(json.verdict.next.map((each) => each.collector)).toEqual(expect.arrayContaining(['counters', 'handle-summary']));
      for (const face of [card, html, findings]) {
        for (const golden of ['14,440', '14,029', '29,401', '97 %']) expect(face).toContain(golden);
      }
      expect(card).toMatch(/handle leak, [1-6]\d %|handle leak, 70 %/);
      expect(card).toContain('new XmlSerializer(typeof(List<Country>)');
      expect(card).toMatch(/In the code, line \d+/);
      expect(card).toMatch(/assemblies/i);
      expect(card).toContain('second handle summary');
      expect(html).toContain('XmlSerializer');
    },
  );
});

describeSeeds('the golden numbers of seed 004 (skipped where ../shared is absent)', () => {
  const whole = existsSync(seeds) ? seed('004') : '';
  const parts = () =>
    pieces(whole, [
      ['Dump 1', 'with 155 allocations'],
      ['Dump 2', 'with 220 allocations'],
      ['Dump 3', 'with 290 allocations'],
      ['0:057> kL', 'RtlUserThreadStart'],
    ]);

  it.each(ways('', ['', '', '']).map(([name], index) => [name, index] as const))(
    '%s: the growth is attributed to the own method',
    (_, index) => {
      const record = concluded(ways(whole, parts())[index]![1]);
      expect(stepOf(record)).toBe('concluded');
      const { card, html, json, findings } = faces(record);
      expect(json.verdict).toMatchObject({
        class: 'native',
        ownFrame: 'MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome',
        component: expect.stringContaining('GdiPlus!GpMemoryBitmap::AllocBitmapData'),
      });
      expect(json.verdict.growth?.bytesPerHour).toBeCloseTo(1.3 * 2 ** 30, -8);
      expect(json.verdict.causes[0]?.id).toBe('gdi-plus-in-service');
      for (const golden of ['1.68', '2.14', '2.70', '+1.02', '1.30 GB', '1.23', '1.37', 'GdiPlus', '100 %', '99 %', 'BitmapToMonochrome']) {
        expect(card).toContain(golden);
        expect(html).toContain(golden);
      }
      for (const golden of [
        '1.68',
        '2.14',
        '2.70',
        '+1.02',
        '1.30 GB',
        '1.01',
        '99 %',
        '13,155',
        '12,862',
        '7.66',
        '7.54',
        '469',
        '541',
        '493',
      ])
        expect(findings).toContain(golden);
      for (const golden of ['13,155', '12,862', '469', '541', '493', 'GetCommonImages']) expect(html).toContain(golden);
    },
  );
});
