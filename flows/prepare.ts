/** What an event changes in the record itself, beside the statechart; or the sentence why it cannot be. Pure. */
import type { FoundProcess } from '../connectors/types.ts';
import type { FlowEvent, Investigation, Platform, Target } from './types.ts';
import { lacksTime, whenDeployed, withDeployment } from './deployments.ts';
import { GB, shortened } from './figures.ts';
import { evidenceNamed } from './evidence-named.ts';
import { momentOf } from './evidence-time.ts';
import { judged, replanned } from './judging.ts';
import { placeOf } from './memory-leak/place.ts';
import { withPid } from './processes-told.ts';

export type Prepared = { readonly ok: true; readonly investigation: Investigation } | { readonly ok: false; readonly why: string };

const nothingToCompare =
  'Nothing has been measured yet that a fix could be compared with. Collect the counters first, or say “note” and what was changed.';
const longestText = 2000;
const mostThresholds = 5;
const smallestThreshold = GB / 1024;
const largestThreshold = 1024 * GB;
const mostCandidates = 50;

/** A command line that names the .NET host or an assembly. */
function platformOf(found: FoundProcess): Platform {
  return found.name === 'dotnet' || /\.dll\b/i.test(found.detail.slice(0, 2000)) ? 'linux-dotnet' : 'linux-native';
}

/** The target that a found process of this machine is. */
export function targetFrom(investigation: Investigation, found: FoundProcess): Target {
  const { target, asked } = investigation;
  return {
    host: target?.host ?? asked.host,
    process: found.name,
    pid: found.pid,
    startedAt: found.startedAt,
    platform: platformOf(found),
    connector: found.unreadable === true ? 'manual' : 'local',
    incident: null,
    ...(found.unreadable === true ? { unreadable: true as const } : {}),
  };
}

function withThresholds(investigation: Investigation, bytes: readonly number[]): Prepared {
  const rising = bytes.every((each, index) => index === 0 || each > (bytes[index - 1] ?? 0));
  const possible = bytes.every((each) => Number.isFinite(each) && each >= smallestThreshold && each <= largestThreshold);
  if (bytes.length === 0 || bytes.length > mostThresholds || !rising || !possible) {
    return {
      ok: false,
      why: 'Thresholds are one to five rising sizes between 1 MB and 1 TB, such as: thresholds 1.4 1.7 2.0 (in GB).',
    };
  }
  const thresholds = bytes.map((each) => ({ bytes: each, reachedAt: null }));
  const { verification } = investigation.plan;
  const fresh = replanned({ ...investigation, plan: { ...investigation.plan, thresholds } });
  return { ok: true, investigation: { ...fresh, plan: { ...fresh.plan, verification } } };
}

/** A fix that is announced again ends the same leak as the one before, unless it was a relapse. */
function fixOf(investigation: Investigation, event: Extract<FlowEvent, { type: 'fixAnnounced' }>): NonNullable<Investigation['fix']> {
  const { fix, snapshot, judgement } = investigation;
  const lead = snapshot.facts.fixAnnouncedAt === null ? judgement?.verdict.lead : (fix?.lead ?? judgement?.verdict.lead);
  return {
    at: momentOf(investigation, event.at),
    what: shortened(event.what, longestText),
    ...(lead === undefined || lead === '' ? {} : { lead }),
  };
}

function withTime(investigation: Investigation, id: string, takenAt: number): Prepared {
  const told = evidenceNamed(investigation, id);
  if (told === null)
    return { ok: false, why: `There is no output "${shortened(id, 40)}" in this case. Say "evidence" to see their numbers.` };
  if (!Number.isFinite(takenAt) || Math.abs(takenAt) > 8.64e15) return { ok: false, why: 'That is no time I can use.' };
  const evidence = investigation.evidence.map((each) => (each.id === told.id ? { ...each, takenAt, timeFrom: 'person' as const } : each));
  return { ok: true, investigation: judged({ ...investigation, evidence }) };
}

function withLife(investigation: Investigation, pid: number | null, startedAt: number | null): Prepared {
  const { target } = investigation;
  if (target === null) return { ok: false, why: 'No process has been chosen yet.' };
  if (target.pid === pid && target.startedAt === startedAt) return { ok: false, why: 'It is the same life of the process.' };
  return { ok: true, investigation: { ...investigation, target: { ...target, pid, startedAt } } };
}

/** A note that tells of a deployment is evidence of when something changed. */
function withNote(investigation: Investigation, text: string, at: string): Prepared {
  if (lacksTime(text)) return { ok: false, why: whenDeployed };
  const noted = withDeployment(investigation, text, Date.parse(momentOf(investigation, at)));
  return { ok: true, investigation: noted === investigation ? investigation : judged(noted) };
}

/** What is over is nobody's work any more, and its card keeps saying how it ended. */
function handedOver(investigation: Investigation, to: Investigation['owner']): Prepared {
  const { step } = placeOf(investigation.snapshot.state);
  if (step === 'cancelled')
    return { ok: false, why: 'This case was cancelled: there is nothing to hand over. Open a new one with "investigate".' };
  if (step === 'closed') return { ok: false, why: 'The case is closed: there is nothing to hand over. Say "back" to open it again.' };
  return { ok: true, investigation: { ...investigation, owner: to } };
}

export function prepare(investigation: Investigation, event: FlowEvent): Prepared {
  const changed = (change: Partial<Investigation>): Prepared => ({
    ok: true,
    investigation: { ...investigation, ...change },
  });
  switch (event.type) {
    case 'targetsFound':
      return changed({ candidates: event.candidates.slice(0, mostCandidates) });
    case 'targetChosen':
      return { ok: true, investigation: replanned({ ...investigation, target: event.target }) };
    case 'lifeChanged':
      return withLife(investigation, event.pid, event.startedAt);
    case 'thresholdsSet':
      return withThresholds(investigation, event.bytes);
    case 'timeTold':
      return withTime(investigation, event.evidence, event.takenAt);
    case 'pidTold':
      return withPid(investigation, event.pid);
    case 'fixAnnounced':
      return investigation.judgement === null ? { ok: false, why: nothingToCompare } : changed({ fix: fixOf(investigation, event) });
    case 'redone':
      // The verification begins again: only what comes from now on shows whether the fix holds.
      return placeOf(investigation.snapshot.state).step === 'verifyingFix' && investigation.fix !== null
        ? changed({ fix: { ...investigation.fix, at: momentOf(investigation, event.at) } })
        : changed({});
    case 'noted':
      return withNote(investigation, event.text, event.at);
    case 'handedOver':
      return handedOver(investigation, event.to);
    case 'ticketFiled':
      return changed({ filed: [...investigation.filed, event.ticket].slice(-20) });
    default:
      return changed({});
  }
}
