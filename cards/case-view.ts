/** The case side of the page as data, from top to bottom; a section that has nothing yet is null or empty. */
import type { Judgement } from '../analysis/types.ts';
import { collectorById, filedPlace, offer as offerOf } from '../flows/index.ts';
import type { Investigation, Offer } from '../flows/types.ts';
import { caseTitle, spoken, utcOffsetOf } from './case-context.ts';
import { chartsOf } from './chart.ts';
import { chartSvg } from './chart-svg.ts';
import { evidenceTitle } from './evidence-card.ts';
import { duration, instant, when, zone } from './format.ts';
import { pathOf } from './path.ts';
import { stepWords } from './step-words.ts';
import type { CaseView } from './types.ts';
import { isLeak, verdictChip } from './verdict-words.ts';
import { findingsBehind } from './why-card.ts';
import { doubt } from './wrong-if.ts';

/** A case younger than a minute has no duration worth a word; ms. */
const shortest = 60_000;
/** Shapes of the drawings: a wide page and a phone. */
const wide = { width: 760, height: 260, theme: 'page' } as const;
const narrow = { width: 360, height: 230, theme: 'page' } as const;

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

function judged(
  judgement: Judgement | null,
): Pick<CaseView, 'lead' | 'refutedBy' | 'attribution' | 'handles' | 'hypotheses' | 'causes' | 'findings' | 'stack' | 'next'> {
  if (judgement === null) {
    return {
      lead: null,
      refutedBy: null,
      attribution: null,
      handles: null,
      hypotheses: [],
      causes: [],
      findings: [],
      stack: null,
      next: [],
    };
  }
  const { verdict, findings, attribution, handleGrowth, stack } = judgement;
  const refuted = doubt(verdict.refutedBy);
  return {
    lead: verdict.lead,
    refutedBy: refuted === '' ? null : refuted,
    attribution,
    handles: handleGrowth,
    hypotheses: verdict.hypotheses.map((each) => ({ ...each, findings: findingsBehind(judgement, each).map((finding) => finding.says) })),
    causes: verdict.causes,
    findings: findings.map(({ id, says, strength, evidence }) => ({ id, says, strength, evidence })),
    stack,
    next: verdict.next.map(({ collector, why }) => ({ title: collectorById(collector)?.title ?? collector, why })),
  };
}

/** The page's right side for an offer that is already known. */
export function caseViewFor(investigation: Investigation, offer: Offer): CaseView {
  return {
    id: investigation.id,
    version: investigation.version,
    title: caseTitle(investigation),
    chip: chipOf(investigation, offer),
    meta: metaOf(investigation),
    path: pathOf(investigation, offer),
    ...judged(spoken(investigation)),
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

export function caseView(investigation: Investigation): CaseView {
  return caseViewFor(investigation, offerOf(investigation));
}
