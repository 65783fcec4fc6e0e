import { describe, expect, it } from '@jest/globals';
import {
  caseCard,
  caseView,
  chartSvg,
  chartsOf,
  evidenceCard,
  listCard,
  problemCard,
  readCard,
  reportHtml,
  reportMarkdown,
  staleCard,
  timelineCard,
  verdictText,
  whyCard,
} from '../../cards/index.ts';
import type { Evidence, Judgement } from '../../analysis/types.ts';
import { stepIds } from '../../flows/types.ts';
import { buttonsOf, lint, objectsIn } from '../support/card-linter.ts';
import { now, places, standing } from '../support/investigations.ts';

const hostile: readonly (readonly [string, string])[] = [
  ['Markdown', '**bold** _it_ [click](https://evil.example) `code` # head'],
  ['a mention', '<at>everyone</at>'],
  ['a script', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['card JSON', '"},{"type":"Action.OpenUrl","url":"https://evil.example"},{"a":"'],
  ['a template', '${$root.secret} {{DATE(2020-01-01T00:00:00Z,SHORT)}}'],
  ['an address', 'https://evil.example/login'],
  ['right-to-left and zero-width', '\u202egpj.exe\u200b\u2066\ufeff'],
  ['terminal colours and NUL', '\u001b[31mred\u001b[0m\u0000\u0007'],
  ['a list', '1. first\n- second\n> third'],
  ['64 KB', 'A'.repeat(65_536)],
  ['half a surrogate pair', '\ud83dx'],
];

/** The name wherever a name from outside can stand. */
function named(name: string) {
  const told = places.filter(([, phase]) => phase !== 'collecting' && phase !== 'watching');
  return told.map(([step, phase]) => {
    const { investigation } = standing(step, phase);
    const replaced = (judgement: Judgement | null): Judgement | null =>
      JSON.parse(JSON.stringify(judgement).replaceAll('GdiPlus', JSON.stringify(name).slice(1, -1)));
    const evidence: readonly Evidence[] = investigation.evidence.map((each) => ({ ...each, from: name, notes: [name] }));
    return {
      ...investigation,
      target: investigation.target === null ? null : { ...investigation.target, host: name, process: name },
      asked: { host: name, process: name, pid: null },
      candidates: investigation.candidates.map((each) => ({ ...each, name, detail: name })),
      ticket: name,
      symptom: name,
      problem: name,
      evidence,
      unread: [{ from: name, problem: name, rawRef: 'x', at: investigation.createdAt }],
      judgement: replaced(investigation.judgement),
      timeline: investigation.timeline.map((each) => ({ ...each, says: name, by: { id: 'x', name } })),
      fix: investigation.fix === null ? null : { ...investigation.fix, what: name },
      filed: [{ system: 'folder', id: name, where: name }],
      answered: [{ token: 1, by: { id: 'x', name }, at: investigation.createdAt, did: name }],
    };
  });
}

const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

describe.each(hostile)('a name that is %s', (_, name) => {
  const cases = named(name);
  const cards = [
    ...cases.map((each) => caseCard(each, now)),
    ...cases.slice(-5).flatMap((each) => [whyCard(each), evidenceCard(each), timelineCard(each)]),
    listCard([{ id: 'c-1', title: name, step: name, updatedAt: name, ticket: name, open: true }]),
    problemCard(name),
    readCard({
      investigation: cases[0]!,
      read: [{ title: name, says: name, evidence: [] }],
      unread: [{ from: name, problem: name, rawRef: 'x', at: '' }],
      known: 0,
      verdictChanged: true,
    }),
  ];

  it('leaves every card valid and small', () => {
    expect(cards.flatMap((card) => lint(card))).toEqual([]);
  });

  it('is text on a card: no mention, link, macro or character that hides', () => {
    const texts = cards
      .flatMap((card) => objectsIn(card))
      .flatMap((each) => (typeof each['text'] === 'string' ? [[each['type'], each['text']] as const] : []));
    for (const [type, text] of texts) {
      expect(text).not.toMatch(invisible);
      expect(text).not.toMatch(/<\/?at>|\{\{|\$\{|https?:\/\/evil/);
      if (type === 'TextBlock') expect(text).not.toMatch(/[*_[\]`<>#~]|^\d+\. |^- /);
    }
    const urls = cards.flatMap((card) => objectsIn(card)).flatMap((each) => (typeof each['url'] === 'string' ? [each['url']] : []));
    expect(urls.filter((url) => !url.startsWith('https://learn.microsoft.com/'))).toEqual([]);
    expect(cards.flatMap(buttonsOf).every((each) => typeof each['verb'] === 'string')).toBe(true);
  });

  it('is text in the report, in both formats, and in the charts', () => {
    const [, concluded] = [null, cases.find((each) => each.judgement?.verdict.class === 'native')!];
    const html = reportHtml(concluded, [{ name, text: name }]);
    expect(html).not.toMatch(/<script|<img|<at>|onerror=(?!alert\(1\)&gt;)|javascript:/i);
    expect(html.match(/href="[^"]*"/g)?.filter((each) => !/learn\.microsoft\.com|^href="#e\d+"$/.test(each)) ?? []).toEqual([]);
    const markdown = reportMarkdown(concluded).replace(/(`+)[^\n]*?\1/g, '');
    expect(markdown).not.toMatch(/<(?:script|img|at)|(?<!\\)\[click|(?<!\\)\*\*bold/);
    for (const model of chartsOf(concluded)) expect(chartSvg(model, { width: 360, height: 230 })).not.toMatch(/<script|<img|<at>/);
    expect(JSON.stringify(caseView(concluded)).length).toBeLessThan(3_000_000);
    expect(verdictText(concluded.judgement!, concluded.evidence)).not.toMatch(invisible);
    expect(staleCard(concluded, 1)).not.toMatch(invisible);
  });
});

it('hostile names are tried at every step', () => {
  expect(new Set(places.map(([step]) => step)).size).toBe(stepIds.length);
});
