/** What was deployed, and when, as people and the host tell it. */
import type { CaseFile } from './case-file.ts';
import { hostFacts } from './host-facts.ts';
import type { Deployment } from './types.ts';
import { shortText } from './wording.ts';

const minuteMs = 60_000;
/** Two tellings of one deployment. */
const sameMs = 2 * minuteMs;
/** What was deployed so long before the first sample says nothing of the curve. */
const longAgoMs = 24 * 60 * minuteMs;

export interface Told extends Deployment {
  readonly evidence: readonly string[];
}

/** Those that the curves can tell of, the newest first. */
export function deploymentsOf(file: CaseFile): readonly Told[] {
  const host = hostFacts(file.evidence).deployedAt;
  const said = (file.scope.deployments ?? []).map((each) => ({ ...each, evidence: [] }));
  const read =
    host === null || said.some(({ at }) => Math.abs(at - host.value) <= sameMs)
      ? []
      : [{ at: host.value, what: null, evidence: [host.evidence] }];
  const times = file.trends.flatMap(({ taken }) => [taken[0]?.at ?? Infinity, taken.at(-1)?.at ?? -Infinity]);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return [...said, ...read].filter(({ at }) => at >= first - longAgoMs && at <= last).sort((a, b) => b.at - a.at);
}

/** `the deployment of v2.3` */
export function nameOf({ what }: Told): string {
  return what === null ? 'the deployment' : `the deployment of ${shortText(what, 60)}`;
}
