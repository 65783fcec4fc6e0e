/** The likely cause on the verdict's card: what to do in one sentence, the rest and the tests that would tell more behind links. */
import type { Verdict } from '../analysis/types.ts';
import { codeSpans } from './code-spans.ts';
import { confidence, firstSentence, sentence } from './format.ts';
import { paragraph, run, type Element } from './parts.ts';
import { verdictTitle } from './verdict-words.ts';

/** Two to three lines of a phone; what is longer is cut before its code, and the whole of it is one click away. */
const longestAdvice = 170;
/** A verdict and a cause as sure as this need no further test on the card's face. */
const sure = 0.9;

function withCode(advice: string): readonly Element[] {
  return codeSpans(sentence(advice)).map((each) => run(each.text, { mono: each.code }));
}

/** `Make each serializer once and keep it` out of an advice that goes on with code. */
function shortFix(fix: string): string {
  const first = firstSentence(fix);
  if (first.length <= longestAdvice) return first;
  const code = first.indexOf(': `');
  return code > 0 ? first.slice(0, code) : first;
}

/** The cause with what to do; its title only where it is not the card's title already. */
export function causeBlock(verdict: Verdict): Element | null {
  const [cause] = verdict.causes;
  if (cause === undefined) return null;
  const named = verdictTitle(verdict) === cause.title ? '' : `: ${cause.title}`;
  const says = `${verdict.class === 'no-leak' ? 'Why it looked like one' : 'Likely cause'}, ${confidence(cause.confidence)}${named}. `;
  const fix = verdict.class === 'no-leak' ? cause.fix : shortFix(cause.fix);
  return paragraph([run(says), run('Do next: ', { bold: true }), ...withCode(fix)]);
}

/** The whole advice, where the card shows only its beginning. */
export function wholeFix(verdict: Verdict): Element | null {
  const fix = verdict.causes[0]?.fix ?? '';
  return fix === '' || sentence(shortFix(fix)) === sentence(fix) ? null : paragraph(withCode(fix));
}

/** The first test, while it could still change the verdict; the others stand behind the link. */
export function wouldTellMore(verdict: Verdict): Element | null {
  const isSure = verdict.confidence >= sure && (verdict.causes[0]?.confidence ?? 0) >= sure;
  const [first] = verdict.next;
  return isSure || first === undefined ? null : paragraph([run('What would tell more: ', { bold: true }), run(sentence(first.why))]);
}
