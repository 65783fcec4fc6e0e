/**
 * A text read once more, with what was done to it on its way undone: rewrites.ts says what that may be and whether it made
 * more sense of the text.
 */
import { withSessions } from './debugger-session.ts';
import { createHintFinder } from './hints.ts';
import { isPrefixed } from './line-prefixes.ts';
import { textParsers } from './parsers/index.ts';
import { withHosts } from './prompt-hosts.ts';
import { joinedNote, makesMoreSense, rewrites, samplesIn } from './rewrites.ts';
import { readWindow } from './split.ts';
import type { WindowResult } from './split.ts';
import { stampedMoments } from './stamped-lines.ts';
import { withMoments } from './timed-blocks.ts';
import type { ReadResult } from './types.ts';
import { unwraps } from './wrapped-lines.ts';

/** Made once: the hints of all parsers take longer to lay out than a short text to read. */
export const possible = createHintFinder(textParsers);

/** What windows of text say, before the sessions and moments in them are tied to what stands below them. */
export type Gathered = Pick<WindowResult, 'blocks' | 'unread' | 'sessions' | 'moments' | 'hosts'>;

/** Rows and JSON that a console tore are still read, in part: joined again they tell more. */
export function withJoinedLines(text: string, found: ReadResult): ReadResult {
  for (const { undo, linesEach } of unwraps) {
    const joined = linesEach === 1 ? undo(text) : null;
    const again = joined === null ? found : assembled(readWindow(joined, possible, 0, true));
    if (samplesIn(again) > samplesIn(found)) return withNote(again, joinedNote);
  }
  return found;
}

/** What is read of a text once what was done to it on its way is undone, as far as that makes more sense of it. */
export function rewritten(text: string, plain: ReadResult, linesBefore: number): ReadResult {
  let [current, best] = [text, plain];
  for (const rewrite of rewrites) {
    const next = rewrite.undo(current);
    if (next === null) continue;
    const window = readWindow(next, possible, linesBefore, true);
    const found = assembled(timed(window, current, linesBefore, () => rewrite.tellsTimes === true));
    if (!makesMoreSense(found, best, rewrite, { before: current, linesBefore })) continue;
    [current, best] = [next, withNote(found, rewrite.note)];
  }
  return best;
}

/** With the times that stood before the lines of a text, where they were no part of what the tool printed. */
function timed(found: Gathered, before: string, linesBefore: number, isStamped: (line: string) => boolean): Gathered {
  const stamped = stampedMoments(found.blocks, before, linesBefore, isStamped);
  return stamped.length === 0 ? found : { ...found, moments: [...found.moments, ...stamped].sort((a, b) => a.line - b.line) };
}

/** What was read of a text as it stands; the prefixes of a log are away already, and told when each line was printed. */
export const readAsItStands = (found: Gathered, text: string, linesBefore: number): ReadResult =>
  assembled(timed(found, text, linesBefore, isPrefixed));

export function assembled({ blocks, unread, sessions, moments, hosts }: Gathered): ReadResult {
  return { blocks: withMoments(withHosts(withSessions(blocks, sessions), hosts), moments), unread };
}

function withNote(result: ReadResult, note: string | null): ReadResult {
  return note === null ? result : { ...result, blocks: result.blocks.map((block) => ({ ...block, notes: [...block.notes, note] })) };
}
