/** What was concluded, before it is said in a sentence. */
import type { Found } from './causes/types.ts';
import type { LeakClass, Verdict } from './types.ts';
import { bytesText } from './wording.ts';

export interface Concluded {
  readonly found: Found;
  readonly leakClass: LeakClass;
  readonly component: string | null;
  readonly growth: Verdict['growth'];
  /** Title of the likeliest cause; null where none is named. */
  readonly cause: string | null;
}

/** The first of these findings that speaks for the class; one that speaks for another is no conclusion. */
export function first({ found, leakClass }: Concluded, ...rules: readonly string[]): string | null {
  return (
    rules
      .map((rule) => found.findings.find((each) => each.rule === rule && each.points === leakClass)?.says)
      .find((says) => says !== undefined) ?? null
  );
}

/** Bytes an hour in words; null where no rate is known. */
export function perHour({ growth }: Concluded): string | null {
  return growth?.bytesPerHour == null ? null : `${bytesText(growth.bytesPerHour)} an hour`;
}
