/** What every card of a case starts from, and the short answers that several of them need. */
import type { Evidence, Judgement, Reading, ReadingKind } from '../analysis/types.ts';
import { quote } from '../connectors/quote.ts';
import { isRecorded } from '../flows/index.ts';
import type { Investigation, Offer, Person, Threshold } from '../flows/types.ts';
import { bytes, clock, count, duration, instant, when, zone } from './format.ts';

export interface CaseContext {
  readonly investigation: Investigation;
  readonly offer: Offer;
  /** Epoch ms; for how long something still takes. */
  readonly now: number;
}

/** Minutes east of UTC in which this case's times are shown: the setting, else UTC. */
export function utcOffsetOf(investigation: Pick<Investigation, 'settings'>): number {
  return investigation.settings.utcOffsetMinutes ?? 0;
}

/** The moment as which `now` is told, epoch ms: a recording plays on its own clock, as far as it has come. */
export function clockOf({ investigation, now }: Pick<CaseContext, 'investigation' | 'now'>): number {
  const { target, judgement, evidence } = investigation;
  if (target?.connector !== 'replay') return now;
  const told = [...(judgement?.trends ?? []).map((each) => each.to), ...evidence.flatMap((each) => each.takenAt ?? [])];
  return told.length === 0 ? (target.startedAt ?? now) : Math.max(...told);
}

/** Time of day in the case's zone. */
export function timeIn(investigation: Investigation, at: string | number): string {
  return clock(at, utcOffsetOf(investigation));
}

/** `w3wp on WEB01`; what was asked for, as long as no target is chosen. */
export function caseTitle(investigation: Investigation): string {
  const { target, asked } = investigation;
  const process = target?.process ?? asked.process ?? (asked.pid === null ? 'A process' : `pid ${asked.pid}`);
  return `${process} on ${target?.host ?? asked.host}`;
}

/** `w3wp on WEB01, pid 4312 since 11:48 · INC-4711`; in short without since when, which the page says too. */
export function subtleTarget(context: CaseContext, isShort = false): string {
  const { investigation } = context;
  const { target, ticket } = investigation;
  const life = [
    target?.pid == null ? null : `pid ${target.pid}`,
    target?.startedAt == null || isShort
      ? null
      : `since ${when(target.startedAt, clockOf(context), utcOffsetOf(investigation))}${zoneMark(investigation)}`,
  ].filter((each) => each !== null);
  const named = life.length === 0 ? caseTitle(investigation) : `${caseTitle(investigation)}, ${life.join(' ')}`;
  return [named, ticket, target?.incident == null ? null : 'practice'].filter((each) => each !== null).join(' · ');
}

/** Said once a card: the zone of its times where nobody has set one. */
function zoneMark(investigation: Investigation): string {
  return investigation.settings.utcOffsetMinutes === undefined ? ` ${zone(0)}` : '';
}

export function nameOf(by: Person | null): string {
  return by?.name ?? 'Plumbline';
}

/** The command as one line for the shell of that host; null where there is none (a GUI). */
export function commandLine(offer: Offer): string | null {
  const how = offer.how;
  // No shell line can hold a line break; quote() treats one as a mistake of its caller.
  return how?.argv == null || how.argv.some((each) => /[\u0000\r\n]/.test(each)) ? null : quote(how.argv, how.shell);
}

/**
 * Whether the bot may run what is offered by itself: replay plays it; on this machine only what leaves
 * the process alone is run without an approval.
 */
export function canRun({ investigation, offer }: CaseContext): boolean {
  const how = offer.how;
  if (how === null || offer.collector === null || investigation.target === null) return false;
  const { connector } = investigation.target;
  return (
    (connector === 'replay' && isRecorded(investigation.target, offer.collector.id)) ||
    (connector === 'local' && how.impact.kind === 'none')
  );
}

/** A judgement that says something: its lead may be shown as what we know. */
export function spoken(investigation: Investigation): Judgement | null {
  return investigation.judgement !== null && investigation.judgement.verdict.lead !== '' ? investigation.judgement : null;
}

export function evidenceOf<K extends ReadingKind>(
  investigation: Investigation,
  kind: K,
): readonly (Evidence & Extract<Reading, { kind: K }>)[] {
  return investigation.evidence.filter((each): each is Evidence & Extract<Reading, { kind: K }> => each.kind === kind);
}

/** The next dump threshold that is still ahead, with its forecast. */
export function nextThreshold(investigation: Investigation): Threshold | null {
  const { nextThreshold: level } = investigation.snapshot.facts;
  return investigation.plan.thresholds.find((each) => each.bytes === level) ?? null;
}

/** `at about 14:27 (14:24 to 14:31)` */
export function reachedWhen(context: CaseContext, reached: NonNullable<Threshold['reachedAt']>): string {
  const [now, offset] = [clockOf(context), utcOffsetOf(context.investigation)];
  const [at, earliest, latest] = [reached.at, reached.earliest, reached.latest].map((each) => when(each, now, offset));
  return earliest === latest ? `at about ${at ?? ''}` : `at about ${at ?? ''} (${earliest ?? ''} to ${latest ?? ''})`;
}

/** The largest size of free disk that a host output told, for the impact of a dump. */
export function freeDisk(investigation: Investigation): number | null {
  return evidenceOf(investigation, 'host').at(-1)?.freeDiskBytes ?? null;
}

/** How long this case has been going on. */
export function age(investigation: Investigation, now: number): string {
  return duration(Math.max(0, now - (instant(investigation.createdAt) ?? now)));
}

/** The newest values of a watch in one clause: `1.42 GB private bytes, 1,204 handles after 12 min`. */
export function newestValues(investigation: Investigation): string | null {
  const trends = investigation.judgement?.trends ?? [];
  const value = (counter: string): number | null => trends.findLast((each) => each.counter === counter)?.last ?? null;
  const [privateBytes, gcHeap, handles] = [value('privateBytes'), value('gcHeap'), value('handles')];
  const parts = [
    privateBytes === null ? null : `${bytes(privateBytes)} private bytes`,
    gcHeap === null ? null : `${bytes(gcHeap)} .NET heap`,
    handles === null ? null : `${count(handles)} handles`,
  ].filter((each) => each !== null);
  return parts.length === 0 ? null : parts.join(', ');
}
