/**
 * SOS parallelstacks (pstacks): the threads' managed stacks merged into a tree, leaves first.
 *
 *        ~~~~ 9c6,4020,59ac,29ec...
 *            5 System.Threading.Monitor.Wait(Object, Int32)
 *       14 MyApp.OrdersController.Get(Int32)
 *   ==> 14 threads with 2 roots
 *
 * The number in front of a frame says how many threads pass it; each branching moves it five columns to the right. Of a
 * leaf's threads the first four are named. https://learn.microsoft.com/dotnet/core/diagnostics/dotnet-dump (parallelstacks)
 */
import { bodyAt, endOfBlock } from '../debugger-text.ts';
import { unknownLife } from '../life.ts';
import { boundStacks, createStackGrouper } from '../stacks.ts';
import type { CallStack, Parsed, TextParser } from '../types.ts';

const command = /^!?(?:\w+\.)?(?:pstacks|parallelstacks)\b/i;
const separator = /^_{10,60}\s*$/;
const leaf = /^\s{0,400}~~~~ ([0-9a-fA-F]{1,8}(?:,[0-9a-fA-F]{1,8}){0,9999})(?:\.\.\.|…)?\s*$/;
const frame = /^(\s{0,400}\d{1,6}) (\S[^\n]{0,2000}\))\s*$/;
const total = /^==> (\d{1,6}) threads? with (\d{1,6}) roots?\s*$/;

function span(lines: readonly string[], from: number): number {
  const body = bodyAt(lines, from, command);
  if (body < 0 || body >= lines.length) return 0;
  const at = separator.test(lines[body] ?? '') ? body + 1 : body;
  if (!leaf.test(lines[at] ?? '') || !frame.test(lines[at + 1] ?? '')) return 0;
  let ended = false;
  return (
    endOfBlock(lines, body, (line) => {
      if (ended) return false;
      ended = total.test(line);
      return ended || separator.test(line) || leaf.test(line) || frame.test(line);
    }) - from
  );
}

interface Branch {
  readonly threads: readonly string[];
  count: number;
  /** The column in which the number of the last frame ended: frames further right belong to other branches. */
  column: number;
  /** Another branch began: frames in the same column are that one's. */
  isLeft: boolean;
  readonly frames: string[];
}

/** Each leaf takes the frames below it that stand as far to the left as its own, or further. */
function branchesOf(lines: readonly string[]): readonly Branch[] {
  const branches: Branch[] = [];
  let open: Branch[] = [];
  for (const line of lines) {
    const ids = leaf.exec(line)?.[1];
    const call = frame.exec(line);
    if (separator.test(line)) open = [];
    if (ids !== undefined) {
      for (const each of open) each.isLeft = true;
      const branch = { threads: ids.split(','), count: 0, column: Number.POSITIVE_INFINITY, isLeft: false, frames: [] };
      branches.push(branch);
      open.push(branch);
    }
    if (call === null) continue;
    const column = (call[1] ?? '').length;
    for (const each of open) {
      if (column > each.column) each.isLeft = true;
      if (column > each.column || (column === each.column && each.isLeft)) continue;
      if (each.frames.length === 0) each.count = Number(call[1]);
      if (column < each.column) each.isLeft = false;
      each.column = column;
      each.frames.push(call[2] ?? '');
    }
  }
  return branches.filter(({ frames }) => frames.length > 0);
}

/** Most leaves of one tree that are read; each is followed down to its root. */
const maxLeaves = 2000;

function stackOf({ threads, count, frames }: Branch): CallStack | null {
  const grouper = createStackGrouper();
  for (const each of frames) grouper.frame(each);
  grouper.end(null);
  const [stack] = grouper.grouped();
  return stack === undefined ? null : { ...stack, threads, count };
}

function parse(lines: readonly string[]): Parsed {
  const branches = branchesOf(lines.slice(0, 50 * maxLeaves)).slice(0, maxLeaves);
  const stacks = branches
    .map(stackOf)
    .filter((each) => each !== null)
    .sort((a, b) => b.count - a.count);
  const listed = stacks.reduce((sum, { count }) => sum + count, 0);
  const told = lines.map((line) => total.exec(line)?.[1]).find((each) => each !== undefined);
  const isCut = told === undefined || Number(told) > listed;
  const bounded = boundStacks(stacks);
  return {
    ok: true,
    readings: [{ kind: 'stacks', life: { ...unknownLife }, takenAt: null, threads: listed, stacks: bounded.stacks }],
    notes: [
      ...(isCut
        ? [`The tree is cut: ${told === undefined ? 'its last line is missing' : `${listed} of ${told} threads are listed`}.`]
        : []),
      ...bounded.notes,
    ],
  };
}

export const parallelStacks: TextParser = {
  id: 'parallel-stacks',
  title: 'Managed call stacks as a tree (SOS parallelstacks)',
  hints: ['~~~~ '],
  span,
  parse,
};
