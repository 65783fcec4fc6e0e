/** The sentences of DebugDiag's summary that change what a report is worth (MemoryAnalysis.cs, LeakFunctions.cs). */
import type { LeakReport } from '../../types.ts';

export interface Notice {
  readonly leakTrack: LeakReport['leakTrack'] | null;
  readonly dump: string | null;
  readonly says: string;
}

/** Longest sentence that is kept. */
const maxSentence = 300;

/** What follows the notice in the report, and the quote mark that ends it in running text. */
const afterNotice = / ?For information regarding|(?<=[.])"/;

const leakTrackNotices: readonly (readonly [RegExp, Notice['leakTrack']])[] = [
  [/did not detect leaktrack\.dll/i, 'not-loaded'],
  [/leaktrack was detected in .{0,300}no allocations were tracked/i, 'empty'],
  [/leaktrack was detected in .{0,300}no call stacks were recorded/i, 'no-stacks'],
  [/leaktrack was detected in .{0,300}please use debug diagnostic tool version 1\.1/i, 'empty'],
];

const dumpIn = (text: string): string | null =>
  (/\b(?:loaded in|detected in) {1,4}(.{1,300}?\.h?dmp)\b/i.exec(text) ??
    /\bloaded in {1,4}(\S[^,]{0,200}), so no\b/i.exec(text))?.[1]?.trim() ?? null;

/** The notice in a line; the sentence may be wrapped, so the line after it is looked at too. */
export function noticeIn(line: string, following = ''): Notice | null {
  if (!/leaktrack|worth of outstanding allocations/i.test(line)) return null;
  const text = `${line.trim().slice(0, 4000)} ${following.trim().slice(0, 500)}`;
  const found = leakTrackNotices.find(([pattern]) => pattern.test(text));
  if (found !== undefined) {
    const start = Math.max(text.search(/debugdiag did not detect|leaktrack was detected/i), 0);
    const sentence = text.slice(start).replace(/ {2,}/g, ' ').split(afterNotice, 1)[0] ?? '';
    return { leakTrack: found[1], dump: dumpIn(text), says: sentence.trim().slice(0, maxSentence) };
  }
  if (!/\bresponsible for\b.{1,80}worth of outstanding allocations/i.test(line)) return null;
  return { leakTrack: null, dump: dumpIn(line), says: line.trim().slice(0, maxSentence) };
}

/**
 * `<module> is responsible for 1.17 GBytes worth of outstanding allocations.`, its path behind it, the dump before it, or the
 * column Type of the summary's table.
 */
export function blamedModule(line: string): { readonly module: string; readonly size: string } | null {
  const found =
    /^\s{0,8}(?:(?:Warning|Error|Information|Notification)\s{1,12}|[-*•|]\s{1,4}){0,3}(?:in .{1,300}?\.h?dmp,? )?(?:the module )?([\w.\-]{1,80}) (?:\(.{1,260}\) )?is responsible for (\d[\d.,']{0,20} ?[KMGT]?Bytes?)/i.exec(
      line,
    );
  return found === null ? null : { module: found[1] ?? '', size: found[2] ?? '' };
}

/** `GdiPlus!GpMalloc+16: 399.54 MBytes worth of outstanding allocations.`: one of the functions below that sentence. */
export function blamedFunction(line: string): { readonly function: string; readonly size: string } | null {
  const found =
    /^\s{0,8}([\w.\-$]{1,120}(?:!\S.{0,800}?|\+[0-9a-f]{1,16})): (\d[\d.,']{0,20} ?[KMGT]?Bytes?) worth of outstanding allocations\.?$/i.exec(
      line.slice(0, 1000).trimEnd(),
    );
  return found === null ? null : { function: found[1] ?? '', size: found[2] ?? '' };
}
