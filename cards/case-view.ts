/** The case side of the page as data, from top to bottom; a section that has nothing yet is null or empty. */
import type { Hypothesis, Judgement } from '../analysis/types.ts';
import { filedPlace, offer as offerOf } from '../flows/index.ts';
import type { Investigation, Offer } from '../flows/types.ts';
import { caseTitle, clockOf, spoken, utcOffsetOf, type CaseContext } from './case-context.ts';
import { forecastLines } from './forecast-words.ts';
import { chartsOf } from './chart.ts';
import { chartSvg } from './chart-svg.ts';
import { evidenceTitle } from './citations.ts';
import { leadNow, measuredSinceFix } from './fix-words.ts';
import { confidence, duration, instant, sentence, when, zone } from './format.ts';
import { handlesView, memoryView } from './grown-view.ts';
import { known } from './known.ts';
import { testInWords } from './next-test.ts';
import { pathOf } from './path.ts';
import { stepWords } from './step-words.ts';
import type { CaseView, Weighed } from './types.ts';
import { isLeak, verdictChip } from './verdict-words.ts';
import { findingsBehind } from './why-card.ts';
import { verdictDoubt, wouldBeWrongIf } from './wrong-if.ts';

/** A case younger than a minute has no duration worth a word; ms. */
const shortest = 60_000;
/** Shapes of the drawings: a wide page and a phone. */
const wide = { width: 760, height: 260 } as const;
const narrow = { width: 360, height: 230 } as const;

function chipOf(investigation: Investigation, offer: Offer): CaseView['chip'] {
  const judgement = spoken(investigation);
  const { fixHolds } = investigation.snapshot.facts;
  if (fixHolds === 'yes') return { text: 'the fix holds', tone: 'good' };
  if (judgement === null) return { text: stepWords[offer.step].onPath.toLowerCase(), tone: 'neutral' };
  const { class: leakClass } = judgement.verdict;
  return { text: verdictChip(judgement.verdict), tone: isLeak(leakClass) ? 'bad' : leakClass === 'no-leak' ? 'good' : 'neutral' };
}

/** `pid 4312, started 11:48 · pool MyService · INC-4711 · 2 h 23 min · times in UTC` */
export function metaOf(investigation: Investigation): string {
  const { target, ticket } = investigation;
  const offset = utcOffsetOf(investigation);
  const pool = investigation.evidence.findLast((each) => each.life.appPool !== null)?.life.appPool ?? null;
  const [from, to] = [instant(investigation.createdAt), instant(investigation.updatedAt)];
  const life = [
    target?.pid == null ? null : `pid ${target.pid}`,
    target?.startedAt == null ? null : `started ${when(target.startedAt, investigation.updatedAt, offset)}`,
  ].filter((each) => each !== null);
  const parts = [
    life.join(', '),
    pool === null ? '' : `pool ${pool}`,
    ticket ?? '',
    from === null || to === null || to - from < shortest ? '' : duration(to - from),
    `times in ${zone(offset)}`,
    target?.incident == null ? '' : 'practice',
  ];
  return parts.filter((each) => each !== '').join(' · ');
}

function timelineOf(investigation: Investigation): CaseView['timeline'] {
  const offset = utcOffsetOf(investigation);
  return investigation.timeline
    .map((each) => ({
      time: when(each.at, investigation.updatedAt, offset),
      says: each.says,
      who: each.by?.name ?? null,
      evidence: each.evidence,
    }))
    .toReversed();
}

/** What opens the case: what was measured since the fix, then what it ended; before that the verdict and what would refute it. */
function opening(context: CaseContext): Pick<CaseView, 'lead' | 'below'> {
  const { investigation } = context;
  const judgement = spoken(investigation);
  if (judgement === null) return { lead: null, below: [] };
  const { verdict } = judgement;
  if (verdict.class === 'not-enough-data') return { lead: known(context), below: [] };
  const refuted = verdictDoubt(verdict);
  const doubts = refuted === null ? [] : [refuted];
  const since = investigation.snapshot.facts.fixHolds === 'yes' ? measuredSinceFix(investigation) : null;
  const now = leadNow(investigation);
  return since === null
    ? { lead: now, below: [...forecastLines(context, clockOf(context)), ...doubts] }
    : { lead: since, below: [now, ...doubts].filter((each) => each !== null) };
}

/** Kinds of leak beside each other; the causes have a section of their own. A single one, undecided, is no comparison. */
function kindsOf(judgement: Judgement): CaseView['hypotheses'] {
  const { hypotheses, causes, class: leakClass } = judgement.verdict;
  const kinds = hypotheses.filter((each) => !causes.some((cause) => cause.id === each.id));
  return leakClass === 'not-enough-data' && kinds.length < 2 ? [] : kinds.map((each) => weighed(judgement, each));
}

function weighed(judgement: Judgement, each: Pick<Hypothesis, 'title' | 'confidence' | 'because' | 'refutedBy'>): Weighed {
  return {
    title: each.title,
    confidence: each.confidence,
    sure: confidence(each.confidence),
    wrongIf: wouldBeWrongIf(each.refutedBy),
    findings: findingsBehind(judgement, each).length,
  };
}

function judged(
  investigation: Investigation,
): Pick<CaseView, 'memory' | 'handles' | 'hypotheses' | 'causes' | 'findings' | 'stack' | 'next'> {
  const judgement = spoken(investigation);
  if (judgement === null) {
    return {
      memory: null,
      handles: null,
      hypotheses: [],
      causes: [],
      findings: [],
      stack: null,
      next: [],
    };
  }
  const { verdict, findings, attribution, handleGrowth, stack } = judgement;
  return {
    memory: memoryView(attribution),
    handles: handlesView(investigation, handleGrowth),
    hypotheses: kindsOf(judgement),
    causes: verdict.causes.map((each) => ({ ...weighed(judgement, each), fix: sentence(each.fix), link: each.link })),
    findings: findings.map(({ id, says, strength, evidence }) => ({ id, says, strength, evidence })),
    stack,
    next: verdict.next.map(testInWords),
  };
}

/** The page's right side. */
export function caseView(investigation: Investigation): CaseView {
  const offer = offerOf(investigation);
  return {
    id: investigation.id,
    version: investigation.version,
    title: caseTitle(investigation),
    chip: chipOf(investigation, offer),
    meta: metaOf(investigation),
    path: pathOf(investigation, offer),
    ...opening({ investigation, offer, now: Date.parse(investigation.updatedAt) }),
    ...judged(investigation),
    charts: chartsOf(investigation).map((model) => ({
      title: model.title,
      alt: model.alt,
      svg: chartSvg(model, wide),
      narrow: chartSvg(model, narrow),
    })),
    timeline: timelineOf(investigation),
    evidence: investigation.evidence.map((each) => ({
      id: each.id,
      title: evidenceTitle(investigation, each),
      from: each.from,
      notes: each.notes,
      rawRef: each.rawRef,
    })),
    unread: investigation.unread.map(({ from, problem }) => ({ from, problem })),
    reports: investigation.filed.map((filed) => ({ where: filedPlace(filed), id: filed.id })),
  };
}
