/** What moves only because something else does: the handles and stacks of threads, and handles too few to hold what grows. */
import type { CaseFile } from '../case-file.ts';
import type { Motions } from '../classify.ts';
import type { NamedTrend } from '../counter-trends.ts';
import { gcShare } from '../own-memory.ts';
import { threadTrend } from '../thread-growth.ts';
import { bytesText, plural } from '../wording.ts';

/**
 * A thread costs at least its own handle; a managed one a few events more (Thread object, ThreadPool waits): up to about four.
 * More handles than that a thread are opened by something else.
 */
const handlesPerThread = 4;

/** Of the 1 MB that a stack reserves, a thread that waits has touched some pages; from a quarter on the memory itself counts. */
const wholeStack = 1024 * 1024;
const touchedPerThread = 256 * 1024;

/** A kernel handle and its wrapper cost some kB, with a buffer some tens of kB; above this the handle is not what holds the memory. */
const mostPerHandle = 64 * 1024;

/** A generated assembly has some ten to a hundred kB in the loader heap, a large library that is loaded from bytes about a MB. */
const mostPerAssembly = 1024 * 1024;
/** Assemblies that hold less than this part of what grows are not what leaks. */
const mainPart = 0.5;

/** A stack reserves 1 MB on Windows and up to 8 MB on Linux, unless whoever starts the thread asks for more. */
const largestStack = 8 * 1024 * 1024;

export interface Explained {
  /** The motions without those that are only a symptom. */
  readonly motions: Motions;
  /** Threads pile up, and what grows is no more than their stacks can be. */
  readonly threads: boolean;
  /** What was set aside, as sentences. */
  readonly says: readonly string[];
}

const slope = (trend: NamedTrend | null): number => (trend?.motion === 'grows' ? (trend.slopePerHour ?? 0) : 0);

/** How fast memory may grow at most, bytes an hour: too little of it to be judged yet is still no more than that. */
function pagesOf({ private: cell }: Motions, memory: NamedTrend | null): number {
  if (cell === 'grows') return slope(memory);
  return cell === 'unknown' && memory?.motion === 'too-early' ? (memory.ci95?.[1] ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

function ofThreads(file: CaseFile, motions: Motions, memory: NamedTrend | null): Explained {
  const threads = slope(threadTrend(file));
  if (motions.threads !== 'grows' || threads <= 0) return { motions, threads: false, says: [] };
  const handles = slope(file.trend('handles'));
  const theirHandles = motions.handles === 'grows' && handles <= handlesPerThread * threads;
  const reserved = slope(file.trend('virtualBytes'));
  const fits = motions.virtual !== 'grows' || reserved <= largestStack * threads;
  const stacks = fits && (motions.private !== 'grows' || slope(memory) <= wholeStack * threads);
  // Where nobody counted the address space, threads that grow are what is known to take it.
  const theirPages = motions.virtual !== 'flat' && pagesOf(motions, memory) <= touchedPerThread * threads;
  return {
    motions: {
      ...motions,
      ...(theirHandles ? { handles: 'flat' as const } : {}),
      ...(theirPages && motions.gcHeap !== 'grows' ? { private: 'flat' as const } : {}),
    },
    threads: stacks,
    says: [
      ...(theirHandles
        ? [`With each thread about ${plural(Math.max(1, Math.round(handles / threads)), 'handle')} more: they are its symptom.`]
        : []),
      ...(fits ? [] : [`The stacks of the threads that grow cannot take it: that would be ${bytesText(reserved / threads)} each.`]),
    ],
  };
}

/** Some assemblies an hour are loaded by any program for a while; what they hold is little beside a growth of hundreds of MB. */
function ofAssemblies(file: CaseFile, explained: Explained, memory: NamedTrend | null): Explained {
  const { motions, says } = explained;
  const [loaded, loader] = [slope(file.trend('assemblies')), slope(file.trend('loaderHeap'))];
  if (motions.private !== 'grows' || motions.assemblies !== 'grows') return explained;
  const beside = slope(memory) * (1 - (motions.gcHeap === 'grows' ? (gcShare(file) ?? 0) : 0));
  if (Math.max(loaded * mostPerAssembly, loader) >= mainPart * beside) return explained;
  const few =
    loaded > 0
      ? `The assemblies that are loaded cannot hold it: that would be ${bytesText(beside / loaded)} each.`
      : `The loader heap grows by ${bytesText(loader)} an hour of it.`;
  return { ...explained, motions: { ...motions, assemblies: 'flat' }, says: [...says, few] };
}

/** Takes out of the motions what others explain. `memory`: the counter of the process's own memory. */
export function withoutSymptoms(file: CaseFile, seen: Motions, memory: NamedTrend | null): Explained {
  const explained = ofAssemblies(file, ofThreads(file, seen, memory), memory);
  const { motions } = explained;
  const handles = slope(file.trend('handles'));
  if (motions.private !== 'grows' || motions.handles !== 'grows' || handles <= 0) return explained;
  const each = slope(memory) / handles;
  if (each <= mostPerHandle || motions.gcHeap === 'grows' || motions.assemblies === 'grows') return explained;
  const few = `The handles that grow cannot hold it: that would be ${bytesText(each)} each.`;
  return { ...explained, motions: { ...motions, handles: 'flat' }, says: [...explained.says, few] };
}
