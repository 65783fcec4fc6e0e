/**
 * FindZombieHandles: how many ended processes and threads each process keeps by handles that it has not closed.
 *
 *   1115 total zombie processes.
 *       1115 zombies held by svchost.exe(2496)
 *           1081 zombies of svchost.exe (process: 1081 - thread: 0)
 *           11 zombies of Helper.exe - process handle count: 11 - thread handle count: 11
 *
 * Only these handles are listed. https://github.com/randomascii/blogstuff/tree/main/FindZombieHandles
 */
import { endedName } from '../handle-names.ts';
import { imageName, unknownLife } from '../life.ts';
import type { Parsed, Reading, TextParser } from '../types.ts';

const maxWidth = 400;
const totalLine = /^\s{0,20}\d{1,9} total zombie (?:process|thread)(?:es|s)?\.?\s{0,4}$/i;
const holderLine = /^\s{0,20}(\d{1,9}) zombies? held by (\S.{0,200}?)\((\d{1,10})\)\s{0,4}$/i;
const endedLine = /^\s{0,40}(\d{1,9}) zombies? of \S/i;
const processHandles = /\bprocess(?: handle count)?: (\d{1,9})\b/;
const threadHandles = /\bthread(?: handle count)?: (\d{1,9})\b/;
/** Of all processes those that keep the most are kept. */
const maxHolders = 8;

const cut = (line: string | undefined): string => (line === undefined || line.length > maxWidth ? '' : line);
const isOwn = (line: string): boolean => totalLine.test(line) || holderLine.test(line) || endedLine.test(line);

function span(lines: readonly string[], from: number): number {
  const first = cut(lines[from]);
  if (!totalLine.test(first) && !holderLine.test(first)) return 0;
  let end = from + 1;
  let hasHolder = holderLine.test(first);
  for (let at = end; at < lines.length && (lines[at]?.trim() === '' || isOwn(cut(lines[at]))); at++) {
    if (lines[at]?.trim() === '') continue;
    hasHolder ||= holderLine.test(cut(lines[at]));
    end = at + 1;
  }
  return hasHolder ? end - from : 0;
}

interface Holder {
  readonly process: string;
  readonly pid: number;
  readonly ended: number;
  processes: number;
  threads: number;
}

function holdersOf(lines: readonly string[]): readonly Holder[] {
  const holders: Holder[] = [];
  for (const line of lines.map(cut)) {
    const held = holderLine.exec(line);
    if (held !== null) {
      holders.push({ process: (held[2] ?? '').trim(), pid: Number(held[3]), ended: Number(held[1]), processes: 0, threads: 0 });
      continue;
    }
    const [holder, of] = [holders.at(-1), endedLine.exec(line)];
    if (holder === undefined || of === null) continue;
    const [processes, threads] = [processHandles, threadHandles].map((each) => each.exec(line)?.[1]);
    // The oldest versions tell only how many.
    holder.processes += Number(processes ?? (threads === undefined ? of[1] : 0));
    holder.threads += Number(threads ?? 0);
  }
  return holders;
}

function readingOf({ process, pid, ended, processes, threads }: Holder): Reading {
  const known = processes + threads > 0;
  const byType = known
    ? { ...(processes > 0 ? { Process: processes } : {}), ...(threads > 0 ? { Thread: threads } : {}) }
    : { Process: ended };
  const all = known ? processes + threads : ended;
  return {
    kind: 'handles',
    life: { ...unknownLife, process: imageName(process), pid },
    takenAt: null,
    summary: { byType, total: null, partial: true, byName: { [endedName]: all } },
  };
}

function parse(lines: readonly string[]): Parsed {
  const holders = holdersOf(lines).toSorted((a, b) => b.ended - a.ended || a.pid - b.pid);
  const kept = holders.slice(0, maxHolders);
  if (kept.length === 0) return { ok: false, problem: 'No process that keeps ended ones is told here.', line: 1 };
  const left = kept.length === holders.length ? [] : [`Of ${holders.length} processes the ${kept.length} that keep the most were kept.`];
  return {
    ok: true,
    readings: kept.map(readingOf),
    notes: ['Only handles of ended processes and threads are in this list, and no other handles.', ...left],
  };
}

export const zombieHandles: TextParser = {
  id: 'zombie-handles',
  title: 'ended processes and who keeps them (FindZombieHandles)',
  hints: ['zombie'],
  span,
  parse,
};
