/** UMDH and `!heap -p -a`: what is still allocated, by the stack that allocated it. */
import { allocationDifferences, growsIn, growthsOf, namesOfEntry, unknownModule } from '../allocation-growth.ts';
import { firstOwnFrame } from '../stacks.ts';
import type { AllocationEntry } from '../types.ts';
import { bytesText, countText, shareText, shortText } from '../wording.ts';
import { topRow } from './leak-report-growth.ts';
import { type Exhibits, finding, type Question } from './types.ts';

/** Growth between two snapshots below this is what any minute of work leaves behind. */
const material = 1024 * 1024;
const leads = 0.5;
/**
 * One block, or a handful, is work in flight or a buffer that grew, whatever its size; below `material` growth points only
 * by the number of blocks that one place left. The oldest comparisons print no number: there it is the bytes, of which
 * Microsoft's example leaves 21,280.
 */
const aHandful = 10;
const ofOnePlace = 20_000;
/** Less than this share unexplained needs no word. */
const worthSaying = 0.05;
/** A log's top is a level; from here on it is one that stands out. */
const muchHeld = 50 * 1024 * 1024;

function growth({ file, attribution }: Exhibits): ReturnType<Question['ask']> {
  const sources = file.of('allocations').map(({ id }) => id);
  if (attribution === null || !attribution.evidence.every((id) => sources.includes(id))) return [];
  if (attribution.totalGrowth <= 0) return [shrinking(attribution)];
  const top = topRow(attribution, 'function');
  if (top === null) return [];
  const count = top.allocations.at(-1) ?? null;
  const all = allocationDifferences(file);
  const isMaterial = attribution.totalGrowth >= material;
  const isOneBlock = count === 1 && (top.share ?? 0) >= leads;
  const pointsToLeak = isMaterial ? !isOneBlock : count === null ? (top.growth ?? 0) >= ofOnePlace : count >= aHandful;
  const isUneven = (growthsOf(all, top.name).at(-1) ?? 0) < slows * (growthsOf(all, top.name)[0] ?? 0);
  const again = all.length < 2 ? '' : againText(all, top.name);
  return [
    finding({
      rule: 'allocation-growth',
      about: top.name,
      says: `Between two heap snapshots ${bytesText(attribution.totalGrowth)} were allocated and not freed; ${shortText(top.name)} has ${bytesText(top.growth ?? 0)} of it (${shareText(top.share ?? 0)})${count === null ? '' : ` in ${countText(count)} ${count === 1 ? 'allocation' : 'allocations'}`}.${restText(attribution)}${again}`,
      points: pointsToLeak ? 'native' : null,
      // A trace without its stack is growth that nobody can name.
      strength:
        (top.share ?? 0) >= leads && isMaterial && !isUneven && (count === null || count >= aHandful) && !/^BackTrace/i.test(top.name)
          ? 'strong'
          : 'weak',
      evidence: attribution.evidence,
      measured: { growthBytes: attribution.totalGrowth, topBytes: top.growth ?? 0, share: top.share ?? 0 },
    }),
  ];
}

/** Of differences over the like of time one this much below another is no leak that goes on: a cache fills so. */
const slows = 0.1;

function againText(all: ReturnType<typeof allocationDifferences>, name: string): string {
  const [growths, often] = [growthsOf(all, name), growsIn(all, name)];
  const [most = 0, least = 0] = [growths[0], growths.at(-1)];
  if (least < slows * most)
    return ` In another of the ${all.length} differences it is ${least > 0 ? `only ${bytesText(least)}` : 'nothing'}: over as long a time that is a cache which filled, and no leak that goes on.`;
  return ` It grows in ${often === all.length ? 'each' : `${often}`} of the ${all.length} differences.`;
}

/** One stack may hold more than before while the heap as a whole gives back: then nothing leaks yet. */
function shrinking({ evidence, totalGrowth }: NonNullable<Exhibits['attribution']>): ReturnType<Question['ask']>[number] {
  const given = totalGrowth === 0 ? 'is as large as before' : `gives back ${bytesText(-totalGrowth)}`;
  return finding({
    rule: 'allocations-do-not-grow',
    says: `Between two heap snapshots the heap as a whole ${given}: no growth is in this comparison.`,
    evidence,
    measured: { growthBytes: totalGrowth },
  });
}

/** What the growth has no name for; silent about what is little. */
function restText({ rows }: NonNullable<Exhibits['attribution']>): string {
  const rest = rows.find(({ level }) => level === 'remainder');
  return (rest?.share ?? 0) < worthSaying
    ? ''
    : ` ${bytesText(rest?.growth ?? 0)} (${shareText(rest?.share ?? 0)}) is not explained by named modules.`;
}

/** Tools that list what was not freed since the program or the tracing began, and nothing else. */
const listsLeaks: ReadonlySet<string> = new Set([
  'heaptrack-totals',
  'bcc-memleak',
  'crt-leak-dump',
  'sanitizer-leaks',
  'valgrind',
  'visual-leak-detector',
]);

/** What was not freed, by who allocated most of it. */
function outstanding({ file, attribution }: Exhibits): ReturnType<Question['ask']> {
  return file.of('allocations').flatMap(({ id, parser, diff, peak, entries }) => {
    if (diff || peak === true || !listsLeaks.has(parser) || attribution?.evidence.includes(id) === true) return [];
    const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    const named = Map.groupBy(entries, (entry) => namesOfEntry(entry).function);
    const [top] = [...named]
      .filter(([name]) => name !== unknownModule)
      .map(([name, some]) => ({ name, bytes: sumOf(some, 'bytes'), count: sumOf(some, 'allocations') }))
      .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
    if (top === undefined || top.bytes < material) return total < muchHeld ? [] : [unnamed(id, total)];
    const share = top.bytes / total;
    return [
      finding({
        rule: 'allocations-outstanding',
        about: top.name,
        says: `${bytesText(total)} were not freed; ${bytesText(top.bytes)} of it (${shareText(share)}) were allocated by ${shortText(top.name)}${top.count > 0 ? ` in ${countText(top.count)} ${top.count === 1 ? 'allocation' : 'allocations'}` : ''}.`,
        // A tracer sees a buffer that is in use as well; what a leak checker calls lost is lost, however many hang on its first block.
        points: top.count === 1 && whileItRuns.has(parser) ? null : 'native',
        strength: top.bytes >= muchHeld && share >= leads && top.count >= aHandful ? 'strong' : 'weak',
        evidence: [id],
        measured: { bytes: top.bytes, total, share },
      }),
    ];
  });
}

/** The total alone: how much, and not who. */
function unnamed(id: string, total: number): ReturnType<Question['ask']>[number] {
  return finding({
    rule: 'allocations-outstanding',
    says: `${bytesText(total)} were not freed; who allocated them is not listed.`,
    points: 'native',
    strength: 'weak',
    evidence: [id],
    measured: { bytes: total, total },
  });
}

function sumOf(entries: readonly AllocationEntry[], key: 'bytes' | 'allocations'): number {
  return entries.reduce((sum, entry) => sum + (entry[key] ?? 0), 0);
}

/** A tracer lists what the program holds at that moment, at its end too: a few kB in some blocks are work, or what every program keeps. */
const whileItRuns: ReadonlySet<string> = new Set(['bcc-memleak', 'heaptrack-totals']);
const manyBlocks = 1000;
const aSmallBlock = 1024;
/** What somebody looked up, and a list of all that was not freed at the end, hold what a program keeps on purpose too. */
const showsKept: ReadonlySet<string> = new Set(['heap-block-stack', 'visual-leak-detector']);

/** A busy block that somebody looked up, or the top of a log: a stack with a name, no growth. */
function stacks({ file, attribution }: Exhibits): ReturnType<Question['ask']> {
  // What the growth was read from has been said already.
  const others = file.of('allocations').filter(({ id, peak }) => peak !== true && attribution?.evidence.includes(id) !== true);
  const entries = others.flatMap(({ id, entries: all }) =>
    all.filter(({ stack }) => stack !== null && stack.frames.length > 1).map((entry) => ({ id, entry })),
  );
  const weighty = entries.reduce<(typeof entries)[number] | null>(
    (most, each) => (most === null || Math.abs(each.entry.bytes) > Math.abs(most.entry.bytes) ? each : most),
    null,
  );
  if (weighty === null) return [];
  const { id, entry } = weighty;
  const own = entry.stack === null ? null : firstOwnFrame(entry.stack.frames);
  const name = namesOfEntry(entry).function;
  if (name === unknownModule) return [];
  const parser = others.find((each) => each.id === id)?.parser ?? '';
  const isWork = whileItRuns.has(parser) && entry.bytes < material && (entry.allocations ?? 0) < manyBlocks;
  // A block that somebody looked up, or that was left at the end of the program, comes without a thousand others; a log does not.
  const wasLookedUp = others.some(({ parser }) => parser !== 'umdh');
  // One small block shows where such blocks come from, and not that one of them leaks.
  const isLone = file.evidence.length === 1 && showsKept.has(parser) && entry.bytes < aSmallBlock && (entry.allocations ?? 1) === 1;
  // The log that a difference was made of repeats what the difference said.
  const isRepeated = !wasLookedUp && attribution !== null && topRow(attribution, 'function')?.name === name;
  return [
    finding({
      rule: 'allocation-stack',
      about: name,
      says: `A block that is still allocated was allocated by ${shortText(name)}.`,
      points: isRepeated || isWork || isLone ? null : 'native',
      strength: own !== null && (entry.bytes >= muchHeld || wasLookedUp || file.of('allocations').length > 1) ? 'strong' : 'weak',
      evidence: [id],
      measured: { bytes: entry.bytes },
    }),
  ];
}

export const allocations: Question = {
  id: 'allocations',
  ask: (exhibits) => {
    const held = outstanding(exhibits);
    return [...growth(exhibits), ...(held.length > 0 ? held : stacks(exhibits))];
  },
};
