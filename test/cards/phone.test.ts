/** A verdict is read on a phone without scrolling, and nothing is lost by it: what is not on the face stands behind its links. */
import { describe, expect, it } from '@jest/globals';
import { run, paragraph, heading, text } from '../../cards/parts.ts';
import { caseCard } from '../../cards/index.ts';
import { fitted, linesOf, mostLines } from '../../cards/phone.ts';
import { textOf } from '../support/card-linter.ts';
import { now, standing, targetOf } from '../support/investigations.ts';
import { gdiJudgement } from '../support/judgements.ts';
import { verdictCards } from '../support/verdict-cards.ts';

type Part = Readonly<Record<string, unknown>>;
const inOneLine = (says: string): string => says.replace(/\s+/g, ' ');
const faceOf = ({ body }: { readonly body: readonly Part[] }): readonly Part[] => body.filter((each) => each['isVisible'] !== false);
const lines = (elements: readonly Part[]): number => elements.reduce((sum, each) => sum + linesOf(each), 0);

describe('the lines that a text takes on a phone', () => {
  it.each([
    [1, text('Nothing leaks.')],
    [2, text('Memory outside the .NET heap grows by 1.30 GB an hour.')],
    [2, heading('System.Drawing (GDI+) is used in a web service')],
    [2, paragraph([run('First frame of your code: '), run('MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome', { mono: true })])],
    [0, { type: 'Container', isVisible: false, items: [text('Opened by a click.')] }],
    [2, { type: 'Container', items: [text('One.'), text('Two.')] }],
  ])('%s', (expected, element) => expect(linesOf(element)).toBe(expected));

  it('are those of a name as long as a page, too', () => {
    expect(linesOf(text('A'.repeat(400)))).toBeGreaterThan(8);
  });

  it('are more where the letters of a language are wider', () => {
    expect(linesOf(text('内存泄漏'.repeat(20)))).toBe(5);
  });
});

describe('what gives way', () => {
  const long = (letters: string): string => `${letters} `.repeat(60);
  const pieces = {
    lead: { forms: [[text(long('lead'))], [text('lead')]], whole: [text('the whole lead')] },
    figures: { forms: [[text(long('figures'))], []] },
    doubt: { forms: [[text('doubt')]] },
  } as const;
  const said = (most: number): string => textOf(fitted(pieces, ['figures', 'lead'], most).face);

  it('is nothing where all of it fits', () =>
    expect(fitted(pieces, ['figures', 'lead'], 40).taken).toEqual({ lead: 0, figures: 0, doubt: 0 }));
  it('is what is named first, as long as that is enough', () => expect(said(10)).toBe(`${long('lead')}\ndoubt`));
  it('comes back where a later step made more room than was wanted', () => expect(said(13)).toBe(`${long('lead')}\ndoubt`));
  it('stands behind the link in full', () => {
    expect(said(3)).toBe('lead\ndoubt');
    expect(textOf(fitted(pieces, ['figures', 'lead'], 3).left)).toBe('the whole lead');
  });
  it('is never what nobody named', () => expect(said(0)).toBe('lead\ndoubt'));
});

describe('the card of a verdict', () => {
  it.each(verdictCards.map((each) => [each.name, each] as const))('of %s has at most 12 lines on a phone', (_, { card }) => {
    expect(lines(faceOf(card))).toBeLessThanOrEqual(mostLines);
  });

  it.each(verdictCards.map((each) => [each.name, each] as const))(
    'of %s says what is known, what to do and the doubt',
    (_, { card, verdict }) => {
      const face = inOneLine(textOf(faceOf(card)));
      expect(face).toContain(verdict.lead.split(/[:;,(]/)[0]?.trim());
      if (verdict.causes.length > 0) expect(face).toContain('Do next: ');
      if (verdict.class !== 'not-enough-data') expect(face).toContain('Would be wrong if ');
    },
  );

  it.each(verdictCards.map((each) => [each.name, each] as const))('of %s has the whole of it behind its links', (_, { card, verdict }) => {
    const all = inOneLine(textOf(card.body));
    const [cause] = verdict.causes;
    const told = [
      verdict.lead,
      verdict.ownFrame,
      cause?.title.replace(/^Not a leak[a-z ]*: /, ''),
      verdict.class === 'not-enough-data' ? null : verdict.refutedBy,
    ];
    for (const each of told) if (each != null) expect(all).toContain(inOneLine(each).replace(/[.]$/, ''));
    for (const part of cause?.fix.split('`') ?? []) expect(all).toContain(inOneLine(part).replace(/[.]$/, ''));
  });

  it('cites the outputs that it rests on', () => {
    const gdi = textOf(verdictCards[0]?.card.body);
    expect(gdi).toContain('Private bytes grow by 1.30 GB an hour and the .NET heap does not. [1]');
    for (const figure of ['1.68', '2.14', '2.70', '100 %', '99 %', '1.23, then 1.37']) expect(gdi).toContain(figure);
  });
});

describe('the card of a step', () => {
  const { investigation } = standing('handleTypes', 'offering');
  const shown = (part: Partial<typeof investigation>): string => textOf(caseCard({ ...investigation, ...part }, now).body);

  it('says since when the process runs and the whole reason where there is room for it', () => {
    const text = shown({ judgement: null, ticket: null, symptom: 'Memory grows', target: targetOf('gdi-plus', 'manual') });
    expect(text).toContain('pid 4312 since 11:48');
    expect(text).toContain('A second summary shows growth instead of level.');
  });

  it('leaves out first what “Why?” and the page say, never what is known, the command or its impact', () => {
    const text = shown({ target: targetOf('gdi-plus', 'manual') });
    expect(text).toContain('w3wp on WEB01, pid 4312 · INC-4711');
    expect(text).not.toContain('A second summary');
    for (const kept of [gdiJudgement.verdict.lead, 'Why: which type of handle grows', 'handle64', 'No effect on the process'])
      expect(text).toContain(kept);
  });

  it('folds a command that a person has to run where it is long', () => {
    const { body } = caseCard(standing('preflight', 'awaitingOutput').investigation, now);
    expect(lines(faceOf({ body }))).toBeLessThanOrEqual(22);
    expect(JSON.stringify(body)).toContain('Get-CimInstance Win32_Process');
  });
});
