/** Outputs that cannot be of the process that a case is about: they are kept, said so, and not counted. */
import { defaultScope } from '../analysis/index.ts';
import { isInScope, livesIn, onOneMachine } from '../analysis/lives.ts';
import type { Evidence } from '../analysis/types.ts';
import type { Investigation, Target } from './types.ts';
import { shortened } from './figures.ts';
import { isSure, platformTold, systemOf, systemOfPlatform, type Told } from './system-of.ts';

const systemNames = { linux: 'Linux', windows: 'Windows' } as const;
const longestName = 60;
/** Where a case was opened with an output that names no machine. */
export const unnamedHost = 'a machine not named';

/** Of a log of many processes one is enough. */
function isOfItsProcess(told: Told, { process }: Target): boolean {
  return told.kind === 'source' || told.kind === 'host' || livesIn(told).some((life) => isInScope(life, { ...defaultScope, process }));
}

function isOfItsSystem(told: Told, { platform }: Target): boolean {
  const system = systemOf(told);
  return system === null || system === systemOfPlatform(platform);
}

const machinesOf = (told: Told): readonly string[] =>
  livesIn(told)
    .map(({ machine }) => machine)
    .filter((machine) => machine !== null);
const namesHost = (told: Told, { host }: Target): boolean =>
  machinesOf(told).some((machine) => onOneMachine({ machine }, { machine: host }));

/** What outputs are held against: the process in question, and whether any output of the case names its host. */
export interface Subject {
  readonly target: Target | null;
  readonly hostNamed: boolean;
}

/** The subject of a case with these outputs in it. */
export function subjectOf(target: Target | null, all: readonly Told[]): Subject {
  return { target, hostNamed: target !== null && all.some((each) => namesHost(each, target)) };
}

/** A host may go by another name than its own; once an output names it, what names another machine is of that one. */
function isOfItsMachine(told: Told, target: Target, hostNamed: boolean): boolean {
  return !hostNamed || machinesOf(told).length === 0 || namesHost(told, target);
}

/** Whether nothing that the output tells contradicts the process in question. Another pid alone may be its next life. */
export function isOfTheCase(told: Told, { target, hostNamed }: Subject): boolean {
  return target === null || (isOfItsSystem(told, target) && isOfItsProcess(told, target) && isOfItsMachine(told, target, hostNamed));
}

/** What a case goes by: its evidence without what is of another process or system. */
export function countedEvidence({ evidence, target }: Pick<Investigation, 'evidence' | 'target'>): readonly Evidence[] {
  const subject = subjectOf(target, evidence);
  const counted = evidence.filter((each) => isOfTheCase(each, subject));
  return counted.length === evidence.length ? evidence : counted;
}

const keptOnly = 'It is kept with the evidence and not counted; for a case of its own say “investigate” with its process first.';

function named(process: string, pid: number | null): string {
  return `${shortened(process, longestName)}${pid === null ? '' : ` (pid ${pid})`}`;
}

/** Why an output is not counted, in a sentence; null: it is. */
export function whyForeign(told: Told, subject: Subject): string | null {
  const { target } = subject;
  if (target === null || isOfTheCase(told, subject)) return null;
  const about = target.process === null ? 'a process' : named(target.process, target.pid);
  const system = systemOf(told);
  if (system !== null && !isOfItsSystem(told, target)) {
    return `This is an output of ${systemNames[system]}, and the case is about ${about} on ${systemNames[systemOfPlatform(target.platform)]}. ${keptOnly}`;
  }
  if (isOfItsProcess(told, target)) {
    const [machine = 'another machine'] = machinesOf(told);
    return `This tells of ${shortened(machine, longestName)}, and the case is about ${about} on ${shortened(target.host, longestName)}. ${keptOnly}`;
  }
  const names = new Set(livesIn(told).flatMap(({ process, pid }) => (process === null ? [] : [named(process, pid)])));
  const [other = 'another process'] = names;
  return `This tells of ${names.size > 1 ? `${other} and others` : other}, and the case is about ${about}. ${keptOnly}`;
}

/** What is counted although it names another machine than the case: its host may go by several names. */
export function otherMachine(told: Told, subject: Subject): string | null {
  const { target } = subject;
  if (target === null || target.host === unnamedHost || !isOfTheCase(told, subject) || namesHost(told, target)) return null;
  const [machine] = machinesOf(told);
  if (machine === undefined) return null;
  return `It tells of ${shortened(machine, longestName)}; the case is about ${shortened(target.host, longestName)}. It counts until something names ${shortened(target.host, longestName)} itself.`;
}

/** A system that was only guessed is taken from the first outputs that tell it; one that is known stays. */
export function withPlatformTold(investigation: Investigation, told: readonly Told[]): Investigation {
  const { target, evidence } = investigation;
  if (target?.connector !== 'manual') return investigation;
  const subject = subjectOf(target, evidence);
  const known = isSure(target) || evidence.some((each) => systemOf(each) !== null && isOfTheCase(each, subject));
  const own = told.filter((each) => isOfItsProcess(each, target) && (!known || isOfItsSystem(each, target)));
  // All outputs together, so that the order in which they came does not tell the runtime.
  const platform = platformTold([...evidence.filter((each) => isOfTheCase(each, subject)), ...own], target.platform);
  return platform === target.platform ? investigation : { ...investigation, target: { ...target, platform } };
}
