/** What we know, in one sentence with its numbers: the second block of every card. */
import type { Trend } from '../analysis/types.ts';
import { newestValues, nextThreshold, reachedWhen, spoken, type CaseContext } from './case-context.ts';
import { bytes, duration, firstSentence, gigabyte, listed, plural, rateInWords, sentence, threshold } from './format.ts';

/** Where the process stands against the next dump threshold: `Private bytes are at 2.66 GB and grow by 1.30 GB an hour. They reach 3.0 GB at about 14:27 (14:24 to 14:31).` */
function towardsThreshold(context: CaseContext): string | null {
  const { investigation } = context;
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
        : ` They reach ${threshold(next.bytes)} ${reachedWhen(context, next.reachedAt)}.`;
  return `Private bytes are at ${bytes(privateBytes)}${grow}.${reach}`;
}

/** How long the samples of a trend reach: it is judged without its warm-up, and its samples are all of them. */
function sampledMs({ evidence }: CaseContext['investigation'], trend: Trend): number {
  const series = evidence.flatMap((each) => (each.kind === 'counters' && trend.evidence.includes(each.id) ? each.series : []));
  const own = series.filter(({ counter, life }) => counter === trend.counter && life.pid === trend.life.pid);
  return trend.to - Math.min(trend.from, ...own.flatMap(({ samples }) => samples[0]?.at ?? []));
}

/** What a watch has seen so far; how much longer it takes stands below, with its bar. */
function watched({ investigation }: CaseContext): string | null {
  const values = newestValues(investigation);
  if (values === null) return null;
  const trend =
    investigation.judgement?.trends.findLast((each) => each.counter === 'privateBytes') ?? investigation.judgement?.trends.at(-1);
  if (trend === undefined || trend.samples < 2) return `The first sample: ${values}.`;
  const [low, high] = trend.ci95 ?? [];
  const could =
    trend.counter !== 'privateBytes' || low === undefined || high === undefined
      ? ''
      : Math.round(high) <= 0
        ? ' So far they do not grow.'
        : ` The slope could be ${low <= 0 ? '0' : bytes(low)} or ${rateInWords(high)}.`;
  return `Now ${values}, after ${duration(sampledMs(investigation, trend))} (${plural(trend.samples, 'sample')}).${could}`;
}

/** The first thing one knows: what was asked and what was said about it. */
function symptom({ investigation }: CaseContext): string {
  return investigation.symptom === null ? 'Nothing is measured yet.' : `Reported: ${sentence(investigation.symptom)}`;
}

/** Other thresholds than those of the plan, where the arithmetic asks for them; the person decides. */
function proposal({ investigation: { plan, snapshot }, offer }: CaseContext): string | null {
  const { dumps, lastThreshold } = snapshot.facts;
  // From the first dump on the others belong to its thresholds, also while it is being written.
  if (plan.proposed === null || dumps > 0 || lastThreshold !== null || offer.phase === 'collecting') return null;
  const [now, better] = [plan.thresholds.map((each) => each.bytes), plan.proposed].map((list) => listed(list.map(threshold)));
  const typed = plan.proposed.map((each) => Number((each / gigabyte).toFixed(2))).join(' ');
  return `Dumps are planned at ${now ?? ''}. Better here: ${better ?? ''}. Say “thresholds ${typed}” to change them; “Why?” shows the arithmetic.`;
}

/** A process of another user is there, and yet nothing of it can be read here. */
function unreadable({ target }: CaseContext['investigation']): string | null {
  if (target?.unreadable !== true) return null;
  const who = target.pid === null ? 'This process' : `Process ${target.pid}`;
  return `${who} may not be read by the user that Plumbline runs as: run the commands as its own user or as root, and paste what they print.`;
}

/** A warning of the plan that matters at this step, or why the step is not possible here. */
export function standsInTheWay(context: CaseContext): string | null {
  const { investigation, offer } = context;
  const { planned } = offer;
  const [first] = investigation.plan.warnings;
  if (offer.step === 'leakTracking') return proposal(context) ?? first ?? null;
  if (offer.step === 'preflight') return unreadable(investigation) ?? first ?? null;
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
  if (offer.phase === 'watching' && undecided) return watched(context) ?? 'The first samples are on their way.';
  if (judgement === null) return symptom(context);
  // Nothing was watched yet: what to collect stands below, with its command, and here it would be said twice.
  const isUnwatched = undecided && judgement.trends.length === 0 && offer.planned !== null;
  return isUnwatched ? firstSentence(judgement.verdict.lead) : sentence(judgement.verdict.lead);
}
