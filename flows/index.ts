/** The flow of an investigation: the only way in for cards and bot. */
import type { Investigation, Offer } from './types.ts';
import { occurrenceOf, stepAfter } from './advance.ts';
import { isCollectingStep } from './memory-leak/facts.ts';
import { offerWithoutNext } from './offer.ts';

export { advance } from './advance.ts';
export { collectorById, collectors } from './collectors/index.ts';
export { isRecorded } from './collectors/recorded.ts';
export { withDeployment } from './deployments.ts';
export { evidenceNumber } from './evidence-named.ts';
export { clockOfLogs, newestTime } from './evidence-time.ts';
export { filedPlace } from './filed-place.ts';
export { unnamedHost } from './foreign.ts';
export { howOf } from './known-of-case.ts';
export { takeIn } from './intake.ts';
export { openInvestigation } from './open.ts';
export { stepOf } from './offer.ts';
export { targetFrom } from './prepare.ts';
export { pidsToChoose } from './processes-told.ts';
export { platformTold } from './system-of.ts';
export { readWords } from './words.ts';
export { noReason, notDescribed } from './timeline.ts';
export { wanted } from './wanted.ts';

/** Where the case stands: the step, what is offered in it, and where a skip would lead. */
export function offer(investigation: Investigation): Offer {
  const here = offerWithoutNext(investigation, (collector) => occurrenceOf(investigation, collector));
  const isSkippable = isCollectingStep(here.step) || here.step === 'verifyingFix';
  return { ...here, next: isSkippable ? stepAfter(investigation, { type: 'skipped' }) : null };
}
