/** How other systems are reached. Nothing here knows what an investigation is. */

/** A command is an argument list, never a string; `collector` and `occurrence` say what it is for. */
export interface Command {
  readonly collector: string;
  /** 1 for the first time this collector runs in this case, 2 for the second … */
  readonly occurrence: number;
  /** Step of the path it is run for, where known: a recording then answers with what was collected in that step. */
  readonly step?: string;
  readonly argv: readonly [string, ...string[]];
  readonly timeoutMs: number;
}

/** What a connector is pointed at. */
export interface ConnectorTarget {
  readonly host: string;
  readonly process: string | null;
  readonly pid: number | null;
  /** Epoch ms the process started, where known: the pid alone may have been reused. */
  readonly startedAt: number | null;
  /** Id of a recorded incident, for the replay connector. */
  readonly incident: string | null;
}

export type FailureReason = 'unreachable' | 'denied' | 'timedOut' | 'toolMissing' | 'exitCode' | 'gone';

export type Outcome =
  | {
      readonly status: 'done';
      readonly stdout: string;
      readonly stderr: string;
      readonly durationMs: number;
      /** Epoch ms on the host (or in the recording) when the output was made. */
      readonly takenAt: number;
    }
  | { readonly status: 'failed'; readonly reason: FailureReason; readonly detail: string };

/** A process that answers to the name or pid that a person gave. */
export interface FoundProcess {
  readonly pid: number;
  readonly name: string;
  readonly startedAt: number | null;
  readonly detail: string; // command line, shortened: what tells two of the same name apart
  /** The same for processes that the same user started with the same command: how a restarted one is known again. */
  readonly like?: string;
  /** It is there, and the bot may not look into it. Absent: it may. */
  readonly unreadable?: true;
}

/** What a watch asks for: all sampler lines since `cursor`. */
export interface SampleRequest {
  readonly target: ConnectorTarget;
  /** Step of the path, so that a recording knows which part to play. */
  readonly phase: string;
  /** Real time (epoch ms) at which this watch began. */
  readonly startedAt: number;
  /** What the last answer returned; null at first. */
  readonly cursor: string | null;
}
export type SampleOutcome =
  | {
      readonly status: 'done';
      /** JSON lines of the bot's own sampler (docs/operating.md); may be empty. */
      readonly lines: readonly string[];
      readonly cursor: string;
      /** The recording is over, or the process has ended: nothing more will come. */
      readonly ended: boolean;
    }
  | { readonly status: 'failed'; readonly reason: FailureReason; readonly detail: string };

/** A way to reach a host. What it cannot do is absent. Every call has a deadline and can be aborted. */
export interface Connector {
  readonly id: 'manual' | 'replay' | 'local';
  readonly title: string;
  find?(process: string | null, pid: number | null, signal: AbortSignal): Promise<readonly FoundProcess[]>;
  exec?(target: ConnectorTarget, command: Command, signal: AbortSignal): Promise<Outcome>;
  sample?(request: SampleRequest, signal: AbortSignal): Promise<SampleOutcome>;
}

export interface TicketAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly content: string;
}
/** `key` is the same for the same attachment: filing it twice must not post twice. */
export interface TicketDraft {
  readonly key: string;
  readonly ticket: string | null;
  readonly title: string;
  readonly markdown: string;
  readonly attachments: readonly TicketAttachment[];
}
export interface TicketRef {
  readonly system: string;
  readonly id: string;
  /** Where a person finds it: a path or an address. */
  readonly where: string;
}
export interface TicketSystem {
  readonly id: string;
  file(draft: TicketDraft): Promise<{ readonly ok: true; readonly ticket: TicketRef } | { readonly ok: false; readonly problem: string }>;
}
