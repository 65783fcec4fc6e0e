/** An investigation as a record, the events that move it and the effects that it asks for. Plain JSON. */
import type { CounterId, Deployment, Evidence, Judgement, LeakClass, LimitForecast, ReadingKind, ReadResult } from '../analysis/types.ts';
import type { FoundProcess, TicketRef } from '../connectors/types.ts';

/** Steps that collect something; each is left when its need is met, or it is skipped. */
export const collectingSteps = [
  'preflight',
  'counters',
  'addressSpace',
  'assemblies',
  'managedHeap',
  'handleTypes',
  'plainDump',
  'leakTracking',
  'leakReports',
  'callStacks',
] as const;
export type CollectingStep = (typeof collectingSteps)[number];

export const stepIds = ['intake', ...collectingSteps, 'concluded', 'verifyingFix', 'reported', 'closed', 'cancelled', 'paused'] as const;
export type StepId = (typeof stepIds)[number];

export type Platform = 'windows-netfx' | 'windows-dotnet' | 'linux-dotnet' | 'linux-native';

/** Who did it. `id` comes from a validated token (aadObjectId) or is `local`; null events are the bot's own. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface Target {
  readonly host: string;
  readonly process: string | null;
  readonly pid: number | null;
  readonly startedAt: number | null; // epoch ms
  readonly platform: Platform;
  readonly connector: 'manual' | 'replay' | 'local';
  readonly incident: string | null;
  /** Of a recording: the collectors that it has an output of. Absent: all that the connector can run. */
  readonly recorded?: readonly string[];
  /** It runs on this machine, and the bot may not look into it: a person runs the commands. Absent: it may, or it is elsewhere. */
  readonly unreadable?: true;
}

export interface Impact {
  readonly kind: 'none' | 'pausesProcess' | 'writesDump' | 'injects' | 'restarts';
  readonly seconds: number | null;
  readonly bytes: number | null;
  /** One sentence for the card: what it does to production. */
  readonly says: string;
}

/** How one collector works on one platform for one target. */
export interface CollectorHow {
  readonly argv: readonly [string, ...string[]] | null; // null: no command line exists (a GUI)
  readonly shell: 'powershell' | 'posix';
  readonly rights: string;
  readonly impact: Impact;
  /** How a person does it by hand, and what to paste or drop here afterwards. */
  readonly byHand: string;
  readonly timeoutMs: number;
}
/** What the evidence knows that a command or its impact needs. */
export interface KnownOfCase {
  /** Of the newest complete dump, as its log printed it; checked where a command is built. */
  readonly dumpPath: string | null;
  /** Newest private bytes of the process; bytes. */
  readonly privateBytes: number | null;
}
export interface Collector {
  readonly id: string;
  readonly title: string;
  readonly yields: readonly ReadingKind[];
  /** Why one collects this: the sentence behind "Why?". */
  readonly tells: string;
  /** null: this platform has no such thing. */
  on(target: Target, occurrence: number, known?: KnownOfCase): CollectorHow | null;
}

/** What a step needs before it is left. */
export interface Need {
  readonly kinds: readonly ReadingKind[]; // any of them
  readonly atLeast: number;
  /** Two readings must be this far apart (or their order otherwise known); ms. */
  readonly apartMs: number;
  readonly sameLife: boolean;
}

export interface PlannedStep {
  readonly step: CollectingStep;
  readonly collectors: readonly string[]; // ids, the default first
  readonly need: Need;
  /** Why the step is passed over on this platform or with these rights; null: it is walked. */
  readonly ruledOut: string | null;
}
/** One rising dump threshold with its forecast. */
export interface Threshold {
  readonly bytes: number;
  readonly reachedAt: { readonly at: number; readonly earliest: number; readonly latest: number } | null;
}
/** What will prove the fix, said before it is tried. `handleType` is set where one type is compared instead of a counter. */
export interface Verification {
  readonly counter: string;
  readonly watchMs: number;
  readonly why: string;
  readonly counterId: CounterId;
  readonly handleType: string | null;
}
/** `privateMemory of the pool: 1.72 GB (appcmd.txt)`. */
export interface KnownOfHost {
  readonly name: string;
  readonly says: string;
  readonly evidence: string;
}
export interface Plan {
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
  readonly thresholds: readonly Threshold[];
  /** Other thresholds that the arithmetic would choose, bytes; null where those above are as good. */
  readonly proposed: readonly number[] | null;
  /** The arithmetic behind the thresholds, a sentence a line. */
  readonly arithmetic: readonly string[];
  /** The lowest limit that is known for dumps, private bytes, with its arithmetic; null: none is known. Absent in older records. */
  readonly ceiling?: { readonly bytes: number; readonly says: string } | null;
  /** The limit that the growth reaches first, and when; null: none that is known. Absent in older records. */
  readonly endsAt?: LimitForecast | null;
  /** What the plan knows of the host and the pool, with the output that told it. Absent in older records. */
  readonly known?: readonly KnownOfHost[];
  readonly minimumCountersMs: number;
  readonly sampleIntervalMs: number;
  readonly verification: Verification | null;
}

/** The statechart's context: only what a guard needs. */
export interface Facts {
  /** Collecting steps whose need the evidence meets. */
  readonly met: readonly CollectingStep[];
  readonly skipped: readonly CollectingStep[];
  readonly ruledOut: readonly CollectingStep[];
  readonly leakClass: LeakClass | null;
  /** The person asked to go on with the counters there are. */
  readonly goOn: boolean;
  /** A call stack with an own-code frame is known. */
  readonly stackKnown: boolean;
  /** The number of handles grows as well: their types are worth knowing whatever the class is. */
  readonly handlesGrow: boolean;
  /** A step the person came back to: it is not passed over although its need is met. */
  readonly revisiting: StepId | null;
  /** Steps walked, oldest first, for `back`. */
  readonly trail: readonly StepId[];
  readonly dumps: number;
  readonly dumpsWanted: number;
  /** Private bytes at the newest sample of the watch, and the next threshold; bytes. */
  readonly privateBytes: number | null;
  readonly nextThreshold: number | null;
  /** The threshold of the newest dump; bytes. */
  readonly lastThreshold: number | null;
  readonly fixAnnouncedAt: string | null;
  readonly fixHolds: 'yes' | 'no' | null;
  /** Steps that the person went on from with the evidence there is. */
  readonly wentOn: readonly CollectingStep[];
  /** Complete dumps that the evidence tells of, and how many there were when tracking began (null: it has not). */
  readonly dumpsSeen: number;
  readonly trackedFrom: number | null;
  /** When LeakTrack was attached, on the host's clock; epoch ms. */
  readonly trackedSince: number | null;
  /** How often each collector has answered: the next run is this occurrence + 1. */
  readonly collected: Readonly<Record<string, number>>;
  /** Re-checks of the fix that have come due (`recheck-1h`). */
  readonly rechecked: readonly string[];
  /** A closed case is looked at again: it is closed once more when the fix still holds. Absent in older records. */
  readonly closedBefore?: boolean;
}

export type PhaseId = 'offering' | 'collecting' | 'awaitingOutput' | 'watching' | 'choosing' | 'holding';

interface Happened {
  readonly by: Person | null;
  readonly at: string; // ISO
}
/** Past tense: what happened. `effectId` on those that answer an effect. */
export type FlowEvent = Happened &
  (
    | { readonly type: 'targetsFound'; readonly effectId: string; readonly candidates: readonly FoundProcess[] }
    | { readonly type: 'targetChosen'; readonly target: Target }
    | { readonly type: 'evidenceRead'; readonly effectId: string | null; readonly facts: Partial<Facts> }
    | { readonly type: 'collectRequested'; readonly collector: string }
    | { readonly type: 'byHandChosen'; readonly collector: string }
    | { readonly type: 'goOnRequested' }
    | { readonly type: 'skipped'; readonly reason: string }
    | { readonly type: 'wentBack' }
    | { readonly type: 'redone' }
    | { readonly type: 'pausedCase' }
    | { readonly type: 'resumedCase' }
    | { readonly type: 'noted'; readonly text: string }
    | { readonly type: 'handedOver'; readonly to: Person }
    | { readonly type: 'lifeChanged'; readonly pid: number | null; readonly startedAt: number | null }
    | { readonly type: 'watchLost'; readonly detail: string }
    | { readonly type: 'timeCame'; readonly due: string }
    | { readonly type: 'thresholdsSet'; readonly bytes: readonly number[] }
    /** A person said when an output was made; `takenAt` is epoch ms. */
    | { readonly type: 'timeTold'; readonly evidence: string; readonly takenAt: number }
    /** Of several processes of one name a person said which is meant. */
    | { readonly type: 'pidTold'; readonly pid: number }
    | { readonly type: 'fixAnnounced'; readonly what: string }
    | { readonly type: 'reportRequested' }
    | { readonly type: 'ticketFiled'; readonly effectId: string; readonly ticket: TicketRef }
    | { readonly type: 'posted'; readonly effectId: string }
    | { readonly type: 'effectFailed'; readonly effectId: string; readonly problem: string }
    | { readonly type: 'closedCase' }
    | { readonly type: 'cancelledCase'; readonly reason: string }
  );

/** Imperative: what must be done outside. */
export type EffectWork =
  | { readonly type: 'findTarget'; readonly process: string | null; readonly pid: number | null }
  | { readonly type: 'collect'; readonly collector: string; readonly occurrence: number }
  | { readonly type: 'fileTicket'; readonly final: boolean }
  | { readonly type: 'post'; readonly text: string };
export type Effect = EffectWork & {
  readonly id: string;
  readonly status: 'queued' | 'started' | 'inDoubt';
  readonly askedAt: string;
  readonly askedBy: Person | null;
};

/** A watch over hours. Its id is the same for the same watch of the same life. */
export interface Watch {
  readonly id: string;
  readonly step: StepId;
  readonly intervalMs: number;
  /** Report when private bytes reach this; bytes. */
  readonly threshold: number | null;
}
export interface Due {
  readonly id: string; // `recheck-1h`
  readonly at: string; // ISO
  readonly says: string;
}
export interface Wanted {
  readonly watches: readonly Watch[];
  readonly due: readonly Due[];
}

export interface TimelineEntry {
  readonly at: string;
  readonly by: Person | null;
  readonly says: string;
  readonly step: StepId;
  readonly evidence: readonly string[];
}

export interface UnreadOutput {
  readonly from: string;
  readonly problem: string;
  readonly rawRef: string;
  readonly at: string;
}

/** How long the bot watches, and other settings that a flow reads; from the configuration. */
export interface FlowSettings {
  readonly minimumCountersMs: number;
  readonly sampleIntervalMs: number;
  readonly handleSummariesApartMs: number;
  /** Minutes east of UTC in which the channel's times are shown; absent: UTC, and the cards say so. */
  readonly utcOffsetMinutes?: number;
}

export interface Investigation {
  readonly id: string;
  readonly schema: 2;
  /** Raised by one at each save; a save with an old number is a Conflict. */
  readonly version: number;
  readonly flow: 'memory-leak';
  readonly snapshot: { readonly state: unknown; readonly facts: Facts; readonly historyValue: unknown };
  /** Changes when the offered step changes, not with every sample. Buttons carry it. */
  readonly token: number;
  /** What the clicks on earlier tokens did: `already done by … at …`. Bounded. */
  readonly answered: readonly { readonly token: number; readonly by: Person | null; readonly at: string; readonly did: string }[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly owner: Person;
  readonly conversation: unknown; // the bot's own reference, opaque here
  readonly settings: FlowSettings;
  readonly target: Target | null;
  /** What was asked for before a target was chosen. */
  readonly asked: { readonly host: string; readonly process: string | null; readonly pid: number | null };
  readonly candidates: readonly FoundProcess[];
  readonly ticket: string | null;
  readonly symptom: string | null;
  readonly plan: Plan;
  readonly evidence: readonly Evidence[];
  readonly unread: readonly UnreadOutput[];
  readonly judgement: Judgement | null;
  readonly pending: readonly Effect[];
  /** Effects asked for so far: makes the next effect's id. */
  readonly effectsAsked: number;
  readonly problem: string | null; // the last trouble, until the next step
  readonly timeline: readonly TimelineEntry[];
  readonly fix: {
    readonly at: string;
    readonly what: string;
    /** The verdict's lead when the fix was announced: what it is meant to end. Absent in older records. */
    readonly lead?: string;
  } | null;
  readonly filed: readonly TicketRef[];
  /** Ids of the messages that it has acted upon, bounded; the first one opened it. Absent in older records. */
  readonly heard?: readonly string[];
  /** What people said was deployed, and when. Absent where nobody did. */
  readonly deployments?: readonly Deployment[];
}

/** What `advance` answers: the moved record, or why nothing moved. */
export type Advanced =
  | { readonly moved: true; readonly investigation: Investigation }
  | { readonly moved: false; readonly investigation: Investigation; readonly why: string };

/** What a person typed, the mention already stripped, as a word with its arguments. */
export type Word =
  | {
      readonly word: 'investigate';
      readonly process: string | null;
      readonly pid: number | null;
      readonly host: string | null;
      readonly ticket: string | null;
    }
  | { readonly word: 'practice'; readonly incident: string | null }
  | { readonly word: 'note'; readonly text: string }
  | { readonly word: 'skip'; readonly reason: string }
  | { readonly word: 'cancel'; readonly reason: string }
  | { readonly word: 'handover'; readonly to: string }
  | { readonly word: 'fixed'; readonly what: string }
  | { readonly word: 'thresholds'; readonly bytes: readonly number[] }
  | { readonly word: 'time'; readonly evidence: string; readonly at: string }
  | { readonly word: 'pid'; readonly pid: number }
  | { readonly word: BareWord };
export const bareWords = [
  'status',
  'why',
  'evidence',
  'timeline',
  'chart',
  'back',
  'redo',
  'pause',
  'resume',
  'report',
  'close',
  'list',
  'help',
  'go-on',
] as const;
export type BareWord = (typeof bareWords)[number];

/** What opens a case. With a target the case starts at preflight; without one it looks for it first. */
export interface OpenInput {
  readonly id: string;
  readonly at: string;
  readonly owner: Person;
  readonly conversation: unknown;
  readonly asked: Investigation['asked'];
  readonly target: Target | null;
  readonly ticket: string | null;
  readonly symptom: string | null;
  readonly settings: FlowSettings;
}

/** One output that has been read and now enters the case. */
export interface TakeIn {
  readonly result: ReadResult;
  readonly from: string; // file name, `pasted text`, `handle-summary`
  readonly rawRef: string;
  readonly at: string; // when it arrived: never used to order evidence
  readonly by: Person | null;
  /** When a connector (or a person who was just asked) made it; epoch ms. */
  readonly collectedAt: number | null;
  readonly effectId: string | null;
  /** Id of the watch whose whole series this is: it replaces that watch's earlier evidence. */
  readonly watch: string | null;
}
/** What happened to it: for the short answer in the chat. */
export interface TakenIn {
  readonly investigation: Investigation;
  readonly read: readonly {
    readonly title: string;
    readonly says: string;
    readonly evidence: readonly string[];
    /** It is of another system, process or pid than the case, in a sentence. Absent where nothing contradicts. */
    readonly doubt?: string;
  }[];
  readonly unread: readonly UnreadOutput[];
  /** Known outputs that were already there (same bytes). */
  readonly known: number;
  /** The verdict's class or its leading cause changed: worth a message of its own. */
  readonly verdictChanged: boolean;
}

/** Where the case stands, for cards and page. */
export interface Offer {
  readonly step: StepId;
  readonly phase: PhaseId;
  readonly planned: PlannedStep | null;
  readonly collector: Collector | null;
  readonly how: CollectorHow | null;
  /** `2 of 3`, where a step collects more than one thing. */
  readonly nth: number | null;
  readonly of: number | null;
  /** The step that would follow a skip. */
  readonly next: StepId | null;
}
