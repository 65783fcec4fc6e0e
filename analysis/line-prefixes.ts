/**
 * What the way of an output put in front of its lines or between its columns, taken away again: the time stamps of a
 * container's log, the service names of Compose, the prefix of the journal, the bars of a Markdown table. As many lines as before.
 *
 *   2024-03-11T09:14:22.117Z stdout F > dumpheap -stat        Kubernetes (CRI)
 *   web-1  | Total 553,234 objects                            docker compose logs
 *   | 00007ff9a1c17c80 | 120,034 | 9,602,720 | System.String |
 *
 * https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md · https://github.github.com/gfm (tables)
 */

const stamp = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?';
/** Each with the part that must be the same in all lines of a run. */
const prefixes: readonly RegExp[] = [
  new RegExp(`^${stamp} (?:(?:stdout|stderr) (?:\\||[FP])|\\|)(?: |$)()`),
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z(?: |$)()/,
  /^(\[pod\/[^\]]{1,200}\])(?: |$)/,
  /^([A-Za-z][\w.-]{1,60}\s{1,30}\|)(?: |$)/,
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d ([\w.-]{1,60} (?!kernel)[\w./@-]{1,60}\[\d{1,7}\]):(?: |$)/,
];

/** From this many neighbouring lines on a prefix is one. */
const leastRun = 3;

/** Whether a line may have a prefix at all: most outputs have none, and are looked at once. */
const mayHave = (text: string): boolean =>
  text.includes(' |') || text.includes('[pod/') || /^\d{4}-\d\d-\d\d[T ]\d\d:|^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d /m.test(text);

/** Whether a line begins as one of a log does that was collected elsewhere. */
export const isPrefixed = (line: string): boolean => prefixes.some((each) => each.test(line));

function runFrom(lines: readonly string[], from: number, prefix: RegExp): number {
  const same = prefix.exec(lines[from] ?? '')?.[1];
  let end = from;
  while (same !== undefined && prefix.exec(lines[end] ?? '')?.[1] === same) end++;
  return end - from;
}

function withoutLogPrefixes(lines: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (let at = 0; at < lines.length;) {
    const prefix = prefixes.find((each) => runFrom(lines, at, each) >= leastRun);
    const run = prefix === undefined ? 1 : runFrom(lines, at, prefix);
    for (const line of lines.slice(at, at + run)) result.push(prefix === undefined ? line : line.replace(prefix, ''));
    at += run;
  }
  return result;
}

const ruleBelow = /^ {0,4}\|(?: {0,80}:?-{1,200}:? {0,80}\|){1,60}$/;
const tableRow = /^ {0,4}\|.{1,4000}\|$/;

const cellsOf = (line: string): string =>
  line
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim().replace(/^`(.{0,2000})`$/, '$1'))
    .join('  ');

/** A table of Markdown becomes columns that are two blanks apart; the rule below its header an empty line. */
function withoutTableBars(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => ruleBelow.test(line))) return lines;
  const result = [...lines];
  for (let at = 1; at < lines.length; at++) {
    if (!ruleBelow.test(lines[at] ?? '') || !tableRow.test(lines[at - 1] ?? '')) continue;
    result[at - 1] = cellsOf(lines[at - 1] ?? '');
    result[at] = '';
    for (at++; tableRow.test(lines[at] ?? ''); at++) result[at] = cellsOf(lines[at] ?? '');
  }
  return result;
}

/** The lines as the tool printed them. */
export function withoutPrefixes(lines: readonly string[], text: string): readonly string[] {
  const plain = mayHave(text) ? withoutLogPrefixes(lines) : lines;
  return text.includes('|-') || text.includes('| -') || text.includes('|:') || text.includes('| :') ? withoutTableBars(plain) : plain;
}
