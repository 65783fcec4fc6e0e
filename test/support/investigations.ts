/** Investigations of both recorded incidents, built by hand for every step and phase that a case can rest in. */
import type { Judgement } from '../../analysis/types.ts';
import { offer } from '../../flows/index.ts';
import { firstFacts } from '../../flows/memory-leak/facts.ts';
import { plan } from '../../flows/plan.ts';
import type { CollectingStep, Facts, FlowSettings, Investigation, Offer, PhaseId, StepId, Target } from '../../flows/types.ts';
import { collectingSteps } from '../../flows/types.ts';
import { gdiEvidence, xmlEvidence } from './incident-evidence.ts';
import { at, GB, gdiJudgement, gdiLife, xmlLife } from './judgements.ts';
import { tooEarly, xmlJudgement } from './other-judgements.ts';

export type Incident = 'gdi-plus' | 'xml-serializer';
export interface Standing {
  readonly investigation: Investigation;
  readonly offer: Offer;
}

export const robin = { id: 'person-1', name: 'Robin' };
/** The moment at which these cases are looked at. */
export const now = at('14:11');

const settings: FlowSettings = {
  minimumCountersMs: 30 * 60_000,
  sampleIntervalMs: 15_000,
  handleSummariesApartMs: 600_000,
  utcOffsetMinutes: 0,
};
const lives = { 'gdi-plus': gdiLife, 'xml-serializer': xmlLife };

export function targetOf(incident: Incident, connector: Target['connector'] = 'replay'): Target {
  const { pid, startedAt } = lives[incident];
  return {
    host: 'WEB01',
    process: 'w3wp',
    pid,
    startedAt,
    platform: 'windows-netfx',
    connector,
    incident: connector === 'replay' ? incident : null,
  };
}

const gdiTrail: readonly StepId[] = ['preflight', 'counters', 'handleTypes', 'leakTracking', 'leakReports', 'callStacks', 'concluded'];
const xmlTrail: readonly StepId[] = ['preflight', 'counters', 'assemblies', 'plainDump', 'concluded'];
const later: readonly StepId[] = ['verifyingFix', 'reported'];

/** The steps walked up to this one, itself last. */
function trailTo(step: StepId, incident: Incident): readonly StepId[] {
  const way = [...(incident === 'gdi-plus' ? gdiTrail : xmlTrail), ...later];
  const index = way.indexOf(step);
  return index >= 0 ? way.slice(0, index + 1) : step === 'intake' ? ['intake'] : way;
}

function isCollecting(step: StepId): step is CollectingStep {
  return (collectingSteps as readonly StepId[]).includes(step);
}

/** What has been judged when a case stands at this step: nothing, too early, or the whole. */
function judgementAt(step: StepId, incident: Incident): Judgement | null {
  if (step === 'intake' || step === 'preflight') return null;
  if (step === 'counters') return tooEarly;
  return incident === 'gdi-plus' ? gdiJudgement : xmlJudgement;
}

const phaseLeaf: Readonly<Record<PhaseId, string>> = {
  offering: 'offering',
  collecting: 'collecting',
  awaitingOutput: 'awaitingOutput',
  watching: 'watching',
  choosing: 'choosing',
  holding: 'filed',
};

/** Values of the statechart's own state, as flows/memory-leak/place.ts reads them. */
function stateOf(step: StepId, phase: PhaseId): unknown {
  if (['closed', 'cancelled', 'paused'].includes(step)) return step;
  if (step === 'concluded') return { active: 'concluded' };
  if (step === 'intake') return { active: { intake: phase === 'collecting' ? 'seeking' : 'choosing' } };
  return { active: { [step]: step === 'reported' && phase === 'collecting' ? 'filing' : phaseLeaf[phase] } };
}

/** A case standing at a step. `part` replaces fields of the investigation. */
export function standing(step: StepId, phase: PhaseId, incident: Incident = 'gdi-plus', part: Partial<Investigation> = {}): Standing {
  const gdi = incident === 'gdi-plus';
  const target = step === 'intake' ? null : targetOf(incident);
  const judgement = judgementAt(step, incident);
  const trail = trailTo(step, incident);
  const tracking = step === 'leakTracking';
  const facts: Facts = {
    ...firstFacts,
    trail,
    met: trail.slice(0, -1).filter(isCollecting),
    leakClass: judgement?.verdict.class ?? null,
    privateBytes: tracking ? 2.66 * GB : null,
    nextThreshold: tracking ? 3 * GB : null,
    dumps: tracking ? 2 : 0,
    fixAnnouncedAt: step === 'verifyingFix' ? '2016-06-19T15:02:00Z' : null,
  };
  const evidenceHere = judgement === null ? [] : gdi ? gdiEvidence : xmlEvidence;
  const pending: Investigation['pending'] =
    phase === 'collecting' && isCollecting(step)
      ? [
          {
            type: 'collect',
            collector: 'handle-summary',
            occurrence: 1,
            id: 'e-1',
            status: 'started',
            askedAt: '2016-06-19T14:10:00Z',
            askedBy: robin,
          },
        ]
      : [];
  const investigation: Investigation = {
    id: gdi ? 'c-7f3a' : 'c-2b90',
    schema: 2,
    version: 14,
    flow: 'memory-leak',
    snapshot: { state: stateOf(step, phase), facts, historyValue: {} },
    token: 14,
    answered: [{ token: 13, by: robin, at: '2016-06-19T14:02:00Z', did: 'started' }],
    createdAt: '2016-06-19T11:48:00Z',
    updatedAt: '2016-06-19T14:11:00Z',
    owner: robin,
    conversation: null,
    settings,
    target,
    asked: { host: 'WEB01', process: 'w3wp', pid: null },
    candidates: step === 'intake' ? [candidate(4312, '11:48', 'MyService'), candidate(5120, '09:30', 'DefaultAppPool')] : [],
    ticket: gdi ? 'INC-4711' : null,
    symptom: 'memory grows after the release of Monday',
    plan: plan(target, evidenceHere, settings, { judgement }),
    evidence: evidenceHere,
    unread: [],
    judgement,
    pending,
    effectsAsked: pending.length,
    problem: null,
    timeline: [
      { at: '2016-06-19T12:05:00Z', by: robin, says: 'Counters are watched every 15 s', step: 'counters', evidence: ['counters-1'] },
      {
        at: '2016-06-19T13:27:00Z',
        by: robin,
        says: 'Dump 1 written, 2.30 GB, w3wp paused 1.8 s',
        step: 'leakTracking',
        evidence: ['dump-1'],
      },
    ],
    fix: step === 'verifyingFix' ? { at: '2016-06-19T15:02:00Z', what: 'the bitmap is disposed' } : null,
    filed: step === 'reported' ? [{ system: 'folder', id: 'INC-4711', where: 'data/tickets/INC-4711' }] : [],
    ...part,
  };
  return { investigation, offer: offer(investigation) };
}

function candidate(pid: number, time: string, pool: string) {
  return { pid, name: 'w3wp', startedAt: at(time), detail: `-ap "${pool}"` };
}

/** Every step with every phase that the statechart can rest in. */
export const places: readonly (readonly [StepId, PhaseId])[] = [
  ['intake', 'choosing'],
  ['intake', 'collecting'],
  ...collectingSteps.flatMap((step) =>
    (['offering', 'collecting', 'awaitingOutput', 'watching'] as const).map((phase) => [step, phase] as const),
  ),
  ['concluded', 'holding'],
  ...(['offering', 'collecting', 'awaitingOutput', 'watching'] as const).map((phase) => ['verifyingFix', phase] as const),
  ...(['offering', 'collecting', 'holding', 'watching'] as const).map((phase) => ['reported', phase] as const),
  ['closed', 'holding'],
  ['cancelled', 'holding'],
  ['paused', 'holding'],
];
