/** The likely cause on the verdict's card: what to do in a clause or two, the rest behind a link. */
import type { Cause, Verdict } from '../analysis/types.ts';
import { codeSpans } from './code-spans.ts';
import { confidence, sentence } from './format.ts';
import { paragraph, run, text, type Element } from './parts.ts';
import type { Piece } from './phone.ts';
import { shortFix, shorterFixes, shorterTitles } from './shorter.ts';
import { verdictTitle } from './verdict-words.ts';

/** A verdict and a cause as sure as this need no further test on the card's face. */
const sure = 0.9;

export function isSure(verdict: Verdict): boolean {
  return verdict.confidence >= sure && (verdict.causes[0]?.confidence ?? 0) >= sure;
}

/** Advice with its code set as code; a statement of C# has its own end. */
function withCode(advice: string): readonly Element[] {
  return codeSpans(advice.endsWith(';`') ? advice : sentence(advice)).map((each) => run(each.text, { mono: each.code }));
}

/** Nobody has to be told twice that it is none: `Not a leak: the GC keeps …`, `Not a leak by itself: glibc …`. */
const alreadySaid = /^Not a leak[a-z ]{0,20}: /;

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The link behind which the whole advice stands. */
export function fixTitle(verdict: Verdict): string {
  return verdict.class === 'no-leak' ? 'what to do' : 'how to fix it';
}

/** `Likely cause, 95 %: Files are opened and not closed`; the title only where it is not the card's. */
function named(verdict: Verdict, cause: Cause, title: string): string {
  const isLeak = verdict.class !== 'no-leak';
  const called = title === '' ? '' : `: ${isLeak ? title : title.replace(alreadySaid, '')}`;
  return `${isLeak ? 'Likely cause' : 'Why it looked like one'}, ${confidence(cause.confidence)}${called}. `;
}

function advises(before: string, fix: string): readonly Element[] {
  return [paragraph([...(before === '' ? [] : [run(before)]), run('Do next: ', { bold: true }), ...withCode(fix)])];
}

/** The cause with what to do, in forms of fewer and fewer words; null where none is known. `mayPoint`: the last one only says where it stands. */
export function causePiece(verdict: Verdict, mayPoint: boolean): Piece | null {
  const [cause] = verdict.causes;
  if (cause === undefined) return null;
  const [whole, ...shorter] = shorterFixes(cause.fix);
  const fixes = verdict.class === 'no-leak' ? [whole, ...shorter] : shorter;
  const isTitle = verdictTitle(verdict) === cause.title;
  const [title, ...titles] = isTitle ? [''] : shorterTitles(cause.title);
  const lastFix = fixes.at(-1) ?? whole;
  const lastName = named(verdict, cause, titles.at(-1) ?? title);
  return {
    forms: [
      advises(named(verdict, cause, title), verdict.class === 'no-leak' ? cause.fix : whole),
      ...fixes.map((fix) => advises(named(verdict, cause, title), fix)),
      ...titles.map((each) => advises(named(verdict, cause, each), lastFix)),
      // Its name is the card's title: how likely it is stands behind the link.
      ...(isTitle ? [advises('', lastFix)] : []),
      // Where not even the first clause has room: a line of code, as a rule.
      ...(mayPoint ? [advises(lastName, `see “${fixTitle(verdict)}”`)] : []),
    ],
    whole: [text(named(verdict, cause, cause.title).trim())],
    // The advice itself has a link of its own.
    lessFrom: 1 + fixes.length,
  };
}

/** The whole advice; null where the card says it in full. `taken`: the form that the card shows. */
export function wholeFix(verdict: Verdict, taken = 0): Element | null {
  const fix = verdict.causes[0]?.fix ?? '';
  const isWhole = taken === 0 && (verdict.class === 'no-leak' || sentence(shortFix(fix)) === sentence(fix));
  return fix === '' || isWhole ? null : paragraph([run(`${capital(fixTitle(verdict))}: `, { bold: true }), ...withCode(fix)]);
}
