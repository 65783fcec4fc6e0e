/**
 * !handle of the debugger: `!handle 0 0` (counts by type), `!handle` (each handle, then the counts), `!handle 3c f` (one).
 *
 *   Type           	Count
 *   Event          	26762
 *   Handle 8 / Type Event / HandleCount 2 / Name \BaseNamedObjects\SendSAS
 *
 * In a dump it only works where handle data was stored (procdump -ma does).
 * https://learn.microsoft.com/windows-hardware/drivers/debuggercmds/-handle
 */
import { bodyAt, endOfBlock, readHex } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import type { HandleSummary, Parsed, TextParser } from '../types.ts';
import { objectType } from '../windows-object-types.ts';

const command = /^!?handle\b/i;
const handleLine = /^\s{0,4}Handle (?:0x)?([0-9a-fA-F`]{1,17})\s*$/i;
const typeLine = /^\s{0,8}Type\s{1,24}(\S.{0,40}?)\s*$/;
const nameLine = /^\s{0,8}Name\s{1,24}(\S.{0,400})$/;
const detail =
  /^\s{0,8}(?:Attributes|GrantedAccess|HandleCount|PointerCount|Object Specific Information|No Object Specific|No object specific)\b|^\s{3,16}[A-Z<](?!.{0,200}\s{2}\S).{0,200}$/;
/** The same where a chat took the blanks at the beginning of each line. */
const bareDetail =
  /^(?:[A-Z][A-Za-z]{2,24}(?:,[A-Z][A-Za-z]{2,24}){0,12}|(?:Event|Mutant|Semaphore|Section|Thread|Process|Timer|Key|Directory) (?:Type|is|Id|Name|Count|Limit|Owner|Priority|Base|Attributes|Image)\b.{0,120})$/;
const header = /^\s{0,4}Type\s{1,24}Count\s*$/;
const row = /^\s{0,4}([A-Z<][A-Za-z<> ]{1,40}?)(\s{1,40})([0-9a-f]{1,8})\s*$/;
const total = /^\s{0,4}([0-9a-f]{1,8}) Handles?\s*$/;

/** A type and its count, apart as the heading's words are: a single blank stands there only where a chat took the others, or behind a long name. */
function isRowBelow(heading: string, line: string): boolean {
  const [, type = '', gap = ''] = row.exec(line) ?? [];
  return type !== '' && (gap !== ' ' || objectType(type) !== null || /Type Count/.test(heading));
}

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const line = lines[body] ?? '';
  const next = lines[body + 1] ?? '';
  const starts =
    (header.test(line) && (row.test(next) || next === '')) ||
    (handleLine.test(line) && typeLine.test(next)) ||
    (total.test(line) && header.test(next));
  if (!starts && !(body > from && /unable|error|no handle/i.test(line))) return 0;
  if (!starts) return body + 1 - from;
  let [inTable, heading] = [false, ''];
  const end = endOfBlock(lines, body, (each) => {
    if (header.test(each)) {
      heading = each;
      return (inTable = true);
    }
    if (inTable) return isRowBelow(heading, each);
    return (
      handleLine.test(each) || typeLine.test(each) || nameLine.test(each) || total.test(each) || detail.test(each) || bareDetail.test(each)
    );
  });
  return end - from;
}

function tableOf(lines: readonly string[]): Readonly<Record<string, string>> {
  const at = lines.findIndex((line) => header.test(line));
  if (at < 0) return {};
  return Object.fromEntries(
    lines.slice(at + 1).flatMap((line) => {
      const found = row.exec(line);
      return found === null ? [] : [[(found[1] ?? '').trim(), found[3] ?? ''] as const];
    }),
  );
}

/** Counts are decimal, unless one has a letter or only the hexadecimal reading adds up to the printed total. */
function countsOf(table: Readonly<Record<string, string>>, printed: string | undefined): Readonly<Record<string, number>> {
  const texts = Object.entries(table);
  const read = (base: 10 | 16) =>
    Object.fromEntries(texts.map(([type, text]) => [type, (base === 16 ? readHex(text) : readInteger(text)) ?? 0]));
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, each) => all + each, 0);
  if (texts.some(([, text]) => /[a-f]/.test(text))) return read(16);
  const [decimal, hex] = [read(10), read(16)];
  const isHex =
    printed !== undefined && sum(decimal) !== Number(printed) && sum(decimal) !== readHex(printed) && sum(hex) === readHex(printed);
  return isHex ? hex : decimal;
}

/** Object names that a record keeps: those that many handles share. */
const keptNames = 50;

function listed(lines: readonly string[]): {
  readonly byType: Readonly<Record<string, number>>;
  readonly byName: Readonly<Record<string, number>>;
  readonly count: number;
} {
  const [types, names] = [new Map<string, number>(), new Map<string, number>()];
  let count = 0;
  for (const line of lines) {
    if (header.test(line)) break;
    const [type, name] = [typeLine.exec(line)?.[1], nameLine.exec(line)?.[1]?.trim()];
    if (handleLine.test(line)) count += 1;
    if (type !== undefined) types.set(type, (types.get(type) ?? 0) + 1);
    if (name !== undefined && name !== '<none>') names.set(name, (names.get(name) ?? 0) + 1);
  }
  const most = [...names].sort(([, a], [, b]) => b - a).slice(0, keptNames);
  return { byType: Object.fromEntries(types), byName: Object.fromEntries(most), count };
}

function parse(lines: readonly string[]): Parsed {
  const each = listed(lines);
  const table = tableOf(lines);
  const printed = lines.map((line) => total.exec(line)?.[1]).find((text) => text !== undefined);
  const hasTable = Object.keys(table).length > 0;
  if (!hasTable && each.count === 0) {
    const problem =
      'No handle is in this output of !handle. In a dump handles are only there when it was written with them (procdump -ma); on a live process run !handle 0 0.';
    return { ok: false, problem, line: 1 };
  }
  const byType = hasTable ? countsOf(table, printed) : each.byType;
  const sum = Object.values(byType).reduce((all, count) => all + count, 0);
  const totals = printed === undefined ? [] : [Number(printed), readHex(printed)];
  const partial = !hasTable || (printed !== undefined && !totals.includes(sum));
  const summary: HandleSummary = { byType, total: hasTable && !partial ? sum : null, partial, byName: each.byName };
  return {
    ok: true,
    readings: [{ kind: 'handles', life: unknownLife, takenAt: null, summary }],
    notes: [
      ...(!hasTable
        ? [
            each.count === 1
              ? 'This describes one handle.'
              : `${each.count} handles are listed one by one; the counts by type below them are missing.`,
          ]
        : []),
      ...(hasTable && printed === undefined ? ['The line with the number of handles is missing, so types may be missing too.'] : []),
      ...(hasTable && partial ? [`The types add up to ${sum}, the output says ${printed ?? '?'} handles.`] : []),
    ],
  };
}

export const handleDebugger: TextParser = {
  id: 'handle-debugger',
  title: 'Handles by type (!handle)',
  hints: ['handle', 'count'],
  yieldsExcept: [],
  span,
  parse,
};
