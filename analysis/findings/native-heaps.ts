/** The native heaps of the process: which of them grows, which holds nearly all. */
import type { CaseFile } from '../case-file.ts';
import { heldByHeap } from '../native-heap-size.ts';
import { inOrder, timeBetween } from '../order-of-evidence.ts';
import { riseOf } from '../rise.ts';
import type { Difference } from '../types.ts';
import { bytesText, seriesText, shareText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

const MB = 1024 * 1024;
const leastGrowth = 4 * MB;
const leastShare = 0.2;
/** What rises from each of three or more listings to the next tells by less. */
const steadyShare = 0.1;

/** A heap that was nearly empty fills while the program starts; grown by this much it is more than that. */
const nearlyEmpty = 4 * MB;
const moreThanStart = 64 * MB;
/** What was listed this soon after the process began is the start, whatever it held. */
const startMs = 120_000;

function isStart({ file, differences }: Exhibits): boolean {
  const [id] = differences.find(({ kind }) => kind === 'nativeHeaps')?.evidence ?? [];
  const first = file.of('nativeHeaps').find((each) => each.id === id);
  const began = first?.life.startedAt ?? null;
  return began !== null && first !== undefined && first.takenAt !== null && first.takenAt - began < startMs;
}

/** How much more lies free between the blocks of a heap in the last listing than in the first. */
function freedBetween({ file }: Exhibits, evidence: readonly string[], name: string): number {
  const free = (id: string | undefined): number =>
    file
      .of('nativeHeaps')
      .filter((each) => each.id === id)
      .flatMap(({ heaps }) => heaps.filter(({ heap }) => heap === name))
      .reduce((sum, each) => sum + (each.free ?? 0), 0);
  return free(evidence.at(-1)) - free(evidence[0]);
}
/** Growth of which this share is free again was a peak, and is no block that somebody holds. */
const mostlyFree = 0.8;

/** The others gave back this much of what one heap took: memory moved from heap to heap. */
const movedShare = 0.5;
/** So little more in all of them together is no growth. */
const levelShare = 0.1;

/** How much the heaps together grow, as a part of what one of them grows; 1 where a listing does not tell the whole. */
function ofTheWhole({ totals }: Difference, growth: number): number {
  const known = totals.filter((each) => each !== null);
  return known.length < totals.length ? 1 : ((known.at(-1) ?? 0) - (known[0] ?? 0)) / growth;
}

const movedText = ({ totals }: Difference): string =>
  ` The others gave back as much: together they hold ${seriesText(
    totals.filter((each) => each !== null),
    bytesText,
  )}.`;

function growing(exhibits: Exhibits): ReturnType<Question['ask']> {
  const found = exhibits.differences.find(({ kind }) => kind === 'nativeHeaps');
  if (found === undefined) return [];
  const hasLarge = exhibits.file.of('nativeHeaps').some(({ heaps }) => heaps.some(({ largeBlocks = 0 }) => largeBlocks > 0));
  const least = hasLarge ? ', its large blocks counted at their least size' : '';
  const fromStart = isStart(exhibits);
  return found.rows
    .map((row) => ({ ...row, first: row.values[0] ?? 0, last: row.values.at(-1) ?? 0 }))
    .filter(({ growth, first, values, steady }) => {
      const { swings } = riseOf(values);
      return !swings && growth >= Math.max(leastGrowth, (steady ? steadyShare : leastShare) * first);
    })
    .slice(0, 2)
    .filter(({ name, growth }) => freedBetween(exhibits, found.evidence, name) < mostlyFree * growth)
    .map(({ name, values, first, last: committed, growth, steady }) => {
      const share = ofTheWhole(found, growth);
      const moved = share < movedShare;
      return finding({
        rule: 'native-heap-growth',
        about: name,
        says: `${
          values.length > 2
            ? `Native heap ${name} grows ${seriesText(
                values.filter((each) => each !== null),
                bytesText,
              )} committed over ${values.length} listings${steady ? ', higher each time' : ''}${least}.`
            : `Native heap ${name} grows from ${bytesText(first)} to ${bytesText(committed)} committed between the two listings${least}.${fromStart ? ' The first was taken while the process started.' : ''}`
        }${moved ? movedText(found) : ''}`,
        points: share < levelShare ? null : 'native',
        strength:
          !moved && (steady || (growth >= first && !fromStart && (first >= nearlyEmpty || growth >= moreThanStart))) ? 'strong' : 'weak',
        evidence: found.evidence,
        measured: { before: first, committed, growth },
      });
    });
}

/** One NT heap of this size is no start-up; from `hugeHeap` on it is hardly work in flight either. */
const largeHeap = 512 * MB;
const hugeHeap = 1536 * MB;
const mostOfAll = 0.6;
/** What a heap commits more of its own accord. */
const breathes = 0.05;
/** Two listings nearer to each other show no rest. */
const restMs = 10 * 60_000;

interface Seen {
  /** What follows "That is a level": what the other listings say of this heap, or what a second one would. */
  readonly means: string;
  /** Two listings, some time apart, show as much. */
  readonly stands: boolean;
}

function seenAgain(file: CaseFile, id: string, name: string): Seen {
  const { ordered } = inOrder(file.of('nativeHeaps'));
  const held = ordered.map(({ heaps }) => heaps.filter(({ heap }) => heap === name).reduce((sum, each) => sum + heldByHeap(each), 0));
  const { growth, swings } = riseOf(held);
  if (growth === null || !ordered.some((each) => each.id === id))
    return { means: '; a second listing shows whether it grows', stands: false };
  if (growth > breathes * (held[0] ?? 0) && !swings) return { means: ', reached by growing', stands: false };
  const ms = timeBetween(ordered);
  return { means: '; between the listings at hand it does not grow', stands: ms === null || ms >= restMs };
}

/** Of a heap that is half empty between its blocks the size says how much there was once, and not what is held. */
const halfEmpty = 0.5;

function freeText(free: number, committed: number): string {
  return free < halfEmpty * committed
    ? ''
    : ` ${bytesText(free)} of it lie free between its blocks: that is fragmentation, and ${bytesText(committed - free)} are in use.`;
}

/** A heap that holds nearly all native memory, seen once: a level. Seen growing, the growth has said more. */
function large({ file }: Exhibits): ReturnType<Question['ask']> {
  const lists = file.of('nativeHeaps').map(({ id, heaps }) => {
    const sorted = heaps
      .map((each) => ({ heap: each.heap, committed: heldByHeap(each), free: each.free ?? 0 }))
      .sort((a, b) => b.committed - a.committed || (a.heap < b.heap ? -1 : 1));
    return { id, top: sorted[0], total: sorted.reduce((sum, { committed }) => sum + committed, 0) };
  });
  return lists.flatMap(({ id, top, total }) => {
    if (top === undefined || top.committed < largeHeap || top.committed < mostOfAll * total) return [];
    const { means, stands } = seenAgain(file, id, top.heap);
    const isEmptied = top.free >= halfEmpty * top.committed;
    return [
      finding({
        rule: 'native-heap-large',
        about: top.heap,
        says: `Native heap ${top.heap} has ${bytesText(top.committed)} committed, ${shareText(top.committed / total)} of what the listed heaps hold. That is a level${means}.${freeText(top.free, top.committed)}`,
        points: stands || isEmptied ? null : 'native',
        strength: top.committed >= hugeHeap ? 'strong' : 'weak',
        evidence: [id],
        measured: { committed: top.committed, total },
      }),
    ];
  });
}

export const nativeHeaps: Question = {
  id: 'native-heaps',
  ask: (exhibits) => [...growing(exhibits), ...large(exhibits)],
};
