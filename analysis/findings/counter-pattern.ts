/** How the counters move together, by the truth table. */
import { cellOf, classify, type Column, type Motions } from '../classify.ts';
import type { CaseFile } from '../case-file.ts';
import { counterWords, type NamedTrend } from '../counter-trends.ts';
import { handlesStand } from '../handle-growth.ts';
import { heapOfAnother } from '../heap-of-another.ts';
import { heapBetween } from '../heap-parts.ts';
import { keptWithoutCollection } from '../kept-gc-heap.ts';
import { growsByMappings, reservesLikeDotnet } from '../linux-address-space.ts';
import { mappedGrowth } from '../mapped-growth.ts';
import { gcShare, ownMemory, partsText, sharedPagesText, type TwoParts, twoParts } from '../own-memory.ts';
import { isLinux, isWindows } from '../platform-of.ts';
import { threadTrend } from '../thread-growth.ts';
import type { CounterId, LeakClass } from '../types.ts';
import { bytesText, capital, listText, shareText } from '../wording.ts';
import { growingSlots } from './slots-grow.ts';
import { withoutSymptoms } from './counter-symptoms.ts';
import { gcMaySwingAsFar, swingText } from './gc-heap-swings.ts';
import { finding, type Question } from './types.ts';
import { readsZero } from './zero-counters.ts';

/** A GC heap that grows by less than this share of the private bytes does not explain them; from `followsShare` on it follows them. */
const partShare = 0.4;
const followsShare = 0.75;

/** On Linux VmSize counts arenas and stacks that were only reserved: it decides only where it grows as no arenas do. */
function isDecisiveVirtual(trend: NamedTrend, file: CaseFile): boolean {
  if (growsByMappings(trend)) return true;
  return trend.printed === 'virtualBytes' ? isWindows(file) : !/vm_?size|vsz|\bvirt$/i.test(trend.printed);
}

function hasClr(file: CaseFile): boolean {
  const { runtime } = file.life;
  if (runtime === 'native') return false;
  return runtime !== null || file.trend('gcHeap') !== null || file.trend('assemblies') !== null || file.trend('gcCommitted') !== null;
}

/** A process always has memory, handles and threads: what reads 0 throughout was not this process's. */
function seenCell(trend: NamedTrend | null): Motions['handles'] {
  return trend === null || readsZero(trend) ? 'unknown' : cellOf(trend.motion);
}

/** Nobody watched the GC heap, but looks at it, or lists of the mappings, tell how much of the growth lies in it. */
function mappedCell(file: CaseFile, memory: NamedTrend | null): Motions['gcHeap'] {
  if (memory?.motion !== 'grows') return 'unknown';
  const seen = heapBetween(file, memory.slopePerHour ?? 0);
  if (seen !== null) return seen;
  const share = mappedGrowth(file)?.gcShare ?? null;
  if (share === null) return 'unknown';
  return share >= followsShare ? 'grows' : share < 1 - followsShare ? 'flat' : 'unknown';
}

function gcCell(file: CaseFile, memory: NamedTrend | null): Motions['gcHeap'] {
  const gc = file.trend('gcHeap') ?? file.trend('gcCommitted');
  if (gc === null || readsZero(gc)) return file.life.runtime === 'native' ? 'none' : mappedCell(file, memory);
  if (heapOfAnother(file) !== null || keptWithoutCollection(file) !== null || gcMaySwingAsFar(file, memory)) return 'unknown';
  const cell = cellOf(gc.motion);
  // Objects fill memory that the process has already: whether they stay nobody can tell while it gives memory back.
  if (cell === 'grows' && memory?.counter === 'privateBytes' && memory.motion === 'falls') return 'unknown';
  if (cell !== 'grows' || memory?.motion !== 'grows') return cell;
  return (gc.slopePerHour ?? 0) >= partShare * (memory.slopePerHour ?? 0) ? 'grows' : 'flat';
}

/** Handles that grow by so little memory that private bytes would not move are still a leak of handles. */
export function motionsOf(file: CaseFile): Motions {
  const memory = ownMemory(file);
  const cell = (counter: CounterId): Motions['handles'] => seenCell(file.trend(counter));
  const virtual = file.trend('virtualBytes');
  const assemblies = cell('assemblies') === 'unknown' ? cell('loaderHeap') : cell('assemblies');
  return {
    virtual: virtual === null || !isDecisiveVirtual(virtual, file) ? 'unknown' : seenCell(virtual),
    private: seenCell(memory),
    gcHeap: gcCell(file, memory),
    assemblies: file.life.runtime === 'native' ? 'none' : assemblies,
    handles: cell('handles') === 'unknown' && handlesStand(file) ? 'flat' : cell('handles'),
    threads: seenCell(threadTrend(file)),
  };
}

const meaning: Readonly<Record<Exclude<LeakClass, 'not-enough-data'>, string>> = {
  managed: 'the growth is in the .NET heap: objects that are still referenced, or were not collected yet',
  'loader-heap': 'assemblies that are loaded again and again and never unloaded hold the memory',
  handle: 'handles are opened and not closed',
  native: 'the growth is native memory, outside the .NET heap and the loader heap',
  virtual: 'something reserves address space and does not use it',
  'no-leak': 'nothing grows that the counters can see',
};

/**
 * Unseen counters that could turn the verdict to another class; threads and virtual bytes only matter where memory is flat.
 * That nobody saw a CLR counter does not say that there is no CLR: only a runtime known to be native does.
 */
function openOnes(open: readonly Column[], file: CaseFile, motions: Motions): readonly Column[] {
  const noClr = file.life.runtime === 'native' || (motions.private === 'flat' && !hasClr(file));
  return open.filter(
    (column) => !(noClr && (column === 'gcHeap' || column === 'assemblies')) && column !== 'threads' && column !== 'virtual',
  );
}

const columnWords: Readonly<Record<Column, string>> = {
  virtual: 'virtual bytes',
  private: 'private bytes',
  gcHeap: 'the .NET heap',
  assemblies: 'loaded assemblies',
  handles: 'handles',
  threads: 'threads',
};

/**
 * "Nothing grows" needs the GC heap to have been seen where there is one, and what was seen to have been long enough.
 * On Linux private memory is what was touched (RssAnon): a GC heap that fills shows there, so it need not be seen by itself.
 * On Windows it is what was committed, in which objects may pile up for a while.
 */
function mayRuleOut(file: CaseFile, motions: Motions): boolean {
  // Beside private bytes the working set tells of pages that are mapped or shared, which no leak of this process fills.
  const memory = file.trend('privateBytes') === null ? 'workingSet' : 'privateBytes';
  const watched = file.trends.filter(({ counter }) => counter === memory || counter === 'gcHeap' || counter === 'handles');
  const early = watched.some(({ counter, motion }) => motion === 'too-early' && file.trend(counter)?.motion === 'too-early');
  // VmSize that goes on growing is no proof of a leak, and none of health: the list of mappings tells.
  const reserving = motions.virtual === 'unknown' && file.trend('virtualBytes')?.motion === 'grows';
  const hiddenHeap = hasClr(file) && motions.gcHeap === 'unknown' && !(isLinux(file) && file.trend('privateBytes') !== null);
  return !early && !reserving && !hiddenHeap && (growingSlots(file) === null || file.trend('handles') !== null);
}

function movements(motions: Motions, words: Readonly<Record<Column, string>>): string {
  const columns = Object.keys(motions) as Column[];
  const named = (cell: Motions['private']): readonly string[] =>
    columns.filter((column) => motions[column] === cell).map((column) => words[column]);
  const [grows, flat] = [named('grows'), named('flat')];
  const isOne = (names: readonly string[]): boolean => names.length === 1 && names[0]?.startsWith('the ') === true;
  const growing = grows.length === 0 ? '' : `${listText(grows)} ${isOne(grows) ? 'grows' : 'grow'}`;
  const still = flat.length === 0 ? '' : `${listText(flat)} ${isOne(flat) ? 'does' : 'do'} not`;
  const text = growing !== '' && still !== '' ? `${growing} while ${still}` : growing !== '' ? growing : `${still} grow`;
  return capital(text);
}

export const counterPattern: Question = {
  id: 'counter-pattern',
  ask: ({ file }) => {
    const memory = ownMemory(file);
    const seen = motionsOf(file);
    const { motions, threads, says: symptoms } = withoutSymptoms(file, seen, memory);
    const parts = twoParts(file);
    const beside = parts === null ? null : classify({ ...motions, gcHeap: 'flat' });
    const found = parts?.isMostlyGc === false ? beside : classify(motions);
    if (found === null || found.leakClass === 'not-enough-data' || (found.leakClass === 'no-leak' && !mayRuleOut(file, motions))) return [];
    const { leakClass } = found;
    const open = openOnes(found.open, file, motions);
    const unplaced = leakClass === 'native' && open.includes('gcHeap');
    const stacks = threads && (leakClass === 'virtual' || (leakClass === 'native' && !unplaced));
    const follow = leakClass === 'loader-heap' && motions.handles === 'grows';
    const perhapsDotnet = unplaced && file.life.runtime === null && file.trend('gcHeap') === null && reservesLikeDotnet(file);
    const swings = unplaced ? swingText(file, memory) : [];
    const watchedMs = memory === null ? 0 : memory.to - memory.from;
    const sentences = [
      `${movements(parts === null ? seen : { ...seen, gcHeap: 'grows' }, { ...columnWords, private: counterWords[memory?.counter ?? 'privateBytes'].name })}: ${parts === null ? readingOf(leakClass, { unplaced, stacks, motions, file }) : 'the .NET heap has a part of the growth'}.`,
      ...(parts === null ? coveredText(file) : [partsText(parts)]),
      ...(leakClass === 'handle' || leakClass === 'managed' ? [] : symptoms),
      ...(leakClass === 'no-leak' ? sharedPagesText(file) : []),
      ...(follow ? ['The handles that grow with them are its symptom.'] : []),
      ...(perhapsDotnet ? ['It reserves as much address space as .NET does for its heap: that heap has to be seen.'] : []),
      ...swings,
      ...notSeenText(swings.length === 0 ? open : open.filter((column) => column !== 'gcHeap')),
    ];
    return [
      finding({
        rule: unplaced ? 'memory-growth' : 'counter-pattern',
        says: sentences.join(' '),
        points: perhapsDotnet || swings.length > 0 ? null : leakClass,
        strength: open.length === 0 && (parts === null || parts.gcShare < partShare) ? 'strong' : 'weak',
        evidence: patternCounters.flatMap((counter) => file.trend(counter)?.evidence ?? []),
        measured: { open: open.length, threads: stacks ? 1 : 0, handlesFollow: follow ? 1 : 0, ms: watchedMs },
      }),
      ...secondPart(file, parts, parts?.isMostlyGc === true ? (beside?.leakClass ?? null) : 'managed'),
    ];
  },
};

function notSeenText(open: readonly Column[]): readonly string[] {
  return open.length === 0 ? [] : [`Not seen: ${listText(open.map((column) => columnWords[column]))}.`];
}

const patternCounters = [
  'privateBytes',
  'workingSet',
  'gcHeap',
  'gcCommitted',
  'assemblies',
  'handles',
  'threads',
  'poolThreads',
  'virtualBytes',
] as const satisfies readonly CounterId[];

interface Read {
  readonly unplaced: boolean;
  readonly stacks: boolean;
  readonly motions: Motions;
  readonly file: CaseFile;
}

/** What the movement means, in words. Handles hold memory only as far as what each costs is told. */
function readingOf(leakClass: Exclude<LeakClass, 'not-enough-data'>, { unplaced, stacks, motions, file }: Read): string {
  if (unplaced) return 'whether what grows is the .NET heap or outside it is not known';
  if (stacks)
    return leakClass === 'virtual' ? 'thread stacks hold the address space' : 'threads pile up, and what grows is outside the .NET heap';
  const [memory, handles] = [ownMemory(file)?.slopePerHour ?? 0, file.trend('handles')?.slopePerHour ?? 0];
  if (leakClass !== 'handle') return meaning[leakClass];
  return motions.private === 'grows' && handles > 0
    ? `${meaning.handle}, and memory grows by ${bytesText(memory / handles)} a handle`
    : meaning.handle;
}

const partWords: Readonly<Partial<Record<LeakClass, string>>> = {
  managed: 'objects on the .NET heap',
  native: 'native memory',
  'loader-heap': 'assemblies that are loaded and never unloaded',
  handle: 'what handles that are not closed hold',
};

/** The smaller part of a growth in two places: a hypothesis of its own. */
function secondPart(file: CaseFile, parts: TwoParts | null, leakClass: LeakClass | null): ReturnType<Question['ask']> {
  const words = leakClass === null ? undefined : partWords[leakClass];
  if (parts === null || words === undefined) return [];
  const perHour = Math.min(parts.gcShare, 1 - parts.gcShare) * parts.bytesPerHour;
  return [
    finding({
      rule: 'counter-part',
      says: `The smaller part of the growth, ${bytesText(perHour)} an hour, is ${words}.`,
      points: leakClass,
      evidence: [...(ownMemory(file)?.evidence ?? []), ...(file.trend('gcHeap')?.evidence ?? [])],
      measured: { bytesPerHour: perHour },
    }),
  ];
}

function coveredText(file: CaseFile): readonly string[] {
  const share = gcShare(file);
  return share === null ? [] : [`The .NET heap covers ${shareText(share)} of the growth.`];
}
