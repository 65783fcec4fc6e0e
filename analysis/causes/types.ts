import type { Exhibits } from '../findings/types.ts';
import type { Finding, LeakClass } from '../types.ts';

/** What the judge knows when causes are asked: the evidence, and all that was found in it. */
export interface Found extends Exhibits {
  readonly findings: readonly Finding[];
}

/** A sign in the evidence. It answers with the findings that show it; none: the sign is not there. */
export interface Clue {
  /** Log-odds that the sign adds to its cause; negative speaks against it. */
  readonly weight: number;
  readonly find: (found: Found) => readonly Finding[];
}

/** One known cause. What it claims is data, so that a reader can check it without reading code. */
export interface KnownCause {
  readonly id: string;
  readonly title: string;
  readonly explains: readonly LeakClass[];
  /** Signs that tell this cause from others; without one of weight 1 or more it is not named. */
  readonly clues: readonly Clue[];
  readonly refutedBy: string;
  readonly fix: string;
  readonly link: string | null;
  /** Evidence that looks like this cause and is another. */
  readonly looksLike: string;
}
