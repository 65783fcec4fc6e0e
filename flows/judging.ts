/** Judging a record: what the analysis is told of it, and the plan that follows from its answer. */
import { judge } from '../analysis/index.ts';
import type { Judgement, JudgeScope } from '../analysis/types.ts';
import type { Investigation } from './types.ts';
import { countedEvidence } from './foreign.ts';
import { hasPair } from './met.ts';
import { plan } from './plan.ts';

/** After a fix the process has another pid: its name alone ties the lives together. */
export function scopeOf(investigation: Investigation): JudgeScope {
  const { target, settings, fix, deployments = [] } = investigation;
  return {
    process: target?.process ?? null,
    pid: fix === null ? (target?.pid ?? null) : null,
    minimumMs: settings.minimumCountersMs,
    fixedAt: fix === null ? null : Date.parse(fix.at),
    deployments,
  };
}

/** The plan anew, with the thresholds that the person set and the verification that was agreed on before the fix. */
export function replanned(investigation: Investigation): Investigation {
  const { target, settings, judgement, plan: old, snapshot } = investigation;
  const wanted = old.thresholds.map((each) => each.bytes);
  const fresh = plan(target, countedEvidence(investigation), settings, { judgement, wanted, trackedSince: snapshot.facts.trackedSince });
  const agreed = snapshot.facts.fixAnnouncedAt === null ? fresh.verification : old.verification;
  return { ...investigation, plan: { ...fresh, verification: agreed } };
}

/** A test that was made is none to make: how far apart two summaries have to be is this case's setting. */
function withoutDone(investigation: Investigation, judgement: Judgement): Judgement {
  const timed = countedEvidence(investigation).filter((each) => each.kind === 'handles' && each.takenAt !== null);
  if (!hasPair(timed, investigation.settings.handleSummariesApartMs)) return judgement;
  const next = judgement.verdict.next.filter((each) => each.collector !== 'handle-summary');
  return { ...judgement, verdict: { ...judgement.verdict, next } };
}

export function judged(investigation: Investigation): Investigation {
  if (investigation.evidence.length === 0) return replanned(investigation);
  const judgement = judge(countedEvidence(investigation), scopeOf(investigation));
  return replanned({ ...investigation, judgement: withoutDone(investigation, judgement) });
}
