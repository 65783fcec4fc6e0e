/** Judging in both orders of arrival, and what was said and compared. */
import { expect } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { Difference, Evidence, Finding, Judgement } from '../../analysis/types.ts';

/** The order of arrival must make no difference. */
export function judged(evidence: readonly Evidence[]): Judgement {
  const scope = { ...defaultScope, process: 'w3wp' };
  const judgement = judge(evidence, scope);
  expect(judge(evidence.toReversed(), scope)).toEqual(judgement);
  return judgement;
}

export function differenceOf({ differences }: Judgement, kind: Difference['kind']): Difference {
  return differences!.find((each) => each.kind === kind)!;
}

export function said({ findings }: Judgement, id: string): Finding | undefined {
  return findings.find((each) => each.id === id);
}
