import type { Connector, FoundProcess, SampleOutcome } from '../connectors/types.ts';
import { stepOf, wanted } from '../flows/index.ts';
import type { FlowEvent, Investigation, Target, Watch } from '../flows/types.ts';
import { whyNot } from './access.ts';
import { isOpen } from './case-index.ts';
import { connectorTarget } from './effects.ts';
import type { Log } from './log.ts';
import type { Outputs } from './outputs.ts';
import { namesakes, unclearSays } from './successor.ts';
import type { Predecessor, Successor } from './successor.ts';
import { turn } from './turn.ts';
import type { Door, Turned } from './turn.ts';
import { awaitSuccessor, restartsTooOften, staysUpMs } from './watch-restart.ts';
import { appendSamples, lookAt, readSamples } from './watch-series.ts';
import type { WatchMark } from './watch-series.ts';

export interface WatchInput {
  readonly connectors: Readonly<Record<Connector['id'], Connector>>;
  readonly outputs: Outputs;
  readonly log: Log;
  readonly door: () => Door;
  readonly announce: (turned: Turned) => Promise<void>;
  readonly now: () => number;
  /** How often a watch is handed in at most; it grows with the watch's age (see `handInEvery`). */
  readonly handInMs: number;
  /** Counts a restart of a case's process; false: too many of late. */
  readonly mayFollow: (caseId: string) => boolean;
}

/** One reading of /proc takes milliseconds; a recording, none. */
const sampleTimeoutMs = 20_000;
/** So many failed samples in a row, and the watch is lost. */
const mostFailures = 3;
/** A recording is asked at least this often: its clock runs faster than ours. */
const replayEveryMs = 500;
/** A case is shown every minute at least; while it is young, more often. */
const slowestHandInMs = 60_000;
/** Handing in after each 1/50 of the watch's age keeps all hand-ins together linear in its length. */
const ageShare = 50;

export function handInEvery(fastestMs: number, ageMs: number): number {
  return Math.min(slowestHandInMs, Math.max(fastestMs, ageMs / ageShare));
}

/** Where one watch stands between two samples. */
interface Standing {
  readonly mark: WatchMark;
  readonly handedAt: number;
  /** There are samples that have not been handed in. */
  readonly fresh: boolean;
  readonly failures: number;
  readonly lives: readonly string[];
}

interface Watching {
  readonly caseId: string;
  readonly target: Target;
  readonly connector: Connector;
  /** As the record wants it now. */
  readonly watch: () => Watch;
  readonly stop: AbortSignal;
}

/** Samples until it is stopped, the process ends, or nothing can be heard any more. */
export async function keepWatching(input: WatchInput, investigation: Investigation, watch: () => Watch, stop: AbortSignal): Promise<void> {
  const { target, id } = investigation;
  const connector = target === null ? null : input.connectors[target.connector];
  if (target === null || connector?.sample === undefined) return;
  const refused = await whyNot(target, null);
  if (refused !== null) return lost(input, id, refused);
  const watching: Watching = { caseId: id, target, connector, watch, stop };
  const known = await readSamples(input.door().store, id, watch().id);
  const itself = await seenNow(watching);
  const beside = itself.beside;
  let standing: Standing = {
    mark: {
      startedAt: known.mark?.startedAt ?? input.now(),
      cursor: known.mark?.cursor ?? null,
      like: itself.like ?? known.mark?.like ?? null,
    },
    handedAt: 0,
    fresh: known.text !== '',
    failures: 0,
    lives: [],
  };
  const over = (): boolean => stop.aborted;
  while (!over()) {
    const { mark } = standing;
    const request = { target: connectorTarget(target), phase: watch().step, startedAt: mark.startedAt, cursor: mark.cursor };
    const got = await connector.sample(request, AbortSignal.any([stop, AbortSignal.timeout(sampleTimeoutMs)]));
    if (over()) return;
    standing = got.status === 'failed' ? { ...standing, failures: standing.failures + 1 } : await taken(input, watching, standing, got);
    if (got.status === 'failed' && got.reason === 'gone') return followed(input, watching, standing, beside, got.detail);
    if (got.status === 'failed' && standing.failures >= mostFailures) return lost(input, id, got.detail);
    if (got.status === 'done' && got.ended) return followed(input, watching, standing, beside, endedSays(target));
    await pause(target.connector === 'replay' ? Math.min(watch().intervalMs, replayEveryMs) : watch().intervalMs, stop);
  }
}

async function taken(
  input: WatchInput,
  watching: Watching,
  standing: Standing,
  got: Extract<SampleOutcome, { status: 'done' }>,
): Promise<Standing> {
  const { caseId } = watching;
  const watch = watching.watch();
  const mark = { ...standing.mark, cursor: got.cursor };
  if (got.cursor !== standing.mark.cursor || got.lines.length > 0)
    await appendSamples(input.door().store, caseId, watch.id, got.lines, mark);
  const seen = lookAt(got.lines);
  const reached = watch.threshold !== null && (seen.privateBytes ?? 0) >= watch.threshold;
  const otherLife = seen.lives.some((life) => standing.lives.length > 0 && !standing.lives.includes(life));
  const fresh = standing.fresh || got.lines.length > 0;
  const due = input.now() - standing.handedAt >= handInEvery(input.handInMs, input.now() - mark.startedAt);
  const hand = fresh && (due || reached || otherLife || got.ended);
  if (hand) await handIn(input, caseId, watch);
  return {
    mark,
    handedAt: hand ? input.now() : standing.handedAt,
    fresh: fresh && !hand,
    failures: 0,
    lives: seen.lives.length > 0 ? seen.lives : standing.lives,
  };
}

/** The whole series as one output: it takes the place of what this watch handed in before. */
async function handIn(input: WatchInput, caseId: string, watch: Watch): Promise<void> {
  const { text } = await readSamples(input.door().store, caseId, watch.id);
  const { from, rawRef, result } = await input.outputs.take(Buffer.from(text, 'utf8'), 'watch');
  const at = new Date(input.now()).toISOString();
  const taken = { result, from, rawRef, at, by: null, collectedAt: null, effectId: null, watch: watch.id };
  const turned = await turn(input.door(), caseId, { type: 'output', taken });
  if (turned !== null) await input.announce(turned);
}

/** Who it is, as far as that can be seen, and who runs under the same name: to know it again after a restart. */
async function seenNow({ connector, target, stop }: Watching): Promise<Predecessor> {
  const found = await namesakes(connector, target, AbortSignal.any([stop, AbortSignal.timeout(sampleTimeoutMs)]));
  const itself = found.find((each) => each.pid === target.pid);
  return itself === undefined ? { like: null, beside: [] } : { like: itself.like ?? null, beside: found.filter((each) => each !== itself) };
}

function endedSays(target: Target): string {
  return target.connector === 'replay' ? 'The recording ends here.' : `Process ${target.pid ?? ''} has ended.`;
}

/**
 * This life is over: what it told is handed in. A process that took its place is another life, and is watched
 * under it; else the case hears that nothing more will come, where it still waits for this watch.
 */
async function followed(
  input: WatchInput,
  watching: Watching,
  standing: Standing,
  beside: readonly FoundProcess[],
  detail: string,
): Promise<void> {
  const { caseId, target, connector, watch, stop } = watching;
  if (standing.fresh) await handIn(input, caseId, watch());
  const known: Predecessor = { like: standing.mark.like ?? null, beside };
  const successor: Successor =
    target.connector === 'replay' ? { is: 'nobody' } : await awaitSuccessor(connector, target, known, watch().intervalMs, stop);
  const now = await input.door().store.load(caseId);
  if (stop.aborted || now === null || !isOpen(stepOf(now)) || !wanted(now).watches.some((each) => each.id === watch().id)) return;
  if (successor.is === 'unclear') return lost(input, caseId, unclearSays(target, successor.candidates));
  if (successor.is === 'nobody') return lost(input, caseId, detail);
  const { pid, startedAt } = successor.process;
  const staysUp = startedAt !== null && input.now() - startedAt >= staysUpMs;
  if (!staysUp && !input.mayFollow(caseId)) return lost(input, caseId, restartsTooOften);
  await handEvent(input, caseId, { type: 'lifeChanged', pid, startedAt, by: null, at: new Date(input.now()).toISOString() });
}

function lost(input: WatchInput, caseId: string, detail: string): Promise<void> {
  return handEvent(input, caseId, { type: 'watchLost', detail, by: null, at: new Date(input.now()).toISOString() });
}

export async function handEvent(input: WatchInput, caseId: string, event: FlowEvent): Promise<void> {
  const turned = await turn(input.door(), caseId, { type: 'event', event });
  if (turned !== null) await input.announce(turned);
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stop.addEventListener('abort', done);
  });
}
