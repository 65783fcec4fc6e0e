import type { CaseFile } from '../case-file.ts';
import type { Attribution, Difference, Finding, HandleGrowth, LeakClass, LimitForecast, StackView } from '../types.ts';

/** The evidence with what was already worked out from it: what every question is put to. */
export interface Exhibits {
  readonly file: CaseFile;
  readonly attribution: Attribution | null;
  readonly handles: HandleGrowth | null;
  readonly stack: StackView | null;
  readonly forecasts: readonly LimitForecast[];
  readonly differences: readonly Difference[];
}

/** One question to the evidence. The id is the `rule` of its findings and the key of its weight. */
export interface Question {
  readonly id: string;
  ask(exhibits: Exhibits): readonly Finding[];
}

interface Said {
  readonly rule: string;
  /** Tells several findings of one rule apart: a type, a module. */
  readonly about?: string;
  readonly says: string;
  readonly points?: LeakClass | null;
  readonly strength?: Finding['strength'];
  readonly evidence: readonly string[];
  readonly measured?: Readonly<Record<string, number>>;
}

/** A finding with a stable id. Evidence ids are sorted, so the order of arrival leaves no trace. */
export function finding({ rule, about, says, points = null, strength = 'weak', evidence, measured = {} }: Said): Finding {
  const ids = [...new Set(evidence)].sort();
  return { id: about === undefined ? rule : `${rule}:${about}`, rule, says, points, strength, evidence: ids, measured };
}
