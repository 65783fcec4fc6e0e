/**
 * DebugDiag's bar graphs are parallel columns: all captions in one inner table, all values in the next, the bars in
 * the third (BarGraph.cs), so that copied text holds the captions first and then as many values. Rows that somebody
 * put back together (`GdiPlus   2,283 allocation(s)`) are read too.
 */
import { dotNetTitle, dumpTitle, graphTitle, isHeading } from './labels.ts';

export interface GraphRow {
  readonly caption: string;
  readonly value: string;
}

const value =
  /^(?:\d[\d.,' ]{0,20} (?:allocation|handle)\(s\)|\d[\d.,' ]{0,20}? ?(?:[KMGT]?Bytes|Bytes?)(?:\s{1,8}\(\d[\d.,' ]{0,14} objects? ?\))?|\d{1,3}(?:[.,]\d+)? ?%)$/i;
const isValue = (text: string): boolean => text.length < 80 && value.test(text);
/** No graph has more rows: modules of a process, types of a heap. */
const maxRows = 2000;
/** Empty lines inside a graph: copied table cells leave some. */
const maxBlank = 4;

const endsGraph = (line: string): boolean =>
  graphTitle(line) !== null ||
  isHeading(line) ||
  dotNetTitle(line) !== null ||
  dumpTitle(line) !== null ||
  /^call stack sample/i.test(line.trim());

/** The rows of the graph whose title stands right before `from`, and where it ends. */
export function readGraph(lines: readonly string[], from: number): { readonly rows: readonly GraphRow[]; readonly next: number } {
  const whole: GraphRow[] = [];
  const captions: string[] = [];
  const values: string[] = [];
  let next = from;
  for (let at = from; at < lines.length && at - next <= maxBlank && captions.length < maxRows; at++) {
    const text = (lines[at] ?? '').trim();
    if (text === '') continue;
    const cells = text.split(/\t+| {2,}/);
    const last = cells.at(-1) ?? '';
    if (isValue(text)) values.push(text);
    else if (cells.length >= 2 && isValue(last)) whole.push({ caption: (cells[0] ?? '').trim(), value: last });
    else if (values.length > 0 || whole.length > 0 || endsGraph(text)) break;
    else captions.push(text.slice(0, 400));
    next = at + 1;
  }
  const pairs = captions.slice(0, values.length).map((caption, index) => ({ caption, value: values[index] ?? '' }));
  const rows = [...whole, ...pairs];
  return { rows, next: rows.length > 0 ? next : from };
}
