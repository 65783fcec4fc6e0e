/** The one case card, by step and phase. A step without a card does not compile. */
import { offer as offerOf } from '../flows/index.ts';
import type { Investigation, Offer, StepId } from '../flows/types.ts';
import type { CaseContext } from './case-context.ts';
import { collectingCard } from './collecting-card.ts';
import { cancelledCard, closedCard, pausedCard } from './finished-card.ts';
import { intakeCard } from './intake-card.ts';
import { reportedCard } from './reported-card.ts';
import type { AdaptiveCardJson } from './types.ts';
import { verdictCard } from './verdict-card.ts';
import { verifyingCard } from './verifying-card.ts';

const cards: Readonly<Record<StepId, (context: CaseContext) => AdaptiveCardJson>> = {
  intake: intakeCard,
  preflight: collectingCard('preflight'),
  counters: collectingCard('counters'),
  addressSpace: collectingCard('addressSpace'),
  assemblies: collectingCard('assemblies'),
  managedHeap: collectingCard('managedHeap'),
  handleTypes: collectingCard('handleTypes'),
  plainDump: collectingCard('plainDump'),
  leakTracking: collectingCard('leakTracking'),
  leakReports: collectingCard('leakReports'),
  callStacks: collectingCard('callStacks'),
  concluded: verdictCard,
  verifyingFix: verifyingCard,
  reported: reportedCard,
  closed: closedCard,
  cancelled: cancelledCard,
  paused: pausedCard,
};

/** The card of a case whose offer is already known. */
export function cardFor(investigation: Investigation, offer: Offer, now: number): AdaptiveCardJson {
  return cards[offer.step]({ investigation, offer, now });
}

/** The card of a case as it stands. `now` is epoch ms. */
export function caseCard(investigation: Investigation, now: number): AdaptiveCardJson {
  return cardFor(investigation, offerOf(investigation), now);
}
