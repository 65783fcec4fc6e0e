/** What outlives a restart. */
import type { Investigation } from '../flows/types.ts';

/** Somebody else saved this record in between: load it again and try once more. */
export class Conflict extends Error {
  readonly id: string;
  constructor(id: string) {
    super(`Investigation ${id} was changed by somebody else in the meantime.`);
    this.name = 'Conflict';
    this.id = id;
  }
}

export interface InvestigationSummary {
  readonly id: string;
  readonly title: string;
  readonly step: string;
  readonly updatedAt: string;
  readonly createdAt: string;
  readonly owner: string;
  readonly ticket: string | null;
  readonly open: boolean;
  /** Why the case cannot be read, and what to do; absent: it can. Of such a case only the id and this are known. */
  readonly problem?: string;
}

/** Every promise resolves when the thing is on the disk, not before. */
export interface Store {
  create(investigation: Investigation): Promise<void>;
  /** null: there is no such case. Throws an error named Unreadable, with a sentence for the person, where file and backup both cannot be read. */
  load(id: string): Promise<Investigation | null>;
  /** Saves with version + 1 and returns that record; throws Conflict when the stored version is another. */
  save(investigation: Investigation): Promise<Investigation>;
  /** Newest first; a case that cannot be read is among them, with its `problem`. */
  list(): Promise<readonly InvestigationSummary[]>;
  /** Keeps raw output under its SHA-256 (hex), once. */
  putRaw(bytes: Uint8Array): Promise<string>;
  getRaw(ref: string): Promise<Uint8Array | null>;
  /** Path of a raw output, for range reads; null where it is not kept. */
  rawPath(ref: string): string | null;
  /** Appends sampler lines of a watch; synced. */
  appendSeries(id: string, watch: string, lines: readonly string[]): Promise<void>;
  readSeries(id: string, watch: string): Promise<string>;
  close(): Promise<void>;
}

/** Pending effects, one case at a time in order, different cases at once; picked up again at start. */
export interface WorkQueue {
  /** Runs `work` after all earlier work of the same key. */
  add(key: string, work: () => Promise<void>): void;
  /** Resolves when nothing is queued or running. */
  idle(): Promise<void>;
  close(): Promise<void>;
}
