/**
 * What the output of the tools means, as data. Everything here is plain JSON (it is stored in the
 * record), every time is epoch milliseconds, every size is bytes, and a field that an output did
 * not tell is null: nothing is invented.
 */

/** The neutral names of the counters we use, whatever the tool or the language calls them. */
export const counterIds = [
  'privateBytes', // Process\Private Bytes; on Linux RssAnon + VmSwap
  'virtualBytes', // Process\Virtual Bytes; on Linux VmSize (arenas included: never decisive there)
  'workingSet', // Process\Working Set; VmRSS
  'gcHeap', // .NET CLR Memory\# Bytes in all Heaps; sum of the generations' sizes
  'gcCommitted', // .NET CLR Memory\# Total committed Bytes
  'handles', // Process\Handle Count; on Linux open file descriptors
  'threads', // Process\Thread Count
  'assemblies', // .NET CLR Loading\Current Assemblies
  'loaderHeap', // .NET CLR Loading\Bytes in Loader Heap
  'gen2Collections', // .NET CLR Memory\# Gen 2 Collections (running total)
  'requestsPerSecond', // ASP.NET Applications\Requests/Sec
  'allocationRate', // bytes allocated on the GC heap per second
  'handleSlots', // FDSize of Linux: places for file descriptors, doubled as they are used up; no count of them
  'timers', // active System.Threading timers
  'poolThreads', // threads of the .NET thread pool, a part of `threads`: some releases tell only how they change
] as const;
export type CounterId = (typeof counterIds)[number];

/** What an output tells about the process it describes. Never compare values across two lives. */
export interface ProcessLife {
  readonly machine: string | null;
  /** Image name without path and without `.exe`, as printed: `w3wp`. */
  readonly process: string | null;
  readonly pid: number | null;
  /** Epoch ms. With the pid it identifies the life. */
  readonly startedAt: number | null;
  readonly bitness: 32 | 64 | null;
  readonly runtime: 'netfx' | 'dotnet' | 'native' | null;
  readonly appPool: string | null;
  /** The start as printed, where that tells no zone: only held against what was printed in the same form. */
  readonly startText?: string;
  /** The host that the prompt above the output names; it may be another name of `machine`, so only prompts are held against each other. */
  readonly promptHost?: string;
  /** The system on which it runs, where the tool that printed it is of one only; known while a case is judged. */
  readonly system?: 'windows' | 'linux';
  /** Which .NET it runs, where the tool asks only one of them; known while a case is judged. */
  readonly clr?: 'framework' | 'core';
  /** The name of the program in lower case, where the tool took it from the system; known while a case is judged. */
  readonly image?: string;
}

/** One measured value. `at` is epoch ms. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** One counter of one process life, oldest sample first, at most `maxSamplesPerSeries` of them. */
export interface CounterSeries {
  readonly life: ProcessLife;
  readonly counter: CounterId;
  /** The counter as the tool printed it, for the person who wants to see it again. */
  readonly printed: string;
  readonly samples: readonly Sample[];
}
export const maxSamplesPerSeries = 1000;

/** Handles (or Linux file descriptors) by type. `partial` when rows are known to be missing. */
export interface HandleSummary {
  readonly byType: Readonly<Record<string, number>>;
  readonly total: number | null;
  readonly partial: boolean;
  /** Object names that many handles share (`\BaseNamedObjects\SendSAS` → 15,120,685). */
  readonly byName: Readonly<Record<string, number>>;
}

export interface StackFrame {
  readonly module: string | null;
  /** Function without offset and without arguments that a symbol file cannot tell apart. */
  readonly function: string | null;
  /** Bytes into the function (or the module, where there is no function). */
  readonly offset: number | null;
  /** As printed, trimmed, at most 300 characters. */
  readonly printed: string;
}

/** Equal stacks are one entry. */
export interface CallStack {
  readonly threads: readonly string[];
  readonly count: number;
  readonly frames: readonly StackFrame[];
}

export interface LeakingFunction {
  readonly function: string; // `GdiPlus!GpMemoryBitmap::AllocBitmapData+c2`
  readonly bytes: number | null;
  readonly allocations: number | null;
  /** DebugDiag's own "Leak Probability", percent. */
  readonly probability: number | null;
  readonly stacks: readonly CallStack[];
}
export interface LeakingModule {
  readonly module: string;
  readonly bytes: number | null;
  readonly allocations: number | null;
  readonly functions: readonly LeakingFunction[];
}

/** One DebugDiag memory report of one dump. `leakTrack` says what LeakTrack had recorded. */
export interface LeakReport {
  readonly dump: string | null;
  readonly leakTrack: 'tracked' | 'not-loaded' | 'empty' | 'no-stacks' | 'unknown';
  readonly trackingMs: number | null;
  readonly outstandingBytes: number | null;
  readonly outstandingAllocations: number | null;
  readonly outstandingHandles: number | null;
  readonly modules: readonly LeakingModule[];
  readonly handlesByType: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
  /** Half a unit of the last printed digit, in bytes: `1.68 GBytes` is known to ± 0.005 GB. */
  readonly printedPrecision: number;
}

export interface DumpWritten {
  readonly path: string | null;
  readonly bytes: number | null;
  readonly seconds: number | null;
  readonly state: 'complete' | 'writing' | 'failed';
  readonly detail: string;
}

export interface TypeCount {
  readonly type: string;
  readonly count: number;
  readonly bytes: number | null;
}

/** A heap of the process as `!heap -s` lists it. */
export interface NativeHeap {
  readonly heap: string;
  /** What its segments have committed; its large blocks are not in it. */
  readonly committed: number;
  readonly reserved: number;
  /** Blocks with an allocation of their own, outside the segments; older records have none. */
  readonly largeBlocks?: number;
  /** What of the committed bytes is free between blocks; absent where the table does not tell. */
  readonly free?: number;
}

export interface AllocationEntry {
  /** Signed for a difference, the level for a log. */
  readonly bytes: number;
  readonly allocations: number | null;
  readonly stack: CallStack | null;
  readonly trace: string | null; // UMDH's BackTrace id
}

export interface RootChain {
  readonly root: string; // `(pinned handle)`, `Thread 1964`, `(async pinned handle)`
  readonly types: readonly string[]; // from the root to the object
  readonly variable?: string; // the static that holds it, where SOS names it: `Shop.Orders.s_recent`
}

/** A known leaking pattern in pasted C#. `line` counts from 1 in the pasted text. */
export interface SourcePattern {
  readonly pattern: string; // id of the pattern: `xml-serializer-constructor`
  readonly line: number;
  readonly text: string;
  readonly file: string | null;
  /** The line in `file`, where a diff's hunks or the heading of the file tell it. */
  readonly fileLine?: number;
  /** Of a diff: the line is new, stood there before, or is taken away (then the id begins with `removed:`). */
  readonly side?: 'added' | 'kept' | 'removed';
}

/** The kinds of thing an output can tell. `life` and `takenAt` as far as the output tells them. */
export type Reading = {
  readonly life: ProcessLife;
  readonly takenAt: number | null;
} & (
  | {
      readonly kind: 'counters';
      readonly series: readonly CounterSeries[];
      /** Minutes east of UTC of the clock on the wall where it was written, where its header tells. */
      readonly utcOffsetMinutes?: number;
    }
  /** One moment of some counters: /proc/PID/status, `ps`, a counters screen. */
  | { readonly kind: 'snapshot'; readonly values: Readonly<Partial<Record<CounterId, number>>> }
  | { readonly kind: 'handles'; readonly summary: HandleSummary }
  /** `!htrace -diff`: handles opened and not closed, with the stacks that opened them. */
  | {
      readonly kind: 'handleTrace';
      readonly diff: boolean;
      readonly open: readonly CallStack[];
      /** How many stayed open by the debugger's own count, where it is more than are listed; older records have none. */
      readonly outstanding?: number;
    }
  | { readonly kind: 'dumpLog'; readonly dumps: readonly DumpWritten[] }
  | { readonly kind: 'leakReport'; readonly report: LeakReport }
  | { readonly kind: 'stacks'; readonly threads: number; readonly stacks: readonly CallStack[] }
  | {
      readonly kind: 'finalizerQueue';
      /** Objects that wait for the finalizer thread: a backlog when large. */
      readonly ready: number | null;
      readonly finalizable: number | null;
      readonly types: readonly TypeCount[];
    }
  | {
      readonly kind: 'heapStatistic';
      readonly types: readonly TypeCount[];
      readonly totalObjects: number | null;
      readonly totalBytes: number | null;
      /** Rows are known or likely to be missing. */
      readonly partial: boolean;
      /** The tool stopped at its limit: every count is a lower bound, and no growth can be read from two of them. */
      readonly capped?: true;
      /** What was listed where it was not the heap: what was asked for (`-type Shop.Order`), `handles`; two parts compare only where they are the same. */
      readonly part?: string;
      /** GC handles by kind, in lower case (`pinned`, `strong`, `weak short`), where the statistic is of what they hold. */
      readonly handles?: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'gcRoots'; readonly object: string | null; readonly chains: readonly RootChain[] }
  | {
      readonly kind: 'gcHeap';
      readonly bytes: number | null;
      readonly committed: number | null;
      readonly free: number | null;
      readonly loh: number | null;
    }
  | {
      readonly kind: 'assemblies';
      readonly total: number;
      readonly dynamic: number;
      /** Names that repeat, most frequent first. */
      readonly repeated: readonly TypeCount[];
      readonly loaderHeapBytes: number | null;
    }
  | {
      readonly kind: 'addressSpace';
      readonly usage: Readonly<Record<string, number>>; // usage name as printed → bytes
      readonly privateBytes: number | null;
      readonly committed: number | null;
      readonly reserved: number | null;
      readonly free: number | null;
      readonly largestFree: number | null;
    }
  | {
      readonly kind: 'nativeHeaps';
      readonly heaps: readonly NativeHeap[];
    }
  | {
      readonly kind: 'heapBlocks';
      readonly heap: string | null;
      readonly sizes: readonly {
        readonly size: number;
        readonly blocks: number;
        readonly bytes: number;
        readonly percent: number | null;
        /** The class whose table of virtual functions most of them begin with, where the debugger printed it. */
        readonly holds?: string;
      }[];
    }
  /** UMDH or `!heap -p -a`: who allocated what is still held. */
  | {
      readonly kind: 'allocations';
      readonly diff: boolean;
      readonly entries: readonly AllocationEntry[];
      /** They made the peak, and nothing says that they were not freed since. */
      readonly peak?: true;
    }
  | { readonly kind: 'modules'; readonly names: readonly string[] }
  /** What preflight found out about the process and its host. */
  | {
      readonly kind: 'host';
      readonly os: string | null;
      readonly uptimeMs: number | null;
      /** Where the process must end: address space, container limit; bytes. */
      readonly ceilingBytes: number | null;
      /** Private bytes at which the pool recycles itself. */
      readonly poolLimitBytes: number | null;
      readonly freeDiskBytes: number | null;
      readonly tools: readonly string[];
      readonly rights: 'administrator' | 'same-user' | 'limited' | null;
      readonly deployedAt: number | null;
      /** Virtual bytes at which the pool recycles itself. */
      readonly virtualLimitBytes?: number | null;
      /** The pool recycles itself after this time since the process began; ms. */
      readonly restartEveryMs?: number | null;
      /** What the system could still commit (Windows: commit limit less committed bytes); bytes. */
      readonly commitFreeBytes?: number | null;
      /** Files that the process may have open (Linux: the soft limit). */
      readonly openFilesLimit?: number | null;
      readonly osBitness?: 32 | 64 | null;
    }
  | { readonly kind: 'source'; readonly language: 'csharp'; readonly patterns: readonly SourcePattern[]; readonly lines: number }
);
export type ReadingKind = Reading['kind'];

/** Where the time of an output is known from; never from the order of arrival. */
export type TimeSource = 'content' | 'fileName' | 'collected' | 'person';

/** A reading with its provenance. Never changed once taken in; a watch's newer whole replaces its older. */
export type Evidence = Reading & {
  readonly id: string;
  readonly parser: string;
  /** File name, or what the person or the bot did: `pasted text`, `watch`. */
  readonly from: string;
  /** SHA-256 (hex) of the raw output that is kept beside the record. */
  readonly rawRef: string;
  readonly notes: readonly string[];
  readonly timeFrom: TimeSource | null;
  /** Order within one transcript or one set of file names; comparable within a group only. */
  readonly sequence: { readonly group: string; readonly index: number } | null;
};

/** A place in an input: bytes and lines before it. */
export interface Place {
  readonly offset: number;
  readonly line: number;
}

/** Not mine is said by `span` (0) or `recognises` (false). */
export type Parsed =
  | {
      readonly ok: true;
      readonly readings: readonly Reading[];
      readonly notes: readonly string[];
      /** A byte parser's output began only here: what stands before it is read as text. */
      readonly lead?: Place;
      /** A byte parser's output ended before its input did: from here on it is read as text. */
      readonly rest?: Place;
      /** What another tool printed between the lines of this output: what its own parser says. */
      readonly between?: Pick<ReadBlock, 'parser' | 'title' | 'readings' | 'notes'>;
    }
  | { readonly ok: false; readonly problem: string; readonly line: number | null };

/**
 * Reads one tool's text. `hints` are lower-case literals: a text in which none occurs cannot hold
 * this output, so nothing else of the parser is asked. `span` says how many lines from `from` on
 * are this tool's (0: not mine); it must look at few lines where it says no. Lines are already
 * normalised (see text.ts): no CR, NBSP, BOM, smart quotes, quote marks or fences of a chat.
 */
export interface TextParser {
  readonly id: string;
  readonly title: string;
  readonly hints: readonly string[];
  /** Nearly any line may be one of its own: where the output of another parser begins among them, it is over, except of these. */
  readonly yieldsExcept?: readonly string[];
  span(lines: readonly string[], from: number): number;
  parse(lines: readonly string[]): Parsed;
}

/** A range of the input that a byte parser asks for. */
export interface Want {
  readonly offset: number;
  readonly length: number;
  /** The bytes are not looked at again once the next range is asked for: the driver may hand over one buffer again and again. */
  readonly passing?: true;
}

/** Reads a large or binary input without I/O: it yields the ranges it wants and is given them (shorter at the end). */
export interface ByteParser {
  readonly id: string;
  readonly title: string;
  /** `head` is the first 4 KB of `size` bytes. */
  recognises(head: Uint8Array, size: number): boolean;
  /** Its output may begin behind other text, and again behind that: it is asked again with the place where it ended. */
  readonly mayBeginLater?: boolean;
  read(size: number, from?: Place): Generator<Want, Parsed, Uint8Array>;
}

export interface ReadBlock {
  readonly parser: string;
  readonly title: string;
  /** 1-based; 0 for a byte parser. */
  readonly fromLine: number;
  readonly lines: number;
  readonly readings: readonly Reading[];
  readonly notes: readonly string[];
  /** The input was an archive: the file in it, by its name there. */
  readonly within?: string;
}
/** A part that was not read: `parser` is set where it was recognised but broken. */
export interface UnreadPart {
  readonly parser: string | null;
  readonly fromLine: number;
  readonly lines: number;
  readonly problem: string;
  /** As in ReadBlock. */
  readonly within?: string;
}
export interface ReadResult {
  readonly blocks: readonly ReadBlock[];
  readonly unread: readonly UnreadPart[];
}

export const leakClasses = ['virtual', 'native', 'loader-heap', 'managed', 'handle', 'no-leak', 'not-enough-data'] as const;
export type LeakClass = (typeof leakClasses)[number];

/** One thing the evidence says. `says` is a whole sentence with its numbers. */
export interface Finding {
  readonly id: string; // stable for the same evidence: `handle-growth:Event`
  readonly rule: string;
  readonly says: string;
  /** null: it informs, and points nowhere. */
  readonly points: LeakClass | null;
  readonly strength: 'strong' | 'weak';
  readonly evidence: readonly string[];
  readonly measured: Readonly<Record<string, number>>;
}

export type Motion = 'grows' | 'flat' | 'sawtooth' | 'plateau' | 'falls' | 'too-early';

/** How one counter of one life moves. Slopes are per hour in the counter's own unit. */
export interface Trend {
  readonly counter: CounterId;
  readonly life: ProcessLife;
  readonly motion: Motion;
  readonly slopePerHour: number | null;
  readonly ci95: readonly [number, number] | null;
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
  readonly samples: number;
  /** Fit for the eye: the line through the judged part, for the chart and the forecast. */
  readonly says: string;
  /** How much longer to watch, when `too-early`; ms. */
  readonly needsMs: number | null;
  readonly evidence: readonly string[];
}

export interface Cause {
  readonly id: string;
  readonly title: string;
  readonly confidence: number;
  readonly because: readonly string[]; // finding ids
  readonly refutedBy: string;
  readonly fix: string;
  readonly link: string | null;
}

export interface Hypothesis {
  readonly id: string; // a leak class or a cause id
  readonly title: string;
  readonly confidence: number;
  readonly because: readonly string[];
  readonly refutedBy: string;
}

export interface NextTest {
  readonly collector: string; // id of a collector of flows/collectors
  readonly why: string;
}

export interface Verdict {
  readonly class: LeakClass;
  readonly confidence: number;
  /** The conclusion first, its numbers in it: what the card, the page and the report open with. */
  readonly lead: string;
  readonly refutedBy: string;
  readonly component: string | null;
  readonly ownFrame: string | null;
  readonly growth: {
    readonly counter: string;
    readonly bytesPerHour: number | null;
    readonly ci95: readonly [number, number] | null;
  } | null;
  readonly causes: readonly Cause[];
  readonly hypotheses: readonly Hypothesis[];
  readonly next: readonly NextTest[];
}

/** Growth of one module or function over the leak reports (or UMDH logs), by bytes. */
export interface GrowthRow {
  readonly name: string;
  readonly level: 'module' | 'function' | 'remainder';
  readonly bytes: readonly (number | null)[]; // one per report, in order of time
  readonly allocations: readonly (number | null)[];
  readonly growth: number | null;
  /** Of the whole growth, 0–1; null where the whole does not grow. */
  readonly share: number | null;
}
export interface Attribution {
  readonly evidence: readonly string[];
  readonly labels: readonly string[]; // `1:39:09`
  readonly total: readonly (number | null)[];
  readonly totalGrowth: number;
  readonly bytesPerHour: number | null;
  readonly rates: readonly number[]; // per hour, between neighbours
  readonly rows: readonly GrowthRow[];
  /** Labels of the reports that are not compared: the tracker was started anew between them and these. Absent: none. */
  readonly apart?: readonly string[];
  /** One comparison of two snapshots by a tool: what is more in the later one, not what was held in either. Absent: totals that were held. */
  readonly isDifference?: true;
}

export interface HandleGrowth {
  readonly evidence: readonly string[];
  readonly rows: readonly {
    readonly type: string;
    readonly counts: readonly (number | null)[];
    readonly growth: number | null;
    readonly usually: string;
  }[];
}

/** The stack that shows where the leak is called from. */
export interface StackView {
  readonly evidence: string;
  readonly frames: readonly { readonly printed: string; readonly role: 'own' | 'leaking' | 'framework' | 'skipped' }[];
  readonly ownFrame: string | null;
  readonly entry: string | null; // the own frame nearest to the thread's start: the web method
}

/** What ends the process when a counter gets there. */
export const limitIds = [
  'pool-limit', // the application pool recycles at these private bytes
  'pool-virtual-limit', // … at these virtual bytes
  'ceiling', // a container, a resource limit, the machine
  'address-space', // what a 32-bit process can hold in practice
  'commit', // what the system can still commit
  'handle-limit', // handles of a process, open files
] as const;
export type LimitId = (typeof limitIds)[number];

/** When a growing counter reaches a limit, if it goes on as it does now. */
export interface LimitForecast {
  readonly limit: LimitId;
  readonly counter: CounterId;
  /** The limit in the counter's unit. */
  readonly level: number;
  /** Epoch ms. `latest` is null where the growth could as well be none: perhaps never. Null as a whole: it is there already. */
  readonly reachedAt: { readonly at: number; readonly earliest: number; readonly latest: number | null } | null;
  /** A whole sentence about the limit and where it is known from; the times are the data above, shown on the reader's clock. */
  readonly says: string;
  readonly evidence: readonly string[];
}

/** Two or more readings of one kind and one life, compared by themselves. */
export interface Difference {
  readonly kind: ReadingKind;
  readonly evidence: readonly string[];
  /** When each was taken, epoch ms; null where only their order is known. */
  readonly takenAt: readonly (number | null)[];
  readonly unit: 'bytes' | 'count';
  readonly totals: readonly (number | null)[];
  readonly growth: number | null;
  /** Most growth first; bounded. */
  readonly rows: readonly DifferenceRow[];
  /** Growth that the rows do not explain; null where a total is not told. */
  readonly unexplained: number | null;
}
export interface DifferenceRow {
  readonly name: string;
  /** One a reading, in order of time; null: that reading does not tell. */
  readonly values: readonly (number | null)[];
  readonly growth: number;
  /** Of the whole growth, 0–1; null where the whole does not grow. */
  readonly share: number | null;
  /** It never fell from one reading to the next, and there are three or more. */
  readonly steady: boolean;
}

/** All that judging says of a body of evidence; does not depend on the order of `evidence`. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly trends: readonly Trend[];
  readonly attribution: Attribution | null;
  readonly handleGrowth: HandleGrowth | null;
  readonly stack: StackView | null;
  /** Which limit comes when, the first to come first. Absent in older records. */
  readonly forecasts?: readonly LimitForecast[];
  /** What grew between readings of one kind. Absent in older records. */
  readonly differences?: readonly Difference[];
}

/** What the judge is told beside the evidence. */
export interface JudgeScope {
  /** The process in question; null: the evidence is searched for the one that grows most. */
  readonly process: string | null;
  readonly pid: number | null;
  /** Shorter series than this are "too early"; 30 minutes unless the plan says otherwise. */
  readonly minimumMs: number;
  /** When a fix went out: evidence before it is `before`, after it `after`; ms. */
  readonly fixedAt: number | null;
  /** What people said was deployed, and when (epoch ms). */
  readonly deployments?: readonly Deployment[];
}

export interface Deployment {
  readonly at: number;
  /** What was deployed, in the person's words; null: not said. */
  readonly what: string | null;
}
