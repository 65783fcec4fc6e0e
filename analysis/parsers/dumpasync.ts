/**
 * SOS dumpasync: async methods that wait on the heap, as stacks, coalesced, or by number.
 *
 *   STACK 1
 *   00007f3b8c0a1228 00007f3c0b1d2f20 (0) MyApp.Worker+<PumpAsync>d__4      stacks
 *   [91200] 00007f3c0b1d2f20 (0) MyApp.Worker+<PumpAsync>d__4               --coalesce
 *   00007f3c0b1d2f20 91,200   MyApp.Worker+<PumpAsync>d__4                  --stats, below MT Count Type
 *
 * It tells numbers and no sizes. https://learn.microsoft.com/dotnet/core/diagnostics/dotnet-dump (dumpasync)
 */
import { bodyAt, endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import { addUp } from '../sos-statistics.ts';
import type { Parsed, TextParser, TypeCount } from '../types.ts';

const command = /^!?(?:\w+\.)?dumpasync\b/i;
const head = /^\s{0,4}STACKS? \d{1,9}\s*$/;
const header = /^\s{0,8}MT\s{1,20}Count\s{1,12}Type\s*$/;
const single = /^\s{0,200}(?:0x)?[0-9a-f]{6,16} (?:0x)?[0-9a-f]{6,16} (?:\([^()]{0,40}\) )?(\S[^\n]{0,1500})$/;
const coalesced = /^\s{0,200}\[(\d{1,9})\] (?:0x)?[0-9a-f]{6,16} (?:\([^()]{0,40}\) )?(\S[^\n]{0,1500})$/;
const statistic = /^\s{0,8}(?:0x)?[0-9a-f]{6,16} (\d[\d.,' ]{0,14}?)\s{1,12}([A-Za-z_<][^\n]{0,1500})$/;
const other = /^\s{1,200}(?:<< Awaiting: |\.\.\.|[\w<>]{1,80}: )|^In AwaitUnsafe/;

const isRow = (line: string): boolean => single.test(line) || coalesced.test(line);

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const [line, next, third] = [lines[body] ?? '', lines[body + 1] ?? '', lines[body + 2] ?? ''];
  const stacks = head.test(line) && (isRow(next) || (other.test(next) && isRow(third)));
  const table = header.test(line) && statistic.test(next);
  if (!stacks && !table) return 0;
  return (
    endOfBlock(lines, body, (each) =>
      table ? header.test(each) || statistic.test(each) : head.test(each) || isRow(each) || other.test(each),
    ) - from
  );
}

function rowOf(line: string): TypeCount | null {
  const many = coalesced.exec(line) ?? statistic.exec(line);
  const one = many === null ? single.exec(line) : null;
  const count = one === null ? readInteger(many?.[1] ?? '') : 1;
  const type = one?.[1] ?? many?.[2];
  return count === null || type === undefined ? null : { type: type.trim(), count, bytes: null };
}

function parse(lines: readonly string[]): Parsed {
  const { types, objects, notes } = addUp(lines.map(rowOf).filter((each) => each !== null));
  const byNumber = [...types].sort((a, b) => b.count - a.count).map(({ type, count }) => ({ type, count, bytes: null }));
  return {
    ok: true,
    readings: [
      {
        kind: 'heapStatistic',
        life: { ...unknownLife },
        takenAt: null,
        types: byNumber,
        totalObjects: null,
        totalBytes: null,
        partial: true,
        part: 'async methods',
      },
    ],
    notes: [
      `These are the ${objects} async methods that wait, not the whole heap; dumpasync tells no sizes.`,
      ...notes.filter((note) => !note.includes('method table')),
    ],
  };
}

export const dumpAsync: TextParser = {
  id: 'dumpasync',
  title: 'Async methods that wait (SOS dumpasync)',
  hints: ['stack 1', 'stacks 1', 'dumpasync', 'count    type'],
  span,
  parse,
};
