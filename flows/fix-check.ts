/** Does the fix hold? Judged only from what was collected after it, by the measure that was named before it. */
import { judge } from '../analysis/index.ts';
import type { Evidence, Trend } from '../analysis/types.ts';
import type { Facts, Investigation, Verification } from './types.ts';
import { isOfWatch } from './entering.ts';
import { after, areTwoLives, newestTime } from './evidence-time.ts';
import { countedEvidence } from './foreign.ts';
import { minuteMs } from './figures.ts';
import { placeOf } from './memory-leak/place.ts';
import { wanted } from './wanted.ts';

export interface FixCheck {
  readonly holds: Facts['fixHolds'];
  /** The counters are flat for long enough: the handle type may be counted once more. */
  readonly countAgain: boolean;
}
const nothingKnown: FixCheck = { holds: null, countAgain: false };

/** Fewer than this are what a healthy process opens and closes between two looks (as in verification.ts). */
const tellingGrowth = 30;
/** The last sample of a watch comes a little before its end. */
const almost = 0.9;

type Handles = Extract<Evidence, { kind: 'handles' }>;

/** From the first to the last count of the type in one life after the fix. */
function byType(evidence: readonly Evidence[], type: string, watchMs: number): Facts['fixHolds'] {
  const counted = evidence
    .filter((each): each is Handles => each.kind === 'handles' && newestTime(each) !== null && !each.summary.partial)
    .toSorted((a, b) => (newestTime(a) ?? 0) - (newestTime(b) ?? 0));
  const last = counted.at(-1);
  const first = counted.find((each) => last !== undefined && !areTwoLives(each.life, last.life));
  if (first === undefined || last === undefined || first === last) return null;
  const growth = (last.summary.byType[type] ?? 0) - (first.summary.byType[type] ?? 0);
  if (growth > tellingGrowth) return 'no';
  return (newestTime(last) ?? 0) - (newestTime(first) ?? 0) >= watchMs * almost ? 'yes' : null;
}

function newestTrend(trends: readonly Trend[], verification: Verification): Trend | undefined {
  return trends.filter((trend) => trend.counter === verification.counterId).toSorted((a, b) => b.to - a.to)[0];
}

function byCounter(investigation: Investigation, evidence: readonly Evidence[], verification: Verification): Facts['fixHolds'] {
  const scope = {
    process: investigation.target?.process ?? null,
    pid: null,
    minimumMs: Math.min(investigation.settings.minimumCountersMs, verification.watchMs),
    fixedAt: null,
  };
  const trend = newestTrend(judge(evidence, scope).trends, verification);
  if (trend === undefined || trend.motion === 'too-early') return null;
  if (trend.motion === 'grows') return 'no';
  return trend.to - trend.from >= verification.watchMs * almost ? 'yes' : null;
}

function agreedOn(investigation: Investigation): Verification {
  return (
    investigation.plan.verification ?? {
      counter: 'Private bytes',
      counterId: 'privateBytes',
      handleType: null,
      watchMs: Math.max(10 * minuteMs, investigation.plan.minimumCountersMs),
      why: '',
    }
  );
}

/** A re-check has its own watch: what was measured before it cannot confirm the fix once more, but growth since then refutes it. */
function lookAgain(investigation: Investigation, since: readonly Evidence[], verification: Verification): FixCheck {
  const [watch] = wanted(investigation).watches;
  const own = watch === undefined ? [] : since.filter((each) => isOfWatch(each, watch.id));
  const holds = byCounter(investigation, own, verification);
  const grewSince = holds === 'yes' && byCounter(investigation, since, verification) === 'no';
  return { holds: grewSince ? 'no' : holds, countAgain: false };
}

/** `isWatch`: new samples came, not an answer; only then is another count asked for. */
export function checkFix(investigation: Investigation, isWatch: boolean): FixCheck {
  const { fix, snapshot, target } = investigation;
  const { step, phase } = placeOf(snapshot.state);
  const looks = step === 'verifyingFix' || step === 'reported' || step === 'closed';
  if (fix === null || snapshot.facts.fixAnnouncedAt === null || !looks) return nothingKnown;
  const since = after(countedEvidence(investigation), Date.parse(fix.at)).filter((each) => newestTime(each) !== null);
  if (since.length === 0) return nothingKnown;
  const verification = agreedOn(investigation);
  if (step === 'reported' && phase === 'watching') return lookAgain(investigation, since, verification);
  const { handleType, watchMs } = verification;
  const counted = handleType === null ? null : byType(since, handleType, watchMs);
  if (counted !== null) return { holds: counted, countAgain: false };
  const holds = byCounter(investigation, since, verification);
  const mayCount = handleType !== null && holds === 'yes' && isWatch && target?.connector !== 'manual';
  return mayCount ? { holds: null, countAgain: true } : { holds, countAgain: false };
}
