/**
 * What heaptrack prints while it records: answered with how to see what it recorded.
 *
 *   heaptrack output will be written to "/home/me/heaptrack.svc.4711.zst"
 *   heaptrack stats:
 *   	leaked allocations:   	604
 *
 * https://github.com/KDE/heaptrack
 */
import { endOfBlock } from '../debugger-text.ts';
import type { Parsed, TextParser } from '../types.ts';

const written = /^\s{0,4}heaptrack output will be written to "([^"\n]{1,400})"/i;
const own =
  /^\s{0,4}(?:heaptrack (?:output|stats)|\/\S{1,200}libheaptrack_|starting application|injecting heaptrack|injection finished|removing heaptrack|heaptrack_inject|Heaptrack finished!|heaptrack --analyze|heaptrack_print |allocations:|leaked allocations:|temporary allocations:)/i;
const leaked = /^\s{0,8}leaked allocations:\s{1,12}(\d{1,15})\s*$/m;

/** What the program itself prints stands in between. */
const mostForeign = 400;

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (!written.test(first) && !/^\s{0,4}heaptrack stats:\s*$/.test(first)) return 0;
  let end = endOfBlock(lines, from, (line) => own.test(line));
  for (let at = end; at < Math.min(lines.length, from + mostForeign); at++) if (own.test(lines[at] ?? '')) end = at + 1;
  return end - from;
}

function parse(lines: readonly string[]): Parsed {
  const text = lines.join('\n');
  const file = lines.map((line) => written.exec(line)?.[1]).find((each) => each !== undefined) ?? 'FILE';
  const count = leaked.exec(text)?.[1];
  const said = count === undefined ? '' : ` (${count} allocations were not freed when it ended)`;
  return {
    ok: false,
    problem: `This is heaptrack while it records${said}: who allocates stands in the file that it wrote. Run heaptrack_print -l 1 "${file}" and paste MEMORY LEAKS with the totals.`,
    line: 1,
  };
}

export const heaptrackConsole: TextParser = {
  id: 'heaptrack-console',
  title: 'heaptrack while it records',
  hints: ['heaptrack output will be', 'heaptrack stats:'],
  span,
  parse,
};
