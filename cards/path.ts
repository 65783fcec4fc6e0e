/** The path of a case as the page shows it: what is done, where we are, what is ahead. */
import { wayThrough } from '../flows/memory-leak/facts.ts';
import { stepIds, type Investigation, type Offer, type StepId } from '../flows/types.ts';
import { stepWords } from './step-words.ts';
import type { CaseView } from './types.ts';

const always: readonly StepId[] = ['preflight', 'counters', 'concluded', 'verifyingFix', 'reported'];
/** Steps that are no place on the path, only a state of the case. */
const offPath: readonly StepId[] = ['intake', 'closed', 'cancelled', 'paused'];

function stateOf(step: StepId, now: StepId, investigation: Investigation): CaseView['path'][number]['state'] {
  const { trail, met, skipped, ruledOut } = investigation.snapshot.facts;
  const isOne = (steps: readonly StepId[]): boolean => steps.includes(step);
  if (step === now) return 'now';
  if (isOne(skipped) || (isOne(ruledOut) && !isOne(met))) return 'skipped';
  return isOne(trail) || isOne(met) ? 'done' : 'ahead';
}

/** Steps of the way for the class that is known, plus whatever was walked or skipped beside it, in the order of the path. */
export function pathOf(investigation: Investigation, offer: Offer): CaseView['path'] {
  const { trail, met, skipped } = investigation.snapshot.facts;
  const way = wayThrough(investigation.snapshot.facts);
  const over = offer.step === 'closed' || offer.step === 'cancelled';
  const now = offer.step === 'paused' ? (trail.at(-1) ?? offer.step) : offer.step;
  const walked: readonly StepId[] = [...trail, ...met, ...skipped, now];
  // What is over has nothing ahead: steps that were never reached are left out.
  const shown = over ? walked : [...always, ...way, ...walked];
  return stepIds
    .filter((step) => shown.includes(step) && !offPath.includes(step))
    .map((step) => {
      const progress = step === now && offer.nth !== null && offer.of !== null && offer.of > 1 ? `${offer.nth} of ${offer.of}` : '';
      return { step, label: stepWords[step].onPath, progress, state: stateOf(step, now, investigation) };
    });
}
