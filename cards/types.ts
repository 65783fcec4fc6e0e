/** The face as data: cards, buttons and the page's view of a case. */
import type { StackView } from '../analysis/types.ts';
import type { StepId } from '../flows/types.ts';

/** An Adaptive Card 1.5 as plain JSON. */
export interface AdaptiveCardJson {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly $schema: string;
  readonly body: readonly Readonly<Record<string, unknown>>[];
  readonly actions?: readonly Readonly<Record<string, unknown>>[];
}

/** Verbs that move a case; each reads back as one flow event. */
export const movingVerbs = [
  'chooseTarget', // { pid, startedAt } of a process that was found; { pid } of one that outputs tell of
  'collect', // { collector }
  'byHand', // { collector }
  'goOn',
  'skip',
  'back',
  'redo',
  'pause',
  'resume',
  'cancel',
  'fixAnnounced',
  'report',
  'close',
] as const;
/** Verbs that only show something, or open a new case. */
export const showingVerbs = ['status', 'why', 'evidence', 'timeline', 'chart', 'list', 'help', 'practice'] as const; // practice: { incident }
type MovingVerb = (typeof movingVerbs)[number];
type ShowingVerb = (typeof showingVerbs)[number];
export type Verb = MovingVerb | ShowingVerb;

/** What a button carries, once it has been checked: nothing in it is trusted before that. */
export interface ButtonPress {
  readonly verb: Verb;
  /** null only for list, help and practice. */
  readonly caseId: string | null;
  readonly token: number | null;
  readonly collector: string | null;
  readonly pid: number | null;
  readonly startedAt: number | null;
  readonly incident: string | null;
  /** Free text of an input on the card (a reason, what was fixed); at most 500 characters. */
  readonly text: string | null;
}

export interface ChartLine {
  readonly label: string; // at its end: `Private bytes 2.66`
  readonly points: readonly (readonly [at: number, value: number])[]; // one life; a new life is a new line of the same label
  readonly dashed: boolean;
}
/** One y-axis with a unit, from zero; at most four series. */
export interface ChartModel {
  readonly title: string;
  /** The conclusion in words, for those who cannot see the picture. */
  readonly alt: string;
  readonly unit: 'GB' | 'MB' | 'count';
  readonly lines: readonly ChartLine[];
  readonly thresholds: readonly { readonly value: number; readonly label: string }[];
  readonly marks: readonly {
    readonly at: number;
    readonly value: number | null;
    readonly label: string;
    readonly kind: 'dump' | 'restart' | 'fix' | 'deploy';
  }[];
  /** `low` and `high` are the ends of the interval at the time of `to`. */
  readonly forecast: {
    readonly from: readonly [number, number];
    readonly to: readonly [number, number];
    readonly low: number;
    readonly high: number;
  } | null;
  readonly utcOffsetMinutes: number;
  /** `elapsed`: `at` counts ms since tracking began instead of since 1970 (a DebugDiag report tells no time of day). Absent: `clock`. */
  readonly xAxis?: 'clock' | 'elapsed';
}

/** What a list of cases shows of each; the store's summary has it. */
export interface CaseSummary {
  readonly id: string;
  readonly title: string;
  readonly step: string;
  readonly updatedAt: string;
  readonly ticket: string | null;
  readonly open: boolean;
  /** Why it cannot be read, and what to do; absent: it can. */
  readonly problem?: string;
}

/** An output in full, for the report's appendix. */
export interface AppendixEntry {
  readonly name: string;
  readonly text: string;
  /** What was read from it, by id; absent or empty: nothing was. */
  readonly evidence?: readonly string[];
}

/** A possibility with how likely it is and what would refute it. */
export interface Weighed {
  readonly title: string;
  readonly confidence: number;
  /** The confidence as one says it: `< 1 %`, never 100 %. */
  readonly sure: string;
  /** A whole sentence. */
  readonly wrongIf: string | null;
  /** How many findings point there. */
  readonly findings: number;
}

/** The case side of the page, from top to bottom. What is null is absent on the page. */
export interface CaseView {
  readonly id: string;
  readonly version: number;
  readonly title: string; // `w3wp on WEB01`
  readonly chip: { readonly text: string; readonly tone: 'bad' | 'good' | 'neutral' };
  readonly meta: string; // `pid 4312, started 11:48 · INC-4711 · 2 h 23 min`
  readonly path: readonly {
    readonly step: StepId;
    readonly label: string;
    readonly progress: string;
    readonly state: 'done' | 'now' | 'skipped' | 'ahead';
  }[];
  readonly lead: string | null;
  /** What stands below it: what it was before a fix, what would refute it. */
  readonly below: readonly string[];
  readonly charts: readonly {
    readonly title: string;
    readonly alt: string;
    /** For 600 px and more. Colours are CSS variables of the page with fallbacks. */
    readonly svg: string;
    /** The same drawn for a phone, 360 px: text stays readable. */
    readonly narrow: string;
  }[];
  /** Memory by module and function between leak reports; figures in the unit that `head` names. */
  readonly memory: {
    readonly head: string; // `GB held after`
    readonly labels: readonly string[];
    readonly rows: readonly {
      readonly name: string;
      readonly level: 'module' | 'function' | 'remainder' | 'whole';
      readonly values: readonly string[];
      readonly growth: string;
      readonly share: string;
      /** The share as a number of 0–1, for a bar. */
      readonly part: number | null;
    }[];
    readonly says: string;
    readonly evidence: readonly string[];
  } | null;
  readonly handles: {
    readonly labels: readonly string[];
    readonly rows: readonly {
      readonly name: string;
      readonly values: readonly string[];
      readonly growth: string;
      readonly usually: string;
    }[];
    readonly evidence: readonly string[];
  } | null;
  /** Kinds of leak, the likeliest first. */
  readonly hypotheses: readonly Weighed[];
  readonly causes: readonly (Weighed & { readonly fix: string; readonly link: string | null })[];
  readonly findings: readonly {
    readonly id: string;
    readonly says: string;
    readonly strength: string;
    readonly evidence: readonly string[];
  }[];
  readonly stack: StackView | null;
  /** Tests that would tell more, each a whole sentence. */
  readonly next: readonly string[];
  readonly timeline: readonly {
    readonly time: string;
    readonly says: string;
    readonly who: string | null;
    readonly evidence: readonly string[];
  }[];
  readonly evidence: readonly {
    readonly id: string;
    readonly title: string;
    readonly from: string;
    readonly notes: readonly string[];
    readonly rawRef: string;
  }[];
  readonly unread: readonly { readonly from: string; readonly problem: string }[];
  readonly reports: readonly { readonly where: string; readonly id: string }[];
}
