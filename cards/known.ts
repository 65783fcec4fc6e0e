/** What we know, in one sentence with its numbers: the second block of every card. */
import { newestValues, nextThreshold, reachedWhen, spoken, type CaseContext } from './case-context.ts';
import { bytes, duration, gigabyte, listed, plural, rateInWords, sentence, threshold } from './format.ts';

/** Where the process stands against the next dump threshold: `Private bytes are at 2.66 GB and grow by 1.30 GB an hour. They reach 3.0 GB at about 14:27 (14:24 to 14:31).` */
export function towardsThreshold({ investigation, now }: CaseContext): string | null {
  const { privateBytes } = investigation.snapshot.facts;
  if (privateBytes === null) return null;
  const slope = investigation.judgement?.trends.findLast((each) => each.counter === 'privateBytes')?.slopePerHour ?? null;
  const grow = slope === null || slope <= 0 ? '' : ` and grow by ${rateInWords(slope)}`;
  const next = nextThreshold(investigation);
  const reach =
    next === null
      ? ''
      : next.reachedAt === null
        ? ` The next dump is due at ${threshold(next.bytes)}.`
        : ` They reach ${threshold(next.bytes)} ${reachedWhen(investigation, next.reachedAt, now)}.`;
  return `Private bytes are at ${bytes(privateBytes)}${grow}.${reach}`;
}

/** What a watch has seen so far, and how much longer it takes. */
function watched({ investigation }: CaseContext): string | null {
  const values = newestValues(investigation);
  if (values === null) return null;
  const trend =
    investigation.judgement?.trends.findLast((each) => each.counter === 'privateBytes') ?? investigation.judgement?.trends.at(-1);
  const over = trend === undefined ? '' : ` after ${duration(trend.to - trend.from)} (${plural(trend.samples, 'sample')})`;
  const says = trend === undefined || trend.motion !== 'too-early' ? '' : ` ${sentence(trend.says)}`;
  return `Now ${values}${over}.${says}`;
}

/** The first thing one knows: what was asked and what was said about it. */
function symptom({ investigation }: CaseContext): string {
  return investigation.symptom === null ? 'Nothing is measured yet.' : `Reported: ${sentence(investigation.symptom)}`;
}

/** Other thresholds than those of the plan, where the arithmetic asks for them; the person decides. */
function proposal({ plan, snapshot }: CaseContext['investigation']): string | null {
  if (plan.proposed === null || snapshot.facts.dumps > 0) return null;
  const [now, better] = [plan.thresholds.map((each) => each.bytes), plan.proposed].map((list) => listed(list.map(threshold)));
  const typed = plan.proposed.map((each) => Number((each / gigabyte).toFixed(2))).join(' ');
  return `The dumps are planned at ${now ?? ''}. Better here: ${better ?? ''}; say “thresholds ${typed}”. “Why?” shows the arithmetic.`;
}

/** A warning of the plan that matters at this step, or why the step is not possible here. */
export function standsInTheWay({ investigation, offer }: CaseContext): string | null {
  const { planned } = offer;
  const [first] = investigation.plan.warnings;
  if (offer.step === 'leakTracking') return proposal(investigation) ?? first ?? null;
  if (offer.step === 'preflight') return first ?? null;
  return planned?.ruledOut ?? null;
}

/** The sentence for this step: the threshold while dumps are awaited, the watch while it runs, else the verdict's lead. */
export function known(context: CaseContext): string {
  const { investigation, offer } = context;
  if (offer.step === 'leakTracking') {
    const towards = towardsThreshold(context);
    if (towards !== null) return towards;
  }
  const judgement = spoken(investigation);
  const undecided = judgement === null || judgement.verdict.class === 'not-enough-data';
  if (offer.phase === 'watching' && undecided)
    return watched(context) ?? (judgement === null ? 'The first samples are on their way.' : judgement.verdict.lead);
  return judgement === null ? symptom(context) : sentence(judgement.verdict.lead);
}
