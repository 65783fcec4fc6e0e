/** What a person would want to read in the report, as one sentence an entry; bounded. */
import type { FlowEvent, Investigation, Person, TimelineEntry } from './types.ts';
import { collectorById } from './collectors/index.ts';
import { deploymentSays, withDeployment } from './deployments.ts';
import { evidenceNamed, evidenceNumber } from './evidence-named.ts';
import { momentOf } from './evidence-time.ts';
import { filedPlace } from './filed-place.ts';
import { bytes, shortened } from './figures.ts';
import { placeOf } from './memory-leak/place.ts';
import { stepTitles } from './step-titles.ts';

/** An entry weighs about 300 bytes: 300 of them leave the record small. */
const mostEntries = 300;
const longestEntry = 600;
/** What a fix is called that nobody described. */
export const notDescribed = 'not described';
/** Why something was skipped or cancelled, where nobody said it. */
export const noReason = 'no reason was given';
const leftOut = /^(\d+) earlier entries are left out\.$/;

/** Adds one entry; the oldest make room and are counted, the first (how the case began) stays. */
export function noted(
  timeline: readonly TimelineEntry[],
  entry: Omit<TimelineEntry, 'evidence'> & { readonly evidence?: readonly string[] },
): readonly TimelineEntry[] {
  const added = [...timeline, { ...entry, says: shortened(entry.says, longestEntry), evidence: entry.evidence ?? [] }];
  if (added.length <= mostEntries) return added;
  const [first, second, ...rest] = added;
  if (first === undefined || second === undefined) return added;
  const before = leftOut.exec(second.says);
  // The note itself takes a place: the first time it takes the place of two entries.
  const dropped = before === null ? [second, rest[0]].length : Number(before[1]) + 1;
  const note: TimelineEntry = { ...second, by: null, evidence: [], says: `${dropped} earlier entries are left out.` };
  return [first, note, ...rest.slice(1)];
}

export function entry(investigation: Investigation, at: string, by: Person | null, says: string) {
  return { at, by, says, step: placeOf(investigation.snapshot.state).step };
}

function title(collector: string): string {
  return collectorById(collector)?.title ?? shortened(collector, 60);
}

/** What an event says in the timeline; null: nothing that anybody would look for. */
export function saysOf(investigation: Investigation, event: FlowEvent): string | null {
  const step = stepTitles[placeOf(investigation.snapshot.state).step];
  switch (event.type) {
    case 'collectRequested':
      return `Asked for: ${title(event.collector)}.`;
    case 'byHandChosen':
      return `Done by hand: ${title(event.collector)}.`;
    case 'goOnRequested':
      return `Went on from "${step}" with the evidence there is.`;
    case 'skipped':
      return `Skipped "${step}": ${event.reason}.`;
    case 'wentBack':
      return `Went back from "${step}".`;
    case 'redone':
      return `"${step}" is done again.`;
    case 'pausedCase':
      return `Paused at "${step}".`;
    case 'resumedCase':
      return 'Resumed.';
    case 'noted': {
      const before = investigation.deployments ?? [];
      const noted = withDeployment(investigation, event.text, Date.parse(momentOf(investigation, event.at))).deployments ?? [];
      const told = noted.filter((each) => !before.includes(each));
      return `Note: ${event.text}${told.length > 0 ? ` ${deploymentSays(told)}` : ''}`;
    }
    case 'handedOver':
      return `Handed over to ${event.to.name}.`;
    case 'fixAnnounced':
      return event.what === notDescribed ? 'The fix is out; what was changed was not said.' : `Fix: ${event.what}`;
    case 'reportRequested':
      return 'Asked for the report.';
    case 'closedCase':
      return 'Closed.';
    case 'cancelledCase':
      return `Cancelled: ${event.reason}`;
    default:
      return foundOutSays(investigation, event);
  }
}

/** What was found out or came by itself, or was told about the evidence. */
function foundOutSays(investigation: Investigation, event: FlowEvent): string | null {
  switch (event.type) {
    case 'targetsFound':
      return event.candidates.length === 0 ? nobodyFound(investigation.asked) : foundSays(event.candidates.length);
    case 'targetChosen': {
      const { process, pid, host } = event.target;
      return `The process is ${process ?? 'not named'}${pid === null ? '' : `, pid ${pid}`}, on ${host}.`;
    }
    case 'lifeChanged':
      return `The process was restarted${event.pid === null ? '' : `; its pid is now ${event.pid}`}. Its two lives are not compared.`;
    case 'watchLost':
      return `The watch was lost: ${event.detail}`;
    case 'timeCame':
      return event.due.startsWith('recheck') ? `Due: look at the fix again, ${event.due.replace('recheck-', '')} after it.` : null;
    case 'thresholdsSet':
      return `Thresholds for the dumps: ${event.bytes.map((each) => bytes(each)).join(', ')}.`;
    case 'timeTold':
      return timeToldSays(investigation, event);
    case 'pidTold':
      return `The process that is meant is pid ${event.pid}.`;
    case 'ticketFiled':
      return `The report is attached: ${filedPlace(event.ticket)}.`;
    case 'effectFailed':
      return event.problem;
    default:
      return null;
  }
}

function timeToldSays(investigation: Investigation, { evidence, takenAt }: Extract<FlowEvent, { type: 'timeTold' }>): string {
  const told = evidenceNamed(investigation, evidence);
  const name = told === null ? shortened(evidence, 40) : `[${evidenceNumber(investigation, told.id)}] from ${told.from}`;
  return `Told that ${name} was made at ${new Date(takenAt).toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
}

export function nobodyFound({ process, pid, host }: Investigation['asked']): string {
  return `No process ${pid === null ? `called ${process ?? 'that'}` : `with pid ${pid}`} runs on ${host}.`;
}

function foundSays(number: number): string {
  return number === 1 ? 'One such process was found.' : `${number} such processes were found.`;
}

/** What a click did, to follow `already`: "Already … by X at Y". */
export function didOf(event: FlowEvent): string {
  const did: Readonly<Partial<Record<FlowEvent['type'], string>>> = {
    targetChosen: 'chosen',
    pidTold: 'chosen',
    collectRequested: 'started',
    byHandChosen: 'taken on by hand',
    goOnRequested: 'moved on',
    skipped: 'skipped',
    wentBack: 'moved back',
    redone: 'begun again',
    pausedCase: 'paused',
    resumedCase: 'resumed',
    fixAnnounced: 'reported as fixed',
    reportRequested: 'asked for',
    closedCase: 'closed',
    cancelledCase: 'cancelled',
    evidenceRead: 'answered',
    ticketFiled: 'attached',
  };
  return did[event.type] ?? 'done';
}
