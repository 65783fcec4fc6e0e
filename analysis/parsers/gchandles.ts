/**
 * SOS !gchandles: what is held by GC handles, and by which kind.
 *
 *   Strong Handles:       14440
 *   Pinned Handles:       12
 *   Total 14621 objects
 *
 * The table below is not the heap: it lists the objects that handles point to.
 * https://learn.microsoft.com/dotnet/core/diagnostics/sos-debugging-extension (gchandles)
 */
import { bodyAt, endOfBlock, isElision, isRule } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { readInteger } from '../numbers.ts';
import { addUp, isStatisticsHeader, statisticsRow, statisticsTotal } from '../sos-statistics.ts';
import type { Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?gchandles\b/i;
const kind =
  /^\s{0,8}((?:Async )?Pinned|Strong|Ref(?:erence)? ?Count(?:ed)?|Weak (?:Long|Short|WinRT)|Sized ?Ref|Dependent|Variable|Other) Handles:?\s{1,40}([\d.,' ]{1,15})$/i;
const list = /^\s{0,20}Handle\s{1,20}Type\s{1,20}Object\s{1,20}Size\b/i;
const listRow =
  /^\s{0,20}(?:0x)?[0-9a-fA-F]{6,16}\s{1,8}(?:Async)?(?:Pinned|Strong|Weak(?:Short|Long)|RefCounted|Dependent|SizedRef|Variable)\s/i;
const title = /^\s{0,8}(?:Handles:|GC Handle Statistics:?|Statistics:)\s*$/i;

const isOwn = (line: string): boolean => kind.test(line) || list.test(line) || listRow.test(line);

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const near = lines.slice(body, body + 4);
  const starts =
    isOwn(near[0] ?? '') || (title.test(near[0] ?? '') && near.slice(1).some(isOwn)) || (body > from && title.test(near[0] ?? ''));
  if (!starts) return 0;
  return (
    endOfBlock(lines, body, (line) =>
      [
        isOwn(line),
        title.test(line),
        isRule(line),
        isStatisticsHeader(line),
        statisticsRow(line) !== null,
        statisticsTotal(line) !== null,
      ].some(Boolean),
    ) - from
  );
}

function parse(lines: readonly string[]): Parsed {
  const { types, notes, objects } = addUp(lines.map(statisticsRow).filter((each) => each !== null));
  const kinds = lines.flatMap((line) => {
    const found = kind.exec(line);
    const count = readInteger(found?.[2]?.trim() ?? '');
    return found === null || count === null || count === 0 ? [] : [[(found[1] ?? '').toLowerCase(), count] as const];
  });
  const byKind = new Map(kinds);
  const kindsText = [...byKind].map(([name, count]) => `${count} ${name}`).join(', ');
  const total = lines.map(statisticsTotal).find((each) => each !== null)?.objects ?? null;
  if (types.length === 0) {
    const told = kinds.length === 0 ? 'These are GC handles one by one' : `These are GC handles by kind alone (${kindsText})`;
    return { ok: false, problem: `${told}. Run !gchandles -stat and paste the table of types below it too.`, line: 1 };
  }
  const isCut = total !== null && (lines.some(isElision) || objects < total) && types.length > 0;
  return {
    ok: true,
    readings: [
      {
        kind: 'heapStatistic',
        life: unknownLife,
        takenAt: null,
        types,
        totalObjects: null,
        totalBytes: null,
        partial: true,
        part: 'handles',
        ...(kinds.length > 0 ? { handles: Object.fromEntries(byKind) } : {}),
      },
    ],
    notes: [
      'These are the objects that GC handles hold, not the whole heap.',
      ...(kinds.length > 0 ? [`GC handles: ${kindsText}.`] : []),
      ...(isCut ? [`Rows are missing: ${objects} of ${total} objects are listed.`] : []),
      ...notes,
    ],
  };
}

export const gchandles: TextParser = {
  id: 'gchandles',
  title: 'GC handles (SOS !gchandles)',
  hints: ['strong handles', 'pinned handles', 'gchandles', 'handle type'],
  span,
  parse,
};
