/**
 * Diffs that are not unified, turned into unified ones line by line, as many lines as before:
 *
 *   *** Codes.cs  2024-05-03          7,8d6
 *   --- Codes.cs  2024-05-04          <     static readonly XmlSerializer S = …
 *   ***************                   12c10,11
 *   *** 4,7 ****                      <     return Read(s);
 *   !     old line                    ---
 *   --- 4,8 ----                      >     var s = new XmlSerializer(…);
 *   !     new line
 *
 * https://www.gnu.org/software/diffutils/manual/html_node/Context-Format.html · …/Detailed-Normal.html
 */

/** The lines of one paste as plain code or a unified diff; `fileLines` where their numbers in the file are known better than from it. */
export interface Pasted {
  readonly lines: readonly string[];
  readonly fileLines: readonly (number | null)[] | null;
}

const contextHead = /^\*\*\* (\S.{0,250})$/;
const oldPart = /^\*\*\* (\d{1,7})(?:,(\d{1,7}))? \*{4}$/;
const newPart = /^--- (\d{1,7})(?:,(\d{1,7}))? -{4}$/;
const stars = /^\*{15}/;
const ofContext = /^(?:\*\*\* |--- |\*{15}|[ !+-] |[ !+-]?$|Index: |diff |Only in |={20})/;

const normalHead = /^(\d{1,7})(?:,\d{1,7})?([acd])(\d{1,7})(?:,\d{1,7})?$/;
const ofNormal = /^(?:\d{1,7}(?:,\d{1,7})?[acd]\d{1,7}(?:,\d{1,7})?$|[<>](?: |$)|---$|\\ No newline|diff |Index: )/;

const isContext = (lines: readonly string[], at: number): boolean =>
  contextHead.test(lines[at] ?? '') && /^--- \S/.test(lines[at + 1] ?? '') && stars.test(lines[at + 2] ?? '');
const isNormal = (lines: readonly string[], at: number): boolean => normalHead.test(lines[at] ?? '') && /^[<>] /.test(lines[at + 1] ?? '');

/** Whether such a diff begins in this line; `diff a.cs b.cs` may stand above it. */
export function beginsOlderDiff(lines: readonly string[], at: number): boolean {
  const from = /^(?:diff |Index: )/.test(lines[at] ?? '') ? at + 1 : at;
  return isContext(lines, from) || isNormal(lines, from);
}

/** How many lines it has. */
export function olderDiffSpan(lines: readonly string[], from: number): number {
  const first = /^(?:diff |Index: )/.test(lines[from] ?? '') ? from + 1 : from;
  const belongs = isContext(lines, first) ? ofContext : ofNormal;
  let end = from;
  while (end < lines.length && belongs.test(lines[end] ?? '')) end++;
  while (end > from && (lines[end - 1] ?? '').trim() === '') end--;
  return end - from;
}

/** `< old` and `> new` become `-old` and `+new`; the command becomes the heading of a hunk. */
function fromNormal(lines: readonly string[]): Pasted {
  const fileLines: (number | null)[] = [];
  let [old, young] = [0, 0];
  const rewritten = lines.map((line) => {
    const [, before, , after] = normalHead.exec(line) ?? [];
    fileLines.push(line.startsWith('<') ? old++ : line.startsWith('>') ? young++ : null);
    if (before !== undefined && after !== undefined) {
      [old, young] = [Number(before), Number(after)];
      return `@@ -${before} +${after} @@`;
    }
    return line.startsWith('<') ? `-${line.slice(2)}` : line.startsWith('>') ? `+${line.slice(2)}` : line === '---' ? '' : line;
  });
  return { lines: rewritten, fileLines };
}

interface Part {
  readonly isOld: boolean;
  /** The line of the file that comes next. */
  next: number;
  /** An old part whose new one is left out has the lines of both. */
  readonly isBoth: boolean;
}

function partOf(lines: readonly string[], at: number): Part | null {
  const line = lines[at] ?? '';
  const from = oldPart.exec(line)?.[1];
  if (from !== undefined) {
    const then = lines.findIndex((each, index) => index > at && newPart.test(each));
    const behind = then === -1 ? '' : (lines[then + 1] ?? '');
    return { isOld: true, next: Number(from), isBoth: then !== -1 && (behind === '' || stars.test(behind) || contextHead.test(behind)) };
  }
  const to = newPart.exec(line)?.[1];
  return to === undefined ? null : { isOld: false, next: Number(to), isBoth: false };
}

function inPart(line: string, { isOld, isBoth }: Part): string {
  const code = line.slice(2);
  const isChanged = /^[!+-] /.test(line);
  if (isChanged) return `${isOld ? '-' : '+'}${code}`;
  return isOld && !isBoth ? '' : ` ${code}`;
}

function fromContext(lines: readonly string[]): Pasted {
  const fileLines: (number | null)[] = [];
  let part: Part | null = null;
  const rewritten = lines.map((line, at) => {
    const opened = partOf(lines, at);
    fileLines.push(null);
    if (opened !== null) {
      part = opened;
      return opened.isOld ? `@@ -${opened.next} +${opened.next} @@` : '';
    }
    if (stars.test(line) || /^(?:diff |Index: )/.test(line)) part = null;
    if (part === null) return line.startsWith('*** ') ? `--- ${line.slice(4)}` : line.startsWith('--- ') ? `+++ ${line.slice(4)}` : '';
    fileLines[at] = part.next++;
    return inPart(line, part);
  });
  return { lines: rewritten, fileLines };
}

/** A context or normal diff as a unified one; null where the lines are neither. */
export function asUnified(lines: readonly string[]): Pasted | null {
  if (!beginsOlderDiff(lines, 0)) return null;
  const first = /^(?:diff |Index: )/.test(lines[0] ?? '') ? 1 : 0;
  return isContext(lines, first) ? fromContext(lines) : fromNormal(lines);
}
