/** "Why?" always answers: why this step, why not another, what it costs, what it would tell, how sure we are. */
import type { Finding, Hypothesis, Judgement } from '../analysis/types.ts';
import { offer as offerOf } from '../flows/index.ts';
import { collectingSteps, type CollectingStep, type Investigation, type Offer, type StepId } from '../flows/types.ts';
import { freeDisk, spoken } from './case-context.ts';
import { broughtHere } from './finished-card.ts';
import { confidence, plural, sentence } from './format.ts';
import { impactSentence } from './impact.ts';
import { card, heading, paragraph, run, subtleLine, text, type Element } from './parts.ts';
import { collectingWords, stepWords } from './step-words.ts';
import type { AdaptiveCardJson } from './types.ts';
import { verdictChip } from './verdict-words.ts';
import { verdictDoubt } from './wrong-if.ts';

const mostFindings = 5;
/** Less likely than this is not worth a line on a card; the report lists all. */
const leastLikely = 0.01;
/** Where the step itself is explained, the verdict is only its background. */
const fewFindings = 2;

function isCollecting(step: StepId): step is CollectingStep {
  return (collectingSteps as readonly StepId[]).includes(step);
}

function answer(question: string, says: string): Element {
  return paragraph([run(`${question} `, { bold: true }), run(says)], { spacing: 'Small' });
}

/** The reasons for the step that is offered. */
function stepReasons(investigation: Investigation, offer: Offer, step: CollectingStep): readonly Element[] {
  const words = collectingWords[step];
  const cost = offer.how === null ? 'Nothing but the time: nothing is run.' : impactSentence(offer.how, freeDisk(investigation));
  const skip =
    offer.next === null ? [] : [answer('Without it?', `The way goes on at “${stepWords[offer.next].label}”, with less to go by.`)];
  const tells = offer.collector === null ? words.tells : sentence(offer.collector.tells);
  const asked = investigation.judgement?.verdict.next.find((each) => each.collector === offer.collector?.id);
  return [
    answer('Why this?', sentence(asked?.why ?? words.why.replace(/^Why: /, '').replace(/^./, (first) => first.toUpperCase()))),
    answer('Why not another?', words.whyNotAnother),
    answer('What it costs:', cost),
    answer('What it would tell:', tells),
    ...skip,
  ];
}

/** The findings that a hypothesis rests on, the strong ones first. */
export function findingsBehind(judgement: Judgement, hypothesis: Pick<Hypothesis, 'because'>): readonly Finding[] {
  const found = judgement.findings.filter((each) => hypothesis.because.includes(each.id));
  return found.toSorted((a, b) => Number(b.strength === 'strong') - Number(a.strength === 'strong'));
}

export function strengthMark(finding: Finding): string {
  return finding.strength === 'strong' ? '●' : '○';
}

function leading({ verdict }: Judgement): Hypothesis | undefined {
  return verdict.hypotheses.find((each) => each.id === verdict.class) ?? verdict.hypotheses[0];
}

/** The findings that the verdict rests on, the strong ones first. */
export function behindVerdict(judgement: Judgement): readonly Finding[] {
  const leader = leading(judgement);
  const { findings, verdict } = judgement;
  return leader === undefined ? findings.filter((each) => each.points === verdict.class) : findingsBehind(judgement, leader);
}

/** Why the confidence is what it is: the findings that add up, and what stands against them. */
function confidenceReasons(judgement: Judgement, most: number): readonly Element[] {
  const { verdict } = judgement;
  const leader = leading(judgement);
  const behind = behindVerdict(judgement);
  const shown = behind.slice(0, most);
  const rest = behind.length - shown.length;
  const others = verdict.hypotheses
    .filter((each) => each !== leader && each.confidence >= leastLikely && !verdict.causes.some((cause) => cause.id === each.id))
    .slice(0, most > fewFindings ? 2 : 0);
  const refuted = verdictDoubt(verdict);
  return [
    answer(
      `How sure: ${verdictChip(verdict)}.`,
      shown.length === 0 ? 'No finding points anywhere yet.' : 'These findings add up (● strong, ○ weak; what says the same counts once):',
    ),
    ...shown.map((each) => text(`${strengthMark(each)} ${sentence(each.says)}`, {}, { spacing: 'Small' })),
    ...(rest > 0 ? [text(`and ${plural(rest, 'more finding')}: see “Evidence”.`, { subtle: true }, { spacing: 'Small' })] : []),
    ...others.map((each) =>
      text(`Instead it could be: ${each.title} (${confidence(each.confidence)}).`, { subtle: true }, { spacing: 'Small' }),
    ),
    ...(refuted === null ? [] : [text(refuted, { subtle: true }, { spacing: 'Small' })]),
  ];
}

/** Why nothing is offered where the case rests or is over; null where something is. */
function whyNothing(investigation: Investigation, { step }: Offer): string | null {
  const next: Readonly<Partial<Record<StepId, string>>> = {
    paused: 'Nothing is offered until somebody says “resume”.',
    closed: 'Nothing is offered any more; “back” opens it again.',
    cancelled: 'Nothing is offered any more. Open a new case with “investigate”.',
  };
  const says = next[step];
  return says === undefined ? null : [broughtHere(investigation), says].filter((each) => each !== null).join(' ');
}

/** The card behind "Why?". */
export function whyCard(investigation: Investigation): AdaptiveCardJson {
  const offer = offerOf(investigation);
  const judgement = spoken(investigation);
  const reasons = isCollecting(offer.step) ? stepReasons(investigation, offer, offer.step) : [];
  const arithmetic =
    offer.step === 'leakTracking'
      ? investigation.plan.arithmetic.slice(0, 4).map((each) => text(sentence(each), { subtle: true }, { spacing: 'Small' }))
      : [];
  const sure = judgement === null ? [] : confidenceReasons(judgement, reasons.length > 0 ? fewFindings : mostFindings);
  const rests = whyNothing(investigation, offer);
  const nothing =
    rests === null && reasons.length + sure.length === 0
      ? [text('Nothing has been measured and nothing is offered yet: first the process has to be known.')]
      : [];
  const rest = rests === null ? [] : [text(rests)];
  return card([heading('Why?'), subtleLine(stepWords[offer.step].label), ...rest, ...reasons, ...arithmetic, ...sure, ...nothing]);
}
