/** What lasts is wanted, not done: the watches and due times that a record implies. The worker makes it so. */
import type { Due, Investigation, Wanted, Watch } from './types.ts';
import { hasPair } from './met.ts';
import { duration, hourMs } from './figures.ts';
import { isOfThisLife, newestTime } from './evidence-time.ts';
import { countedEvidence } from './foreign.ts';
import { placeOf } from './memory-leak/place.ts';

/** SPEC.md §1: a fix is looked at again after these times. */
const rechecks = [
  { id: 'recheck-1h', afterMs: hourMs, says: 'One hour' },
  { id: 'recheck-24h', afterMs: 24 * hourMs, says: 'A day' },
  { id: 'recheck-7d', afterMs: 7 * 24 * hourMs, says: 'A week' },
] as const;
const secondHandleSummary = 'second-handle-summary';

/** Letters, digits and dashes: it becomes part of a file name. */
function watchId(investigation: Investigation, step: string): string {
  const { target, fix, snapshot } = investigation;
  const verification = step === 'verifyingFix' || step === 'reported';
  const parts = [
    step,
    target?.pid ?? 'any',
    target?.startedAt ?? 0,
    ...(verification && fix !== null ? [Date.parse(fix.at), snapshot.facts.rechecked.length] : []),
  ];
  return parts.join('-').replace(/[^A-Za-z0-9-]/g, '');
}

function watches(investigation: Investigation): readonly Watch[] {
  const { step, phase } = placeOf(investigation.snapshot.state);
  const { target, snapshot, plan } = investigation;
  if (phase !== 'watching' || target === null || target.connector === 'manual') return [];
  const threshold = step === 'leakTracking' ? (snapshot.facts.nextThreshold ?? plan.thresholds[0]?.bytes ?? null) : null;
  return [{ id: watchId(investigation, step), step, intervalMs: plan.sampleIntervalMs, threshold }];
}

/** The first summary was collected by the bot: it makes the second by itself when the time has come. */
function dueSummary(investigation: Investigation): readonly Due[] {
  const { step, phase } = placeOf(investigation.snapshot.state);
  const { target, snapshot, settings } = investigation;
  const ran = (snapshot.facts.collected['handle-summary'] ?? 0) > 0;
  if (step !== 'handleTypes' || phase !== 'offering' || target === null || target.connector === 'manual' || !ran) return [];
  const summaries = countedEvidence(investigation).filter((each) => each.kind === 'handles' && isOfThisLife(each, target));
  if (hasPair(summaries, settings.handleSummariesApartMs)) return [];
  const newest = Math.max(...summaries.map((each) => newestTime(each) ?? Number.NEGATIVE_INFINITY));
  if (!Number.isFinite(newest)) return [];
  // A recording carries its own clock: what comes next in it is there already.
  const at = target.connector === 'replay' ? investigation.updatedAt : new Date(newest + settings.handleSummariesApartMs).toISOString();
  return [{ id: secondHandleSummary, at, says: 'The second handle summary is due.' }];
}

function dueRechecks(investigation: Investigation): readonly Due[] {
  const { step } = placeOf(investigation.snapshot.state);
  const { fix, target, snapshot } = investigation;
  // A recording has no next week.
  if (fix === null || target?.connector === 'replay') return [];
  if (step !== 'reported' && step !== 'closed') return [];
  const since = Date.parse(snapshot.facts.fixAnnouncedAt ?? fix.at);
  return rechecks
    .filter((each) => !snapshot.facts.rechecked.includes(each.id))
    .map(({ id, afterMs, says }) => ({
      id,
      at: new Date(since + afterMs).toISOString(),
      says: `${says} after the fix: time to look whether it still holds.`,
    }));
}

export function wanted(investigation: Investigation): Wanted {
  return { watches: watches(investigation), due: [...dueSummary(investigation), ...dueRechecks(investigation)] };
}

/** What is posted when a due time has come and the bot cannot look by itself. */
export function textOfDue(investigation: Investigation, due: string): string {
  const recheck = rechecks.find((each) => each.id === due);
  if (recheck === undefined) return '';
  const verification = investigation.plan.verification;
  const counter = verification?.counter ?? 'Private bytes';
  const watchMs = duration(verification?.watchMs ?? investigation.plan.minimumCountersMs);
  return `${recheck.says} after the fix: does it still hold? ${counter} over ${watchMs} would tell. Paste the counters here, or two handle summaries.`;
}
