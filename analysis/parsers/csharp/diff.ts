/**
 * A unified diff of C#: its two sides, and which line of which file each of its lines is.
 * https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
 */

import { sideBySide } from './side-by-side.ts';

/** Where a pasted line stands in its file; null where the text does not tell. */
export interface LinePlace {
  readonly file: string | null;
  readonly line: number | null;
  /** Of a diff: what the change does with the line. */
  readonly side: 'added' | 'removed' | 'kept' | null;
}

const isChange = (line: string): boolean => /^[+-](?![+-]{2})/.test(line);

/** A piece of a diff without its headings, as reviews quote it: each line has its mark or is indented by a blank. */
const isQuotedDiff = (lines: readonly string[]): boolean =>
  lines.some((line) => isChange(line) && line.length > 2) && lines.every((line) => /^(?:[+\- @\\]|$)/.test(line));

const heading = /^(?:@@|diff |index |--- |\+\+\+|\\ No newline|Index: |={20,}$|new file mode|deleted file mode|similarity |rename )/;

const hunk = /^@@ -(\d{1,7})(?:,\d{1,7})? \+(\d{1,7})(?:,\d{1,7})? @@/;

const takenWords = /\[-.{0,200}?-\]/g;
const addedWords = /\{\+(.{0,200}?)\+\}/g;
const hasWords = (line: string): boolean => (line.includes('[-') && line.includes('-]')) || (line.includes('{+') && line.includes('+}'));

/** `git diff --word-diff`: lines without a mark, in which `[-old-]` and `{+new+}` stand. https://git-scm.com/docs/git-diff */
function isWordDiff(lines: readonly string[]): boolean {
  const at = lines.findIndex((line) => hunk.test(line));
  return at !== -1 && !lines.some(isChange) && lines.slice(at).some(hasWords);
}

function wordsOf(line: string, side: 'before' | 'after'): string {
  if (heading.test(line)) return '';
  return side === 'after'
    ? line.replace(takenWords, '').replace(addedWords, '$1')
    : line.replace(addedWords, '').replace(takenWords, (words) => words.slice(2, -2));
}

const sideOfWords = (line: string): LinePlace['side'] => (line.includes('{+') ? 'added' : line.includes('[-') ? 'removed' : 'kept');

/** A unified diff, one word by word, or two files side by side. */
export function isDiff(lines: readonly string[]): boolean {
  if (isWordDiff(lines)) return true;
  const isHeaded = lines.some((line) => /^(?:diff --git |\+\+\+ |@@ -\d)/.test(line)) && lines.some(isChange);
  return isHeaded || isQuotedDiff(lines) || sideBySide(lines) !== null;
}

/** The code after the change (added and unchanged lines), or before it (removed and unchanged lines); the others are empty. */
export function sideOf(lines: readonly string[], side: 'before' | 'after'): readonly string[] {
  const columns = sideBySide(lines);
  if (columns !== null) return columns[side];
  if (isWordDiff(lines)) return lines.map((line) => wordsOf(line, side));
  const other = side === 'after' ? '-' : '+';
  return lines.map((line) => (heading.test(line) || line.startsWith(other) ? '' : ` ${line.slice(1)}`));
}

const named = /^(?:\+\+\+|---) (?:[ab]\/)?(\S.{0,250}?)(?:\t.*)?$/;
/** `// Shop/Codes.cs`, `// File: Codes.cs`, `=== Codes.cs ===`, `Codes.cs:`: how people name the files of one paste. */
const title = /^[\s/*#=-]{0,24}(?:file(?: ?name)?:?\s{1,4})?([\w@][\w.@\\/-]{0,200}\.cs)[\s*/#=:-]{0,24}$/i;

export function isFileTitle(line: string): boolean {
  return line.length < 260 && title.test(line);
}

function placesInDiff(lines: readonly string[]): readonly LinePlace[] {
  let [file, before, after] = [null as string | null, null as number | null, null as number | null];
  const byWords = isWordDiff(lines);
  return lines.map((line): LinePlace => {
    const name = named.exec(line)?.[1];
    // A file that was removed is named by its old name: its new one is /dev/null.
    if (name !== undefined && name !== '/dev/null') file = name;
    const [, old, young] = hunk.exec(line) ?? [];
    if (old !== undefined) [before, after] = [Number(old), Number(young)];
    if (heading.test(line)) return { file, line: null, side: null };
    const side = byWords ? sideOfWords(line) : line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'kept';
    const place = { file, line: side === 'removed' ? before : after, side } as const;
    if (side !== 'added' && before !== null) before += 1;
    if (side !== 'removed' && after !== null) after += 1;
    return place;
  });
}

function placesInFiles(lines: readonly string[]): readonly LinePlace[] {
  let [file, from] = [null as string | null, 0];
  return lines.map((line, at): LinePlace => {
    const name = isFileTitle(line) ? title.exec(line)?.[1] : undefined;
    if (name !== undefined) [file, from] = [name.trim(), at];
    return { file, line: file === null ? null : at - from, side: null };
  });
}

export function placesOf(lines: readonly string[]): readonly LinePlace[] {
  const columns = sideBySide(lines);
  if (columns !== null) {
    return columns.marks.map((mark) => ({ file: null, line: null, side: mark === ' ' ? 'kept' : mark === '<' ? 'removed' : 'added' }));
  }
  return isDiff(lines) ? placesInDiff(lines) : placesInFiles(lines);
}
