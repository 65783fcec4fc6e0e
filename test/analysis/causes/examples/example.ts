import type { Evidence } from '../../../../analysis/types.ts';

/** What shows a cause, and what looks like it and is not. */
export interface Example {
  readonly shows: readonly Evidence[];
  readonly looksLike: readonly Evidence[];
}
export type Examples = Readonly<Record<string, Example>>;
