/**
 * Time stamps that a log put in front of every line of an output, and the marks of a quotation or a box around them, taken
 * away again. Only the reader can tell whether that makes sense of the text (read.ts). As many lines as before.
 *
 *   2026-03-02T08:00:00.1234567Z Handle type summary:            GitHub Actions, Azure Pipelines
 *   [2026-03-02T08:00:00.123Z]   File            : 412           Jenkins
 *   08:00:00  VmRSS:   664396 kB                                 Jenkins, ts of moreutils
 *   2026-03-02 08:00:00,123 INFO [main] Collector - VmSwap: 0 kB   log4j and its kin
 *   2026-03-02T08:00:00+0000 web01 collect[812]: VmRSS: 664396 kB  journalctl -o short-iso
 *
 * Forms [S] in the logs of those services and in journalctl(1), ts(1).
 */
import { isoTime } from './dates.ts';
import { momentOn } from './printed-moments.ts';
import type { Moment, PrintedMoment } from './printed-moments.ts';
import type { ReadBlock } from './types.ts';

const clock = '\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?';
const iso = `\\d{4}[-/]\\d\\d[-/]\\d\\d[T ]${clock}(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))?`;
const level =
  '(?: {1,4}[\\[(]?(?:TRACE|DEBUG|INFO|INFORMATION|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|OUT|stdout|stderr|inf|wrn|err|\\d\\d[OE])[\\])]?:?)?';
/** The journal's host and unit, a level, a mark between it and the line, and one blank. */
const unit = '(?: [\\w.-]{1,60} [\\w./@-]{1,60}\\[\\d{1,7}\\]:)?';
const behind = `${unit}${level}(?: ?[|:]| -)?(?: |$)`;
const forms: readonly RegExp[] = [
  new RegExp(`^\\[(${iso})\\]${behind}`),
  new RegExp(`^(?:[A-Z][a-z]{2} )?(${iso})${behind}`),
  new RegExp(`^\\[(\\d{1,2}[./]\\d{1,2}[./]\\d{4},? ${clock}(?: [AP]M)?)\\]${behind}`),
  new RegExp(`^(\\d{1,2}[./]\\d{1,2}[./]\\d{4},? ${clock}(?: [AP]M)?)${behind}`),
  new RegExp(`^([A-Z][a-z]{2} [ \\d]\\d ${clock})${behind}`),
  new RegExp(`^[\\[(](${clock})[\\])]${behind}`),
  new RegExp(`^(${clock})${behind}`),
  /^\[ {0,8}(\d{1,9}\.\d{6})\](?: |$)/,
];
const mayBeStamped = /^[[(]? {0,8}(?:\d|[A-Z][a-z]{2} [ \d])/;

/** Who wrote a line, between its stamp and what it says: the same on all lines of a run, and ended as only a log ends it. */
const writer = /^.{0,198}(?:[\]:|>]|\s-)\s/;

interface Run {
  readonly length: number;
  readonly form: RegExp;
}

function runAt(lines: readonly string[], from: number): Run | null {
  const first = lines[from] ?? '';
  const form = mayBeStamped.test(first) ? forms.find((each) => each.test(first)) : undefined;
  if (form === undefined) return null;
  let end = from + 1;
  while (end < lines.length && form.test(lines[end] ?? '')) end++;
  return { length: end - from, form };
}

/** From this many lines on what they have in common is the name of who wrote them. */
const leastNamed = 4;

/** What all of these begin with that names a writer; an empty line of the output has nothing behind it. */
function withoutWriter(lines: readonly string[]): readonly string[] {
  const first = lines.find((line) => line !== '') ?? '';
  let common = first.slice(0, 200);
  for (const line of lines) {
    let same = 0;
    const whole = `${line} `;
    while (same < common.length && common[same] === whole[same]) same++;
    if (line !== '') common = common.slice(0, same);
  }
  const name = lines.length < leastNamed ? '' : (writer.exec(common)?.[0] ?? '');
  return name === '' ? lines : lines.map((line) => line.slice(name.length));
}
const hasNoContent = (lines: readonly string[]): boolean => lines.every((line) => line.trim() === '');

/** The text without the time stamps before its lines; null where there are none, or nothing stands behind them. */
export function withoutStamps(text: string): string | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const result: string[] = [];
  let stripped = false;
  for (let at = 0; at < lines.length;) {
    const run = runAt(lines, at);
    const part = lines.slice(at, at + (run?.length ?? 1));
    const bare = run === null ? part : part.map((line) => line.replace(run.form, ''));
    // Moments on lines of their own are what a loop printed.
    const isStamped = run !== null && !hasNoContent(bare);
    stripped ||= isStamped;
    result.push(...(isStamped ? withoutWriter(bare) : part));
    at += part.length;
  }
  return stripped ? result.join('\n') : null;
}

/** When a line was written, by the stamp before it; null where there is none. */
export function stampOf(line: string): Moment | null {
  const text = forms.map((form) => form.exec(line)?.[1]).find((each) => each !== undefined);
  if (text === undefined) return null;
  const at = isoTime(text.replaceAll('/', '-').replace(/ ?UTC$/, 'Z'));
  // A day in figures without a year in front may be either of two: then the time of day alone is taken.
  return at === null ? momentOn(/\d{1,2}:\d\d:\d\d/.exec(text)?.[0] ?? '') : { at, dated: true };
}

/** The moments of blocks whose first line, as it was sent, has a stamp before it that is none of its own. `text` has as many lines as the blocks count. */
export function stampedMoments(
  blocks: readonly ReadBlock[],
  text: string,
  linesBefore: number,
  isStamped: (line: string) => boolean,
): readonly PrintedMoment[] {
  const lines = text.split('\n');
  return blocks.flatMap(({ fromLine }) => {
    const line = lines[fromLine - linesBefore - 1] ?? '';
    const moment = isStamped(line) ? stampOf(line) : null;
    return moment === null ? [] : [{ ...moment, line: fromLine }];
  });
}

const marks = ['| ', '|', '│ ', '│', '║ ', '║', '┃ ', '+ ', '+', '* ', '- ', '# ', '#', '// ', '-- ', ': ', '; ', '• '] as const;
const closing = /\s{0,400}[|│║┃]$/;
/** From this many neighbouring lines on a mark is none of theirs. */
const leastMarked = 3;

/** The text without the mark that neighbouring lines all begin with: a quotation, a comment, a box; null where there is none. */
export function withoutMarks(text: string): string | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const result: string[] = [];
  let stripped = false;
  for (let at = 0; at < lines.length;) {
    const mark = marks.find((each) => lines[at]?.startsWith(each));
    let end = at;
    const bare = mark?.trimEnd();
    while (mark !== undefined && (lines[end]?.startsWith(mark) === true || lines[end] === bare)) end++;
    if (mark === undefined || end - at < leastMarked) {
      result.push(lines[at] ?? '');
      at++;
      continue;
    }
    const part = lines.slice(at, end).map((line) => line.slice(mark.length));
    const isBox = part.every((line) => closing.test(line));
    result.push(...(isBox ? part.map((line) => line.replace(closing, '')) : part));
    stripped = true;
    at = end;
  }
  return stripped ? result.join('\n') : null;
}
