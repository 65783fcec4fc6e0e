/** Which processes of the name in question the outputs tell of, and which of them a person means. */
import { handoverMs, livesIn, merged } from '../analysis/lives.ts';
import type { Evidence, ProcessLife } from '../analysis/types.ts';
import { listText } from '../analysis/wording.ts';
import type { Investigation, Target } from './types.ts';
import { newestTime } from './evidence-time.ts';
import { countedEvidence } from './foreign.ts';
import { judged } from './judging.ts';
import type { Prepared } from './prepare.ts';

export function sameProcess(life: ProcessLife, target: Target): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/#\d+$/, '');
  return life.process === null || target.process === null || plain(life.process) === plain(target.process);
}

/** From the first to the last thing that is told of a life, epoch ms; turned round where no time is told. */
export function spanOf(evidence: readonly Evidence[], isIt: (life: ProcessLife) => boolean): readonly [from: number, to: number] {
  const times = evidence.flatMap((each) =>
    each.kind === 'counters'
      ? each.series.filter(({ life }) => isIt(life)).flatMap(({ samples }) => [samples[0]?.at ?? null, samples.at(-1)?.at ?? null])
      : isIt(each.life)
        ? [newestTime(each)]
        : [],
  );
  const known = times.filter((each) => each !== null);
  return [Math.min(...known), Math.max(...known)];
}

/** By pid, in the order in which they were read. */
function toldByPid(investigation: Investigation, target: Target): ReadonlyMap<number, readonly ProcessLife[]> {
  const lives = countedEvidence(investigation).flatMap(livesIn);
  const named = lives.flatMap((life) => (life.pid !== null && sameProcess(life, target) ? [{ pid: life.pid, life }] : []));
  return new Map([...Map.groupBy(named, ({ pid }) => pid)].map(([pid, some]) => [pid, some.map(({ life }) => life)]));
}

/** Several processes of the name, each looked at once and at the same moment: what they hold then does not say which one moves. */
export function eachLookedAtOnce(evidence: readonly Evidence[], target: Target): boolean {
  const looks = new Map<number | null, number>();
  for (const each of evidence) {
    const told =
      each.kind === 'counters' ? each.series.map(({ life, samples }) => ({ life, times: samples.length })) : [{ ...each, times: 1 }];
    const named = told.filter(({ life }) => life.pid !== null && sameProcess(life, target));
    for (const [pid, some] of Map.groupBy(named, ({ life }) => life.pid)) {
      looks.set(pid, (looks.get(pid) ?? 0) + Math.max(...some.map(({ times }) => times)));
    }
  }
  const [from, to] = spanOf(evidence, (life) => life.pid !== null && sameProcess(life, target));
  return looks.size > 1 && !(to > from) && [...looks.values()].every((times) => times <= 1);
}

/** Both ran for some time, longer than a pool needs to hand over; what tells no time may have run whenever. */
function isBeside(evidence: readonly Evidence[], pid: number, other: number): boolean {
  const [from, to] = spanOf(evidence, (life) => life.pid === pid);
  const [began, ended] = spanOf(evidence, (life) => life.pid === other);
  if (from > to || began > ended) return true;
  return Math.min(to, ended) - Math.max(from, began) >= Math.min(handoverMs, to - from, ended - began);
}

/**
 * The pids between which nobody has chosen: processes of one name of which outputs tell at the same time, or without a time. The one
 * that the case goes by comes first. Empty: there is nothing to choose.
 */
export function pidsToChoose(investigation: Investigation): readonly number[] {
  const { target, asked, snapshot } = investigation;
  if (target?.connector !== 'manual' || asked.pid !== null || snapshot.facts.trackedFrom !== null) return [];
  const pids = [...toldByPid(investigation, target).keys()];
  const { pid } = target;
  if (pid === null) return pids.length < 2 ? [] : pids;
  const others = pids.filter((each) => each !== pid && isBeside(investigation.evidence, pid, each));
  return others.length === 0 ? [] : [pid, ...others];
}

const mostNamed = 4;

function pidsInWords(pids: readonly number[]): string {
  return listText([...pids.slice(0, mostNamed).map(String), ...(pids.length > mostNamed ? ['others'] : [])]);
}

/** Why a person's pid cannot be the one that the case is about; null: it can. */
function whyNotPid(investigation: Investigation, pid: number): string | null {
  const { target, asked, candidates, snapshot } = investigation;
  const another = `For another process say “investigate pid ${pid}”.`;
  if (target === null) {
    const found = candidates.map((each) => each.pid);
    return found.length === 0
      ? `No process has been found yet. Say “investigate pid ${pid}”.`
      : `None of those that were found has pid ${pid}; they are ${pidsInWords(found)}.`;
  }
  if (target.pid === pid && (asked.pid === pid || target.connector !== 'manual')) return `The case is about pid ${pid} already.`;
  if (target.connector !== 'manual')
    return `In this case the bot looks at ${target.pid === null ? 'its process' : `pid ${target.pid}`} itself. ${another}`;
  if (snapshot.facts.trackedFrom !== null && target.pid !== null && target.pid !== pid)
    return `Leaks are tracked in pid ${target.pid}, and the case stays with it. ${another}`;
  const told = [...toldByPid(investigation, target).keys()];
  if (told.length === 0 || told.includes(pid)) return null;
  return `No output here is of pid ${pid}; they tell of pid ${pidsInWords(told)}. Paste one of it first. ${another}`;
}

/** The case as one about the pid that a person named. Before any output tells of a pid it is believed: the commands need it. */
export function withPid(investigation: Investigation, pid: number): Prepared {
  const { target, asked } = investigation;
  const why = whyNotPid(investigation, pid);
  if (why !== null || target === null) return { ok: false, why: why ?? '' };
  const { startedAt } = merged(toldByPid(investigation, target).get(pid) ?? []);
  return { ok: true, investigation: judged({ ...investigation, asked: { ...asked, pid }, target: { ...target, pid, startedAt } }) };
}
