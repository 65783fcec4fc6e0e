/** What new evidence tells of the target itself: its pid where that was not known, or that it is another life by now. */
import { openCase } from '../analysis/case-file.ts';
import { handoverMs, livesIn, onOneMachine } from '../analysis/lives.ts';
import type { Evidence, ProcessLife } from '../analysis/types.ts';
import type { Investigation, TakeIn, Target } from './types.ts';
import { advanceWith } from './advance.ts';
import { isOfWatch, watchGroup } from './entering.ts';
import { areTwoLives } from './evidence-time.ts';
import { countedEvidence, isOfTheCase, subjectOf, unnamedHost } from './foreign.ts';
import { scopeOf } from './judging.ts';
import { eachLookedAtOnce, sameProcess, spanOf } from './processes-told.ts';
import { platformTold } from './system-of.ts';
import { wanted } from './wanted.ts';

/** The life of the same process that `added` tells of after everything that was known of the target's own; of several the last one heard of. */
function newerLife({ evidence }: Investigation, target: Target, added: readonly Evidence[]): ProcessLife | null {
  const isOwn = (life: ProcessLife): boolean => life.pid !== null && sameProcess(life, target) && !areTwoLives(life, target);
  const own = evidence.flatMap(livesIn).filter(isOwn);
  const [, known] = spanOf(evidence, isOwn);
  const follows = (life: ProcessLife): boolean => {
    const [from, to] = spanOf(evidence, (each) => each.pid === life.pid && !areTwoLives(each, life));
    return to > known && from > known - handoverMs;
  };
  const lastHeard = (life: ProcessLife): number => spanOf(added, (each) => each === life)[1];
  const [newest] = added
    .flatMap(livesIn)
    .filter((life) => life.pid !== null && sameProcess(life, target) && areTwoLives(life, target))
    .filter((life) => own.every((each) => onOneMachine(each, life)) && follows(life))
    .toSorted((a, b) => lastHeard(b) - lastHeard(a) || (b.startedAt ?? 0) - (a.startedAt ?? 0) || (b.pid ?? 0) - (a.pid ?? 0));
  return newest ?? null;
}

/** All outputs together say which life is in question: nobody here looks at it, and leaks are not tracked in one of them yet. */
function isByOutputs({ fix, snapshot }: Investigation, { connector }: Target): boolean {
  return connector === 'manual' && fix === null && snapshot.facts.trackedFrom === null;
}

/**
 * The life that all outputs together make the one in question, in whatever order they came: of several processes of one name the
 * one that the judge goes by; where somebody asked for a pid that one, and what came after it. Only counted evidence.
 */
function lifeByOutputs(investigation: Investigation, target: Target): ProcessLife | null {
  const { evidence } = investigation;
  const asked = { ...target, pid: investigation.asked.pid, startedAt: null };
  const inQuestion = (pid: number | null): ProcessLife => openCase(evidence, { ...scopeOf(investigation), pid }).life;
  const own = asked.pid === null ? null : inQuestion(asked.pid);
  if (own !== null && own.pid === asked.pid) return newerLife(investigation, asked, evidence) ?? own;
  if (eachLookedAtOnce(evidence, asked)) return null;
  const life = inQuestion(null);
  return life.pid === null ? null : life;
}

/** What the target did not tell yet, where the evidence about it agrees. */
function completed(target: Target, added: readonly Evidence[]): Target {
  const lives = added.flatMap(livesIn).filter((life) => sameProcess(life, target) && !areTwoLives(life, target));
  const pids = new Set(lives.map((life) => life.pid).filter((pid) => pid !== null));
  const names = new Set(lives.map((life) => life.process).filter((name) => name !== null));
  const pid = target.pid ?? (pids.size === 1 ? ([...pids][0] ?? null) : null);
  const starts = lives.filter((life) => life.pid === pid && life.startedAt !== null);
  return {
    ...target,
    pid,
    process: target.process ?? (names.size === 1 ? ([...names][0] ?? null) : null),
    startedAt: target.startedAt ?? (pid === null ? null : (starts[0]?.startedAt ?? null)),
  };
}

/** An output about a process, while none was chosen: the case is about that one, and a person runs the commands. */
function named(investigation: Investigation, added: readonly Evidence[]): Target {
  const lives = added.flatMap(livesIn);
  const said = <K extends keyof ProcessLife>(key: K) => lives.find((life) => life[key] !== null)?.[key] ?? null;
  const { asked } = investigation;
  return {
    host: asked.host,
    process: asked.process ?? said('process'),
    pid: asked.pid ?? said('pid'),
    startedAt: said('startedAt'),
    platform: platformTold(added, null),
    connector: 'manual',
    incident: null,
  };
}

/** The record with its target as the added evidence tells it; a new life of the process is an event of its own. */
export function ofTheTarget(investigation: Investigation, entered: readonly Evidence[], taken: TakeIn): Investigation {
  const { target } = investigation;
  const by = { by: null, at: taken.at };
  const subject = subjectOf(target, investigation.evidence);
  const added = entered.filter((each) => isOfTheCase(each, subject));
  if (added.length === 0) return investigation;
  if (target === null) {
    return advanceWith(investigation, { ...by, type: 'targetChosen', target: named(investigation, added) }).investigation;
  }
  if (isByOutputs(investigation, target)) return byOutputs(investigation, target, by);
  const evidence = countedEvidence(investigation);
  // Where the bot looks by itself it sees a restart; what somebody pastes of another pid is of another process there.
  const mayTell = target.connector === 'manual' || taken.watch !== null || taken.effectId !== null;
  const life = target.pid === null || !mayTell ? null : newerLife({ ...investigation, evidence }, target, added);
  return life === null ? { ...investigation, target: completed(target, added) } : restarted(investigation, life, by);
}

interface Told {
  readonly by: null;
  readonly at: string;
}

function restarted(investigation: Investigation, { pid, startedAt }: ProcessLife, told: Told): Investigation {
  return advanceWith(investigation, { ...told, type: 'lifeChanged', pid, startedAt }).investigation;
}

/** Whatever an output names alone: which life is in question, and when it began, all of them together say. */
function byOutputs(investigation: Investigation, target: Target, told: Told): Investigation {
  const evidence = countedEvidence(investigation);
  const life = lifeByOutputs({ ...investigation, evidence }, target);
  const { asked } = investigation;
  if (life === null) return { ...investigation, target: completed({ ...target, pid: asked.pid, startedAt: null }, evidence) };
  const isOther = target.pid !== null && areTwoLives(life, target);
  if (isOther && newerLife({ ...investigation, evidence }, target, evidence)?.pid === life.pid) return restarted(investigation, life, told);
  const startedAt = life.startedAt ?? (isOther ? null : target.startedAt);
  // A case that was opened with a paste is on the machine of the process in question, once something tells it.
  const host = asked.host === unnamedHost ? (life.machine ?? unnamedHost) : target.host;
  return { ...investigation, target: { ...target, host, process: target.process ?? life.process, pid: life.pid, startedAt } };
}

interface HandedOn {
  readonly record: Investigation;
  readonly watch: string | null;
}

/**
 * A watch that brought the news of a new life goes on under another id (the life is part of it) and
 * tells everything of that life once more: what it told so far becomes the beginning of the new watch.
 */
export function handedOn(before: Investigation, record: Investigation, watch: string | null): HandedOn {
  const next = wanted(record).watches[0]?.id;
  const isNewLife = before.target?.pid !== record.target?.pid;
  if (watch === null || next === undefined || next === watch || !isNewLife) return { record, watch };
  const evidence = record.evidence.map((each): Evidence => {
    const lives = each.kind === 'counters' ? each.series.map(({ life }) => life.pid) : [each.life.pid];
    const isOfNewLife = isOfWatch(each, watch) && lives.every((pid) => pid === record.target?.pid);
    return isOfNewLife && each.sequence !== null ? { ...each, sequence: { ...each.sequence, group: watchGroup(next) } } : each;
  });
  return { record: { ...record, evidence }, watch: next };
}
