/** The likely cause on the verdict's card: what to do in a clause or two, the rest and the tests that would tell more behind links. */
import type { Verdict } from '../analysis/types.ts';
import { codeSpans } from './code-spans.ts';
import { confidence, firstSentence, midSentence, sentence } from './format.ts';
import { testInWords, testTitle } from './next-test.ts';
import { folded, paragraph, run, text, type Element, type Fold } from './parts.ts';
import { verdictTitle } from './verdict-words.ts';

/** Three lines of a phone; the whole of what is longer is one click away. */
const longestAdvice = 140;
/** A sentence that cannot be shortened without losing half of an enumeration may be this long. */
const longestWhole = 180;
/** `!gcroot` tells what to do; a line of C# is for the report. */
const longestCode = 24;
/** A verdict and a cause as sure as this need no further test on the card's face. */
const sure = 0.9;

export function isSure(verdict: Verdict): boolean {
  return verdict.confidence >= sure && (verdict.causes[0]?.confidence ?? 0) >= sure;
}

function withCode(advice: string): readonly Element[] {
  return codeSpans(sentence(advice)).map((each) => run(each.text, { mono: each.code }));
}

/** Where a clause ends, outside of code: at a colon or a semicolon, and before brackets with which it ends. */
function clauseEnds(text: string): readonly number[] {
  const ends: number[] = [];
  let [opened, isCode] = [-1, false];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '`') isCode = !isCode;
    if (isCode) continue;
    if (letter === '(') opened = at;
    else if (letter === ')') {
      if (text.charAt(opened - 1) === ' ' && ';:.'.includes(text.charAt(at + 1))) ends.push(opened);
      opened = -1;
    } else if (opened < 0 && (letter === ':' || letter === ';')) ends.push(at);
  }
  return ends;
}

/** Code that an advice begins with is the advice. */
function hasLittleCode(text: string): boolean {
  return codeSpans(text).every((each, index) => !each.code || index === 0 || each.text.length <= longestCode);
}

/** `Make each serializer once and keep it` out of an advice that goes on with code, another case or a reason. */
function shortFix(fix: string): string {
  const first = firstSentence(fix);
  if (first.length <= longestAdvice) return first;
  const end = clauseEnds(first).findLast((at) => at <= longestAdvice && hasLittleCode(first.slice(0, at)));
  if (end !== undefined) return first.slice(0, end).trimEnd();
  const bracket = first.indexOf(' (');
  return first.length <= longestWhole || bracket < 0 ? first : first.slice(0, bracket);
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

/** The tests in words, behind a link. */
export function testsFold({ next }: Verdict, title: string): readonly Fold[] {
  const hidden = next.map((each) => text(testInWords(each), {}, { spacing: 'Small' }));
  return hidden.length === 0 ? [] : [{ id: 'tests', title, hidden }];
}

/** The first test by its name, while it could still change the verdict; what it would show and the others stand behind it. */
export function wouldTellMore(verdict: Verdict): readonly Element[] {
  const [first] = isSure(verdict) ? [] : verdict.next;
  if (first === undefined) return [];
  const before = [run('What would tell more: ', { bold: true })];
  return testsFold(verdict, midSentence(testTitle(first))).flatMap(({ id, title, hidden }) => folded(id, title, hidden, before));
}
