/** The same in fewer words: where a sentence of ours may end earlier and still say something true. */
import { codeSpans } from './code-spans.ts';
import { cut, longestText } from './escape.ts';
import { firstSentence, sentence } from './format.ts';

/** Places in a text that stand in no brackets and in no code between backticks. */
function outside(text: string): readonly boolean[] {
  let [depth, isCode] = [0, false];
  return Array.from(text.split(''), (letter) => {
    if (letter === '`') isCode = !isCode;
    if (!isCode && letter === ')') depth = Math.max(0, depth - 1);
    const isOutside = depth === 0 && !isCode;
    if (!isCode && letter === '(') depth += 1;
    return isOutside;
  });
}

/** What stands in brackets adds to a sentence and is no part of it. */
export function withoutBrackets(text: string): string {
  const free = outside(text);
  const kept = text.split('').filter((letter, at) => free[at] === true && letter !== '(' && letter !== ')');
  // A call in the text, `Add()`, is no bracket of ours.
  return / \(/.test(text) && !/\S\(/.test(text) && !text.includes('`') ? kept.join('').replace(/ (?= |[.,:;](?: |$)|$)/g, '') : text;
}

/** Ends of a text at one of these marks, outside of brackets and code; the first `least` letters are always kept. */
function ends(text: string, marks: RegExp, least: number): readonly number[] {
  const free = outside(text);
  return [...text.matchAll(marks)].flatMap(({ index }) => (index >= least && free[index] === true ? [index] : []));
}

/** Each form once, in order. */
function forms(all: readonly string[]): readonly [string, ...string[]] {
  const [first = '', ...rest] = new Set(all);
  return [first, ...rest];
}

/** A title below this says too little. */
const leastTitle = 20;

/** `System.Drawing (GDI+) is used in a web service` out of a title that goes on with what follows from it. */
export function shorterTitles(title: string): readonly [string, ...string[]] {
  const [clause = title.length] = ends(title, /[:;] |, and /g, leastTitle);
  const short = title.slice(0, clause);
  const bare = withoutBrackets(short);
  const [how = bare.length] = ends(bare, / with (?=an? )/g, leastTitle);
  return forms([title, short, bare, bare.slice(0, how)]);
}

/** So much of a lead still names what grows, and by how much. */
const leastLead = 50;
/** Three lines of a phone: where a name out of an output is as long as a page, the rest of the sentence stands behind the link. */
const longestLead = 130;

/** The lead, its first sentence, then a clause less and another one, the shortest that still says it; where nothing ends earlier, what three lines hold. */
export function shorterLeads(lead: string): readonly [string, ...string[]] {
  const first = firstSentence(cut(lead, longestText));
  const clauses = ends(first, /[:;] |, (?:and|so|most of them) |, (?=\d)/g, leastLead).toReversed();
  const kept = [...clauses.slice(0, 2), ...clauses.slice(2).slice(-1)].map((end) => sentence(first.slice(0, end)));
  const shortest = kept.at(-1) ?? first;
  return forms([sentence(lead), first, ...kept, withoutBrackets(shortest), cut(withoutBrackets(shortest), longestLead)]);
}

/** `if A, or B`: what A refutes is refuted without B. An `and` or a `while` must not be cut off. */
export function shorterDoubts(doubt: string): readonly [string, ...string[]] {
  const [end = doubt.length] = ends(doubt, /, or |; /g, leastLead);
  const short = sentence(doubt.slice(0, end));
  return forms([doubt, short, withoutBrackets(short)]);
}

/** Two lines of a phone. */
const longestFrame = 70;

/** So much of a reason still says one. */
const leastReason = 40;

/** Why a step is taken, without what it names as examples, and without what is only a further good of it; “Why?” says all of it. */
export function shorterReasons(why: string): readonly [string, ...string[]] {
  const bare = withoutBrackets(why);
  const first = firstSentence(bare);
  const [end = first.length] = ends(first, /, (?:before|without|by) /g, leastReason);
  return forms([why, bare, first, sentence(first.slice(0, end))]);
}

/** `GdiPlusCanvas.BitmapToMonochrome` out of a frame with its module and its namespace. */
export function shortFrame(frame: string): string {
  const name = frame.slice(frame.lastIndexOf('!') + 1);
  const parts = name.split(/(?<=[\w>)])(?:\.|::)(?=[\w<~])/);
  return cut(parts.length > 2 ? parts.slice(-2).join(name.includes('::') ? '::' : '.') : name, longestFrame);
}

/** Three lines of a phone; the whole of what is longer is one click away. */
const longestAdvice = 140;
/** A sentence that cannot be shortened without losing half of an enumeration may be this long. */
const longestWhole = 180;
/** `!gcroot` tells what to do; a line of C# is for the report. */
const longestCode = 24;
/** So much of an advice still says what to do. */
const leastAdvice = 15;

/** Where a clause ends, outside of code: at a colon or a semicolon, and before brackets with which it ends. */
function clauseEnds(text: string): readonly number[] {
  const free = outside(text);
  const letters = text.split('');
  return letters.flatMap((letter, at) => {
    if (free[at] !== true) return [];
    if (letter === ':' || letter === ';') return [at];
    if (letter !== '(' || letters[at - 1] !== ' ') return [];
    const closes = letters.findIndex((each, index) => index > at && each === ')' && free[index] === true);
    return ';:.'.includes(letters[closes + 1] ?? ' ') ? [at] : [];
  });
}

/** Code that an advice begins with is the advice. */
function hasLittleCode(text: string): boolean {
  return codeSpans(text).every((each, index) => !each.code || index === 0 || each.text.length <= longestCode);
}

/** `Make each serializer once and keep it` out of an advice that goes on with code, another case or a reason. */
export function shortFix(fix: string): string {
  const first = firstSentence(fix);
  if (first.length <= longestAdvice) return first;
  const end = clauseEnds(first).findLast((at) => at <= longestAdvice && hasLittleCode(first.slice(0, at)));
  if (end !== undefined) return first.slice(0, end).trimEnd();
  const bracket = first.indexOf(' (');
  return first.length <= longestWhole || bracket < 0 ? first : first.slice(0, bracket);
}

/** The advice in short, then one clause less each time. */
export function shorterFixes(fix: string): readonly [string, ...string[]] {
  const short = shortFix(fix);
  const clauses = ends(short, /[:;] |, (?:so that|which|then|also) | and (?=dispose)/g, leastAdvice).toReversed();
  const cuts = clauses.map((end) => short.slice(0, end));
  return forms([short, ...cuts, withoutBrackets(cuts.at(-1) ?? short)]);
}
