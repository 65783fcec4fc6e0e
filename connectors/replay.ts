/** Answers from a recorded incident on an accelerated clock: practice, demonstration, tests. Nothing is run anywhere. */
import { setTimeout as wait } from 'node:timers/promises';
import { curveLines } from './practice/curve.ts';
import { type PracticeIncident, readCurve, readIncidents, readOutput, type RecordedOutput } from './practice/incident.ts';
import { practiceFolder } from './practice/index.ts';
import type { Command, Connector, ConnectorTarget, FoundProcess, Outcome, SampleOutcome, SampleRequest } from './types.ts';

/**
 * So many lines an answer at most, however fast the clock: two dump thresholds never fall into one
 * look at the process (20 minutes of a recording with a line each 30 s; the closest two are 22 apart).
 */
const maxLinesAtOnce = 40;

export interface ReplayOptions {
  /** Recorded seconds that pass in one real second. */
  readonly speed: number;
  readonly incidentsFolder?: string;
  /** The real clock; epoch ms. */
  readonly now?: () => number;
}

export function createReplay({ speed, incidentsFolder = practiceFolder, now = Date.now }: ReplayOptions): Connector {
  const incidents = readIncidents(incidentsFolder);
  const incidentOf = (target: ConnectorTarget) => incidents.find((incident) => incident.id === target.incident);
  return {
    id: 'replay',
    title: `A recorded incident, ${String(speed)} times as fast as it was`,
    find: (name, pid) => Promise.resolve(incidents.filter((incident) => answersTo(incident, name, pid)).map(foundProcess)),
    async exec(target, command, signal) {
      const incident = incidentOf(target);
      if (incident === undefined) return unknownIncident(target);
      const output = recordedOutput(incident, command);
      if (output === null) return notRecorded(incident, command);
      if (!(await passed((output.seconds * 1000) / speed, signal)))
        return { status: 'failed', reason: 'timedOut', detail: 'The replay was stopped.' };
      const stdout = readOutput(incidentsFolder, incident, output);
      return { status: 'done', stdout, stderr: '', durationMs: output.seconds * 1000, takenAt: Date.parse(output.takenAt) };
    },
    sample(request) {
      const incident = incidentOf(request.target);
      if (incident === undefined) return Promise.resolve(unknownIncident(request.target));
      return Promise.resolve(samplesUntil(incidentsFolder, incident, request, ((now() - request.startedAt) / 1000) * speed));
    },
  };
}

/**
 * What was recorded at this run of the collector. A step that was walked again, or in another order,
 * gets the nearest earlier run of the same step: what the tool would have shown about then.
 */
function recordedOutput(incident: PracticeIncident, { collector, occurrence, step }: Command): RecordedOutput | null {
  const ofCollector = incident.outputs.filter((output) => output.collector === collector);
  const ofStep = ofCollector.filter((output) => output.step === step);
  const inOrder = (ofStep.length > 0 ? ofStep : ofCollector).toSorted((one, other) => one.occurrence - other.occurrence);
  return inOrder.findLast((output) => output.occurrence <= occurrence) ?? inOrder[0] ?? null;
}

/** The lines from the cursor up to this second of the recording. */
function samplesUntil(folder: string, incident: PracticeIncident, { phase, cursor }: SampleRequest, elapsedSeconds: number): SampleOutcome {
  const recorded = readCurve(folder, incident, phase);
  if (recorded === null) {
    return { status: 'failed', reason: 'toolMissing', detail: `The recording of “${incident.title}” has no counters for this step.` };
  }
  const all = curveLines(recorded, { machine: incident.host, process: incident.process });
  const from = cursor === null || !/^\d{1,9}$/.test(cursor) ? 0 : Number(cursor);
  const played = all.filter((each) => each.afterSeconds <= elapsedSeconds).length;
  const until = Math.max(from, Math.min(played, from + maxLinesAtOnce));
  return { status: 'done', lines: all.slice(from, until).map((each) => each.line), cursor: String(until), ended: until >= all.length };
}

async function passed(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(ms, undefined, { signal });
    return true;
  } catch {
    return false; // aborted: the only way in which a timer fails
  }
}

function answersTo({ process, pid }: PracticeIncident, askedName: string | null, askedPid: number | null): boolean {
  const name = askedName?.toLowerCase().replace(/\.exe$/, '');
  return (name === undefined || name === process.toLowerCase()) && (askedPid === null || askedPid === pid);
}

function foundProcess({ pid, process, startedAt, title }: PracticeIncident): FoundProcess {
  return { pid, name: process, startedAt: Date.parse(startedAt), detail: `recorded: ${title}` };
}

function unknownIncident({ incident }: ConnectorTarget): Extract<Outcome, { status: 'failed' }> {
  return {
    status: 'failed',
    reason: 'gone',
    detail: `There is no recorded incident ${JSON.stringify(incident)}. Say "practice" to see which there are.`,
  };
}

function notRecorded(incident: PracticeIncident, { collector }: Command): Outcome {
  const there = [...new Set(incident.outputs.map((output) => output.collector))].join(', ');
  const detail = `Nobody collected ${collector} in the incident “${incident.title}”. Skip this step; what was collected: ${there}.`;
  return { status: 'failed', reason: 'toolMissing', detail };
}
