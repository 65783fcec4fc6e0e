import { describe, expect, it } from '@jest/globals';
import { judgementJson, reportHtml, reportMarkdown, verdictText } from '../../cards/index.ts';
import { places, standing } from '../support/investigations.ts';
import { gdiJudgement } from '../support/judgements.ts';

const { investigation } = standing('concluded', 'holding');
const skipped = {
  ...investigation,
  snapshot: { ...investigation.snapshot, facts: { ...investigation.snapshot.facts, skipped: ['plainDump' as const] } },
  timeline: [
    ...investigation.timeline,
    { at: '2016-06-19T14:00:00Z', by: null, says: 'Skipped "One dump": no rights.', step: 'plainDump' as const, evidence: [] },
  ],
};
const golden = [
  '1.68',
  '2.14',
  '2.70',
  '1.02 GB',
  '1.30 GB/h',
  '1.23, then 1.37',
  'GdiPlus',
  '100 %',
  '99 %',
  'AllocBitmapData+c2',
  '155 × 7.66 MB',
  '220 × 7.54 MB',
  'BitmapToMonochrome',
  'MyService!MyService.GetCommonImages',
  'Dispose every Bitmap',
  'Would be wrong if GdiPlus stays flat',
];

describe('the report as HTML', () => {
  const html = reportHtml(skipped, [
    { name: 'handle64 -p 4312 -s', text: 'Event : 14440\n</pre><script>alert(1)</script>' },
    { name: 'report 1.mht', text: 'GdiPlus', evidence: ['report-1'] },
  ]);

  it.each(golden)('holds %s', (text) => expect(html).toContain(text));

  it('begins with what, how sure, since when, where and what to do, before any proof', () => {
    const first = html.slice(0, html.indexOf('Does it grow?'));
    for (const text of [
      'grows by 1.30 GB an hour',
      'native leak, 97 %',
      'Seen growing from 2016-06-19 11:50',
      'BitmapToMonochrome',
      'Dispose every Bitmap',
    ])
      expect(first).toContain(text);
  });

  it('proves in the order in which one would doubt it, and ends with what was not done', () => {
    const order = [
      'Does it grow?',
      'Who holds it?',
      'Where is it called from?',
      'Why?',
      'What else could it be?',
      'What the evidence says',
      'What was not done, and why',
      'What it rests on',
      'What happened when',
      'Every output in full',
    ].map((title) => html.indexOf(`>${title}<`));
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(html).toContain('One dump: skipped, no rights.');
  });

  it('leads from every claim to the output behind it, and from there to its whole text', () => {
    const targets = new Set([...html.matchAll(/id="(e\d+)"/g)].map((each) => each[1]));
    const cited = [...html.matchAll(/href="#(e\d+)"/g)].map((each) => each[1]);
    expect(targets.size).toBe(skipped.evidence.length);
    expect(cited.length).toBeGreaterThan(10);
    expect(cited.filter((each) => !targets.has(each))).toEqual([]);
    expect(html).toContain('<summary>[3] leak report from report 1.mht, 1 line</summary>');
  });

  it('is self-contained and inert', () => {
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=/);
    expect(html).toContain('&lt;/pre&gt;&lt;script&gt;');
    expect(html.match(/<svg/g)?.length).toBeGreaterThan(3);
  });

  it('has a form for paper', () => expect(html).toMatch(/@page\{size:A4.*@media print/s));

  it.each(places)('exists at %s, %s, also with little in it', (step, phase) => {
    const page = reportHtml(standing(step, phase).investigation, []);
    expect(page).not.toMatch(/undefined|NaN|\[object/);
    expect(reportMarkdown(standing(step, phase).investigation)).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('the report as Markdown', () => {
  const markdown = reportMarkdown(skipped);
  it.each([
    '1.68',
    '2.70',
    '1.30 GB an hour',
    '100 %',
    '99 %',
    '`GdiPlus!GpMemoryBitmap::AllocBitmapData+c2`',
    'first frame of your code',
    'Dispose every Bitmap',
  ])('holds %s', (text) => expect(markdown).toContain(text));
  it('reads as the snapshot says', () => expect(markdown).toMatchSnapshot());
});

describe('the verdict on a terminal', () => {
  const text = verdictText(gdiJudgement, investigation.evidence);
  it('reads as the snapshot says', () => expect(text).toMatchSnapshot());
  it('fits a terminal', () => expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110));
});

describe('the verdict for programs', () => {
  const json = judgementJson(gdiJudgement, investigation.evidence, [{ from: 'x.blg', problem: 'run relog' }]);
  it('has exactly the fields that were promised', () => {
    expect(Object.keys(json)).toEqual(['verdict', 'findings', 'evidence', 'unread']);
    expect(Object.keys(json.verdict)).toEqual(['class', 'confidence', 'component', 'ownFrame', 'growth', 'causes', 'next']);
    expect(Object.keys(json.findings[0]!)).toEqual(['id', 'rule', 'says', 'points', 'strength', 'evidence', 'measured']);
    expect(json.evidence[0]).toEqual({ file: 'watch', format: 'counters', sha256: 'counters-1'.padEnd(64, '0'), notes: [] });
    expect(json.unread).toEqual([{ file: 'x.blg', problem: 'run relog' }]);
    expect(json.findings[0]?.evidence).toEqual(['report 1.mht', 'report 2.mht', 'report 3.mht']);
    expect(json.verdict.growth?.bytesPerHour).toBeCloseTo(1.4e9, -7);
  });
});
