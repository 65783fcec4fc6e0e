/** Where C# or a diff of it begins in a text and ends. */
import { debuggerCommand } from '../../debugger-text.ts';
import { beginsCode, goesOn, isCode, isDiffLine, isListed, mayContinue } from './code-lines.ts';
import { isCommit, isCommitHeading } from './commits.ts';
import { isDiff, isFileTitle } from './diff.ts';
import { createMasker } from './mask.ts';
import { unnumbered } from './numbered.ts';
import { beginsOlderDiff, olderDiffSpan } from './older-diffs.ts';
import { isOtherLanguage } from './other-languages.ts';
import { doubledHalf, sideBySideSpan } from './side-by-side.ts';

/** Empty lines inside code; more of them end it. */
const maxEmpty = 3;

/** Lines of an expression that are code only because of the braces around them; more in a row are something else. */
const maxLoose = 60;
/** A comment or a literal that is longer was never closed: a quotation mark in prose opened it. */
const maxInside = 400;

/** What the line opens less what it closes, by `{ ( [` and `} ) ]`. */
function depthOf(code: string): number {
  let depth = 0;
  for (let at = 0; at < code.length; at++) {
    const character = code.charCodeAt(at);
    if (character === 0x7b || character === 0x28 || character === 0x5b) depth++;
    else if (character === 0x7d || character === 0x29 || character === 0x5d) depth--;
  }
  return depth;
}

function codeSpan(lines: readonly string[], from: number): number {
  const masker = createMasker();
  let [end, empty, loose, inside] = [from + 1, 0, 0, 0];
  let depth = depthOf(masker.next(lines[from] ?? ''));
  for (let at = from + 1; at < lines.length && empty <= maxEmpty && loose <= maxLoose; at++) {
    const line = lines[at] ?? '';
    inside = masker.isInside() ? inside + 1 : 0;
    if (inside > maxInside) break;
    const code = masker.next(line);
    if (line.trim() === '') {
      empty += inside > 0 ? 0 : 1;
      continue;
    }
    const isSure = inside > 0 || isCode(line, code) || (depth > 0 && isListed(code));
    const isOpen = depth > 0 || goesOn(lines[at + 1] ?? '');
    if (!isSure && (!isOpen || !mayContinue(code) || debuggerCommand(line) !== null)) break;
    depth = Math.max(depth + depthOf(code), 0);
    empty = 0;
    loose = isSure ? 0 : loose + 1;
    if (isSure) end = at + 1;
  }
  return end - from;
}

function diffSpan(lines: readonly string[], from: number): number {
  let end = from;
  while (end < lines.length && (isDiffLine(lines[end] ?? '') || isCommitHeading(lines[end] ?? ''))) end++;
  while (end > from && (lines[end - 1] ?? '').trim() === '') end--;
  return end - from;
}

/** Other languages' classes look the same; what only they have stands near. */
const nearby = 40;

const opensComment = (line: string): boolean => /^\s{0,80}\/\*/.test(line);

/** The line behind a comment that opens in line `from`; `from` where it does not end before the next one opens. */
function endOfComment(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (at > from && opensComment(line)) return from;
    if (line.includes('*/', at === from ? line.indexOf('/*') + 2 : 0)) return at + 1;
  }
  return from;
}

/** More comments and titles in a row stand before no code. */
const mostOpenings = 8;

/** A file's title and comments belong to the code that follows them: the line in which it begins, or `from`. */
function openedAt(lines: readonly string[], from: number): number {
  let at = from;
  for (let openings = 0; openings < mostOpenings; openings++) {
    const line = lines[at] ?? '';
    const then = isFileTitle(line) ? at + 1 : opensComment(line) ? endOfComment(lines, at) : at;
    if (then === at) return at;
    at = then;
    for (let empty = 0; empty < maxEmpty && (lines[at] ?? '').trim() === '' && at < lines.length; empty++) at++;
  }
  return from;
}

/** Lines behind the heading of a hunk among which its code must begin. */
const nearHunk = 8;

/** A hunk, or changed lines, without the heading of a file: `@@ -20,5 +20,5 @@`, `-    var s = new XmlSerializer(…);`. */
function quotesDiff(lines: readonly string[], at: number): boolean {
  const first = lines[at] ?? '';
  const begins = (line: string): boolean => isDiffLine(line) && beginsCode(line.slice(1));
  if (/^@@ -\d{1,7}(?:,\d{1,7})? \+\d/.test(first)) return lines.slice(at + 1, at + nearHunk).some(begins);
  return /^[+-](?![+-])/.test(first) && begins(first);
}

/** A diff of another form is C# where one of its changed lines is. */
function olderSpan(lines: readonly string[], at: number): number {
  const size = olderDiffSpan(lines, at);
  return lines.slice(at, at + size).some((line) => /^[<>!+-] /.test(line) && beginsCode(line.slice(2))) ? size : 0;
}

/** Lines behind the heading of a commit among which its diff must begin. */
const longestMessage = 80;
const diffOfCode = /^diff --git .{1,250}\.cs(?:html)?\b/;

/** `commit 6a7e064…` with a change of C# behind its message: what `git show` and `git log -p` print. */
const beginsCommit = (lines: readonly string[], at: number): boolean =>
  isCommit(lines[at] ?? '') && lines.slice(at, at + longestMessage).some((line) => diffOfCode.test(line));

/** Of a listing with numbers: all of it where it is a diff of code, else what is code. */
function listedSpan(lines: readonly string[]): number {
  const isWhole = isDiff(lines) && lines.some((line) => beginsCode(line.slice(1)));
  return isWhole ? lines.length : codeOrDiffSpan(lines, 0);
}

/** A hunk that a web page was copied from without its marks: code without any. */
const hasLostMarks = (lines: readonly string[], at: number): boolean =>
  (lines[at] ?? '').startsWith('@@') && !lines.slice(at + 1, at + 1 + nearby).some((line) => /^[+-]/.test(line));

/** How many lines from `from` on are C# or a diff of it; 0 where none are. */
export function codeOrDiffSpan(lines: readonly string[], from: number): number {
  const at = openedAt(lines, from);
  const first = lines[at] ?? '';
  if (beginsOlderDiff(lines, at)) return olderSpan(lines, at) === 0 ? 0 : olderSpan(lines, at) + at - from;
  if (beginsCommit(lines, at)) return diffSpan(lines, at) + at - from;
  const listed = unnumbered(lines, at);
  if (listed !== null) return listedSpan(listed.lines) + at - from;
  const doubled = doubledHalf(first);
  if (doubled !== null && beginsCode(doubled)) return sideBySideSpan(lines, from);
  const isQuoted = quotesDiff(lines, at);
  if (isQuoted && hasLostMarks(lines, at)) return codeSpan(lines, at + 1) + 1 + at - from;
  if (isQuoted || (beginsCode(first) && /^(?:diff --git|\+\+\+|---|Index:) /.test(first))) return diffSpan(lines, at) + at - from;
  if (!beginsCode(first) || lines.slice(Math.max(0, at - nearby), at + nearby).some(isOtherLanguage)) return switchedOff(lines, from);
  return codeSpan(lines, at) + at - from;
}

/** Code inside a comment is code that is switched off, and not the start of anything. */
function switchedOff(lines: readonly string[], from: number): number {
  const end = opensComment(lines[from] ?? '') ? endOfComment(lines, from) : from;
  const inside = lines.slice(from + 1, end - 1);
  return inside.some(beginsCode) && !inside.some(isOtherLanguage) ? end - from : 0;
}
