/** The verdict on a card: everything once, what to do in a clause or two, the rest one click away. */
import { describe, expect, it } from '@jest/globals';
import { knownCauses } from '../../analysis/causes/index.ts';
import type { Attribution, Verdict } from '../../analysis/types.ts';
import { caseCard } from '../../cards/index.ts';
import { causePiece, wholeFix } from '../../cards/cause-block.ts';
import { growthInShort, shortFunction } from '../../cards/growth-rows.ts';
import { now, standing } from '../support/investigations.ts';
import { gdiAttribution, gdiJudgement } from '../support/judgements.ts';

type Part = Readonly<Record<string, unknown>>;
const words = (part: Part): string =>
  part['isVisible'] === false
    ? ''
    : [part['text'], ...((part['inlines'] ?? part['items'] ?? []) as Part[]).map(words)]
        .filter((each) => typeof each === 'string')
        .join('');
const shown = (verdict: Partial<Verdict>): string => {
  const judgement = { ...gdiJudgement, verdict: { ...gdiJudgement.verdict, ...verdict } };
  const card = caseCard({ ...standing('concluded', 'holding').investigation, judgement }, now) as unknown as { body: Part[] };
  return card.body.map(words).join('\n');
};
const withFix = (fix: string): Verdict => {
  const [cause] = gdiJudgement.verdict.causes;
  return { ...gdiJudgement.verdict, causes: [{ ...cause!, fix }] };
};
const advice = (fix: string): string => words(causePiece(withFix(fix), false)!.forms[0][0]!).split('Do next: ')[1] ?? '';

describe('what to do, on the card', () => {
  it.each(knownCauses.map(({ id, fix }) => [id, fix] as const))('of %s is at most four lines of a phone', (_, fix) => {
    expect(advice(fix).length).toBeLessThanOrEqual(185);
    if (advice(fix).length < fix.replaceAll('`', '').length) expect(wholeFix(withFix(fix))).not.toBeNull();
  });

  it.each([
    ['Keep one client: `static readonly HttpClient Client = new()`.', 'Keep one client: static readonly HttpClient Client = new().'],
    [
      `Close each channel, and Abort it where Close fails (\`try { client.Close(); } catch (Exception) { client.Abort(); }\`: ${'long '.repeat(20)}); make it once.`,
      'Close each channel, and Abort it where Close fails.',
    ],
    ['Free in the place that owns the block. `!heap -p -a ADDRESS` names the stack.', 'Free in the place that owns the block.'],
    [
      `\`using var source = Make(token);\` and dispose the rest: ${'it stays in the list of its parent '.repeat(5)}`,
      'using var source = Make(token); and dispose the rest.',
    ],
  ])('%s', (fix, expected) => expect(advice(fix)).toBe(expected));
});

describe('a verdict', () => {
  const ownFrame = gdiJudgement.verdict.ownFrame!;

  it('names the own frame once, in the lead or below it, as long as there is room for it', () => {
    expect(shown({ lead: 'Memory grows.', refutedBy: '' })).toContain(`First frame of your code: ${ownFrame}`);
    expect(shown({})).toContain('Your code: GdiPlusCanvas.BitmapToMonochrome');
    expect(shown({ lead: `Memory grows; it is allocated by ${ownFrame}.` })).not.toContain('Your code');
  });

  it('names the test that would tell more, what it shows behind the link', () => {
    const why = 'Two of them, ten minutes apart, show which types grow.';
    const text = shown({
      confidence: 0.7,
      ownFrame: null,
      lead: 'Memory grows.',
      next: [{ ...gdiJudgement.verdict.next[0]!, collector: 'heap-statistic', why }],
    });
    expect(text).toContain('What would tell more: objects on the .NET heap by type');
    expect(text).not.toContain(why);
  });
});

describe('the growth in short', () => {
  it('leaves out whom the lead names already', () => {
    expect(growthInShort(gdiAttribution, '100 % of it is held by GdiPlus.')).toBe(
      'Held: 1.68, 2.14, 2.70 GB. Of the growth: AllocBitmapData 99 %.',
    );
    for (const lead of ['', 'All of it is held by GdiPlus.'])
      expect(growthInShort(gdiAttribution, lead)).toContain('Of the growth: GdiPlus 100 %, AllocBitmapData 99 %.');
    const compared: Attribution = { ...gdiAttribution, isDifference: true };
    expect(
      growthInShort(compared, 'GdiPlus!AllocBitmapData allocated it (100 %; 99 % of it in one size), and nobody freed it.'),
    ).toBeNull();
  });

  it('calls a function of no class by its whole name', () => {
    expect(shortFunction('MyApp!DisplayMyGraphics')).toBe('DisplayMyGraphics');
    expect(shortFunction('GdiPlus!GpMemoryBitmap::AllocBitmapData+c2')).toBe('AllocBitmapData');
  });
});
