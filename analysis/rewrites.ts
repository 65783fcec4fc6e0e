/** What may have been done to a text on its way, and whether undoing it makes more sense of the text. */
import { withoutIndent, withoutIndentedParts } from './lines.ts';
import { withLineEnds } from './lost-line-ends.ts';
import { isQuotedPrintable, quotedLines, withoutQuotedPrintable } from './quoted-printable.ts';
import { withoutEmphasis, withoutRemarks } from './remarks.ts';
import {
  isNumberedThroughout,
  withoutDoubledLines,
  withoutEscapes,
  withoutLineNumbers,
  withoutMarkup,
  withoutTabs,
} from './rewritten-text.ts';
import { withoutMarks, withoutStamps } from './stamped-lines.ts';
import type { Reading, ReadResult } from './types.ts';
import { unwraps } from './wrapped-lines.ts';

interface Rewrite {
  /** The text as it was before; null where it shows no sign of this. */
  readonly undo: (text: string) => string | null;
  /** Its signs are certain: what it leaves is taken if no less of it is read. */
  readonly isCertain: boolean;
  /** Nobody but a person or a page writes so, whatever is read of it as it stands. */
  readonly isEverywhere?: (text: string) => boolean;
  /** The text says itself that this was done to it: what it leaves is taken if anything of it is read. */
  readonly isDeclared?: (text: string) => boolean;
  /** How many lines there were for each that is left: of all, or one by one. */
  readonly linesEach: number | ((before: string) => readonly number[]);
  readonly note: string | null;
  /** What is taken away tells when the line behind it was printed. */
  readonly tellsTimes?: true;
}

export const joinedNote = 'Lines that were broken at the width of a console were joined again.';

/** In order; each that makes more sense is kept, and the next is tried on what it left. */
export const rewrites: readonly Rewrite[] = [
  { undo: withoutQuotedPrintable, isCertain: true, isDeclared: isQuotedPrintable, linesEach: quotedLines, note: null },
  { undo: withoutStamps, isCertain: false, linesEach: 1, note: null, tellsTimes: true },
  { undo: withoutMarks, isCertain: false, linesEach: 1, note: null },
  { undo: withoutRemarks, isCertain: true, linesEach: 1, note: null },
  { undo: withoutEmphasis, isCertain: true, linesEach: 1, note: null },
  { undo: withoutIndent, isCertain: true, linesEach: 1, note: null },
  { undo: withoutIndentedParts, isCertain: false, linesEach: 1, note: null },
  ...unwraps.map((unwrap) => ({ ...unwrap, isCertain: false, note: joinedNote })),
  { undo: withoutMarkup, isCertain: true, linesEach: 1, note: null },
  { undo: withoutLineNumbers, isCertain: false, isEverywhere: isNumberedThroughout, linesEach: 1, note: null },
  { undo: withoutEscapes, isCertain: false, linesEach: 1, note: null },
  { undo: withLineEnds, isCertain: false, linesEach: 1, note: null },
  { undo: withoutTabs, isCertain: false, linesEach: 1, note: null },
  { undo: withoutDoubledLines, isCertain: false, linesEach: 2, note: null },
];

/** How many values the series of counters hold: what was torn within a line may still be one part of as many lines. */
export const samplesIn = ({ blocks }: ReadResult): number =>
  blocks.reduce(
    (sum, { readings }) =>
      readings.reduce(
        (all, each) => (each.kind === 'counters' ? each.series.reduce((n, { samples }) => n + samples.length, all) : all),
        sum,
      ),
    0,
  );

const partsOf = ({ blocks, unread }: ReadResult): number => blocks.length + unread.length;
const kindsOf = ({ blocks }: ReadResult): ReadonlySet<Reading['kind']> =>
  new Set(blocks.flatMap(({ readings }) => readings.map(({ kind }) => kind)));
/** Something that was told is told no more. */
const lacksKind = (rewritten: ReadResult, plain: ReadResult): boolean => {
  const kinds = kindsOf(rewritten);
  return [...kindsOf(plain)].some((kind) => !kinds.has(kind));
};

const claimedBy = ({ blocks }: ReadResult): number => blocks.reduce((sum, { lines }) => sum + lines, 0);

/**
 * The same text in fewer parts, and not less of it read: what was apart belongs together. In as many parts more of it must
 * be read. A text of which nothing was known is at least answered.
 */
export function makesMoreSense(
  rewritten: ReadResult,
  plain: ReadResult,
  rewrite: Rewrite,
  { before, linesBefore }: { readonly before: string; readonly linesBefore: number },
): boolean {
  const { isCertain, isEverywhere, isDeclared, linesEach } = rewrite;
  if (partsOf(plain) === 0) return partsOf(rewritten) > 0;
  if (rewritten.blocks.length === 0) return false;
  // What was torn there may have been more outputs.
  if (isDeclared?.(before) === true) return true;
  const isOneByOne = typeof linesEach !== 'number';
  const claimed = isOneByOne ? claimedOf(rewritten, linesEach(before), linesBefore) : claimedBy(rewritten) * linesEach;
  // The last line of a block may swallow one that stands below it by chance.
  const byChance = isOneByOne ? rewritten.blocks.length : 0;
  const [fewer, more] = [partsOf(plain) - partsOf(rewritten), claimed - byChance - claimedBy(plain)];
  if (isEverywhere?.(before) === true && rewritten.blocks.length > plain.blocks.length) return true;
  if (fewer === 0 && samplesIn(rewritten) > samplesIn(plain)) return true;
  if (isCertain) return more > 0 || (more === 0 && fewer >= 0);
  // Lines of one length are no broken ones where joining them takes away what only they told.
  if (fewer > 0 && more <= 0 && lacksKind(rewritten, plain)) return false;
  return (fewer > 0 && more >= 0) || (fewer === 0 && more > 0 && (linesEach !== 2 || plain.blocks.length === 0));
}

/** How many lines of the text before it was joined the blocks are. */
function claimedOf({ blocks }: ReadResult, joined: readonly number[], linesBefore: number): number {
  return blocks.reduce((sum, { fromLine, lines }) => {
    const from = fromLine - 1 - linesBefore;
    return joined.slice(from, from + lines).reduce((all, each) => all + each, sum);
  }, 0);
}
