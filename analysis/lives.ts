/**
 * Process lives: a pid with its start. Values of two lives are never compared; slopes may be. An output that does not tell
 * its life is taken as the current one, unless something contradicts.
 */
import { ofDebuggers } from './debugger-session.ts';
import { unknownLife } from './life.ts';
import { areTwoStarts } from './process-start.ts';
import type { Evidence, JudgeScope, ProcessLife, Reading } from './types.ts';

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
/** `w3wp#2` and `w3wp` are instances of one image; the number changes while the process lives (perfmon's renumbering). */
const image = (process: string): string => process.replace(/#\d+$/, '');
/** perfmon's sums and the system's own instances are no process that leaks. */
const noProcess = new Set(['_total', 'idle', 'system', 'secure system', 'registry', 'memory compression']);

/** Both are named, and alike. */
export function isSameProgram({ process: a }: ProcessLife, { process: b }: ProcessLife): boolean {
  return a !== null && b !== null && sameName(image(a), image(b));
}

export function isProcess({ process }: ProcessLife): boolean {
  return process === null || !noProcess.has(process.toLowerCase());
}

/** Whether an output may be about the process in question: nothing that it tells contradicts. */
export function isInScope(life: ProcessLife, scope: JudgeScope): boolean {
  if (!isProcess(life)) return false;
  if (scope.process !== null && life.process !== null && !sameName(image(scope.process), image(life.process))) return false;
  if (scope.process?.includes('#') === true && life.process !== null && !sameName(scope.process, life.process)) return false;
  return true;
}

/** Start times printed to the second by one tool and to the millisecond by another are the same start. */
const sameStartMs = 2000;
/** Without a pid the start is a time less an uptime, each rounded, at times typed off; nothing that lived so shortly was looked at. */
const nearStartMs = 60_000;

/** `WEB01` and `web01.corp.example` are one host; an address stays whole. */
const hostName = (machine: string): string => (/^[\d.:]+$/.test(machine) ? machine : (machine.split('.')[0] ?? machine));

/** A pool that recycles lets the old process end within minutes of the new one's start; two that run longer side by side are two processes. */
export const handoverMs = 10 * 60_000;

/** Nothing says that two outputs are of different machines. */
export function onOneMachine(a: Pick<ProcessLife, 'machine'>, b: Pick<ProcessLife, 'machine'>): boolean {
  return a.machine === null || b.machine === null || sameName(hostName(a.machine), hostName(b.machine));
}

const isAddress = (host: string): boolean => /^[\d.:]+$/.test(host);

/** The prompts above two outputs name two hosts: two names, or two addresses. */
function belowTwoPrompts({ promptHost: a }: ProcessLife, { promptHost: b }: ProcessLife): boolean {
  return a !== undefined && b !== undefined && isAddress(a) === isAddress(b) && !sameName(hostName(a), hostName(b));
}

/** A process without .NET has no GC heap: what .NET's tools print is of another. */
const runsDotnet = ({ runtime }: ProcessLife): boolean => runtime === 'dotnet' || runtime === 'netfx';
const contradict = (a: ProcessLife, b: ProcessLife): boolean =>
  (a.runtime === 'native' && toldApart(a) && runsDotnet(b)) || (b.runtime === 'native' && toldApart(b) && runsDotnet(a));

const differ = (a: string | undefined, b: string | undefined): boolean => a !== undefined && b !== undefined && a !== b;
/** What only Windows prints beside what only Linux does, `.NET CLR` counters beside what asks .NET 5+: no process is of both. */
export const onTwoSystems = (a: ProcessLife, b: ProcessLife): boolean => differ(a.system, b.system) || differ(a.clr, b.clr);

/** lsof prints 9 characters of a name and Linux keeps 15: a name that begins as the other does may be the same. */
const shortest = 9;
const begins = (a: string, b: string): boolean => a === b || (a.length >= shortest && b.startsWith(a));
/** The same pid of two programs: it was used again, or on another machine. */
function ofTwoImages({ image: a }: ProcessLife, { image: b }: ProcessLife): boolean {
  return a !== undefined && b !== undefined && !begins(a, b) && !begins(b, a);
}

/** Two outputs contradict each other when both name a pid, a start or a process and these differ, or one is of .NET and the other cannot be. */
export function mayBeSameLife(a: ProcessLife, b: ProcessLife): boolean {
  if (a.pid !== null && b.pid !== null && a.pid !== b.pid) return false;
  const near = a.pid === null && b.pid === null ? nearStartMs : sameStartMs;
  if (areTwoStarts(a, b, near) || belowTwoPrompts(a, b) || onTwoSystems(a, b)) return false;
  if (a.pid !== null && b.pid !== null && ofTwoImages(a, b)) return false;
  if (a.pid === null || b.pid === null) {
    if (a.process !== null && b.process !== null && !sameName(a.process, b.process)) return false;
    if (contradict(a, b)) return false;
  }
  return onOneMachine(a, b);
}

/** A debugger tells its times with their zone: what it printed before a process began is of another life, although nothing else says so. */
export function mayBeOf(evidence: Evidence, life: ProcessLife): boolean {
  const { takenAt, timeFrom, parser } = evidence;
  const isExact = takenAt !== null && timeFrom === 'content' && ofDebuggers.has(parser);
  if (isExact && life.startedAt !== null && takenAt < life.startedAt - nearStartMs) return false;
  return mayBeSameLife(life, evidence.life);
}

/** Everything that several outputs tell of one life. */
export function merged(lives: readonly ProcessLife[]): ProcessLife {
  const known = <K extends keyof ProcessLife>(key: K): ProcessLife[K] =>
    lives.find((life) => life[key] !== null)?.[key] ?? unknownLife[key];
  const startText = lives.find((life) => life.startText !== undefined)?.startText;
  const promptHost = lives.find((life) => life.promptHost !== undefined)?.promptHost;
  const system = lives.find((life) => life.system !== undefined)?.system;
  const clr = lives.find((life) => life.clr !== undefined)?.clr;
  const named = lives.find((life) => life.image !== undefined)?.image;
  return {
    machine: known('machine'),
    process: known('process'),
    pid: known('pid'),
    startedAt: known('startedAt'),
    bitness: known('bitness'),
    runtime: known('runtime'),
    appPool: known('appPool'),
    ...(startText === undefined ? {} : { startText }),
    ...(promptHost === undefined ? {} : { promptHost }),
    ...(system === undefined ? {} : { system }),
    ...(clr === undefined ? {} : { clr }),
    ...(named === undefined ? {} : { image: named }),
  };
}

/** An output, before or after it has become evidence, tells of its own life; a log of counters of the life of each series. */
export function livesIn(told: Reading): readonly ProcessLife[] {
  return told.kind === 'counters' && told.series.length > 0 ? told.series.map(({ life }) => life) : [told.life];
}

export interface KnownLife {
  readonly life: ProcessLife;
  /** When it was last heard of, epoch ms; null: never with a time. */
  readonly lastSeen: number | null;
}

interface Heard {
  readonly life: ProcessLife;
  readonly seen: number | null;
}

function heardOf(evidence: Evidence): readonly Heard[] {
  if (evidence.kind !== 'counters' || evidence.series.length === 0) return [{ life: evidence.life, seen: evidence.takenAt }];
  return evidence.series.map(({ life, samples }) => ({ life, seen: samples.at(-1)?.at ?? evidence.takenAt }));
}

/** What tells more of its life goes first: what tells nothing that contradicts joins it. */
const apart = ({ startedAt, startText, promptHost }: ProcessLife): number =>
  (startedAt === null ? 4 : 0) + (startText === undefined ? 2 : 0) + (promptHost === undefined ? 1 : 0);
const rank = (life: ProcessLife): number => (life.pid !== null ? 0 : life.process !== null ? 1 : 2);

/**
 * The lives that are told apart by pid and start, by name, or at least by their start (a debugger's `.time`) or by the hosts of
 * several prompts, the newest last.
 * Outputs that tell none of these are none of their own; a start alone that fits several lives adds nothing to any of them.
 */
export function knownLives(evidence: readonly Evidence[], scope: JudgeScope): readonly KnownLife[] {
  const heard = evidence.flatMap(heardOf).filter(({ life }) => isInScope(life, scope));
  const isOfSeveral = (life: ProcessLife): boolean =>
    heard.some((other) => belowTwoPrompts(life, other.life) || onTwoSystems(life, other.life));
  const told = heard.filter(({ life }) => toldApart(life) || life.startedAt !== null || isOfSeveral(life));
  // What names a pid goes first, so that a name or a start alone joins it instead of standing beside it.
  const sorted = [...told].sort((a, b) => rank(a.life) - rank(b.life) || apart(a.life) - apart(b.life));
  const lives: KnownLife[] = [];
  for (const { life, seen } of sorted) {
    const fits = (known: KnownLife): boolean => mayBeSameLife(known.life, life) && sameIfUnnamed(known.life, life);
    if (!toldApart(life) && lives.filter(fits).length > 1) continue;
    const at = lives.findIndex(fits);
    const found = lives[at];
    if (found === undefined) lives.push({ life, lastSeen: seen });
    else
      lives[at] = { life: merged([found.life, life]), lastSeen: seen === null ? found.lastSeen : Math.max(found.lastSeen ?? seen, seen) };
  }
  return lives.sort(
    (a, b) => (a.life.startedAt ?? a.lastSeen ?? 0) - (b.life.startedAt ?? b.lastSeen ?? 0) || (a.life.pid ?? 0) - (b.life.pid ?? 0),
  );
}

/** Two different names, or a name beside a life that has none, are only joined where the pid says so. */
function sameIfUnnamed(a: ProcessLife, b: ProcessLife): boolean {
  if (a.pid !== null && b.pid !== null) return true;
  return a.process === null || b.process === null || sameName(image(a.process), image(b.process));
}

/** How a sentence names a life. */
export function lifeText(life: ProcessLife): string {
  if (life.process === null) return life.pid === null ? 'the process' : `pid ${life.pid}`;
  return life.pid === null ? life.process : `${life.process} (pid ${life.pid})`;
}

const systemNames = { windows: 'Windows', linux: 'Linux' } as const;
const minuteText = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** The same, told apart from others of the same name and pid by its machine or its start. */
export function lifeTextAmong(life: ProcessLife, others: readonly ProcessLife[]): string {
  const text = lifeText(life);
  const alike = others.filter((other) => lifeText(other) === text && !mayBeSameLife(life, other));
  if (alike.length === 0) return text;
  const { machine, startedAt, startText, promptHost } = life;
  if (machine !== null && alike.some((other) => other.machine !== null && !sameName(hostName(machine), hostName(other.machine))))
    return `${text} on ${machine}`;
  const ofSystem = life.system === undefined ? null : systemNames[life.system];
  if (ofSystem !== null && alike.some((other) => differ(life.system, other.system))) return `${text} on ${ofSystem}`;
  if (promptHost !== undefined && alike.some((other) => belowTwoPrompts(life, other))) return `${text} on ${promptHost}`;
  if (startedAt !== null) return `${text}, started ${minuteText(startedAt)}`;
  return startText === undefined ? text : `${text}, started ${startText.replace('T', ' ')}`;
}

/** Whether a sentence can name this life so that a reader can tell it from others. */
export function toldApart({ process, pid }: ProcessLife): boolean {
  return process !== null || pid !== null;
}
