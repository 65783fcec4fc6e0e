/** The readings of an output → evidence: its id, its time, its place, without secrets and not too large. */
import type { Evidence, ReadBlock, Reading } from '../analysis/types.ts';
import type { Investigation, TakeIn } from './types.ts';
import { namedTime } from './file-name-time.ts';
import { shortened } from './figures.ts';
import { isOfTheCase, otherMachine, subjectOf, whyForeign } from './foreign.ts';
import { bounded } from './record-size.ts';
import { redact, redactText } from './redact.ts';

export const longestFrom = 200;
const idLetters = 10;

/** Of a name that is shown with the name of a file in it. */
const longestArchive = 80;

interface Place {
  /** Among the readings of the same text, from 1. */
  readonly index: number;
  /** There are more of its kind in the text: the name of the file cannot tell them apart. */
  readonly several: boolean;
  readonly within: string | undefined;
}

export interface Entering {
  readonly block: ReadBlock;
  readonly evidence: Evidence;
  /** It is of another system, process or pid than the case was about, in a sentence. */
  readonly doubt: string | null;
}

/** Where an output came from: the file or, of an archive, the file in it. */
export function placeOf(taken: TakeIn, within: string | undefined): string {
  return within === undefined ? taken.from : `${shortened(taken.from, longestArchive)} › ${within}`;
}

function placed(reading: Reading, taken: TakeIn, { index, several, within }: Place): Pick<Evidence, 'takenAt' | 'timeFrom' | 'sequence'> {
  const named = namedTime(within ?? taken.from);
  const text = within === undefined ? taken.rawRef : `${taken.rawRef}/${within}`;
  const inText = { group: taken.watch === null ? text : watchGroup(taken.watch), index };
  const sequence = taken.watch !== null || several ? inText : (named.sequence ?? inText);
  if (reading.takenAt !== null || reading.kind === 'counters') return { takenAt: reading.takenAt, timeFrom: 'content', sequence };
  if (named.at !== null) return { takenAt: named.at, timeFrom: 'fileName', sequence };
  if (taken.collectedAt !== null) return { takenAt: taken.collectedAt, timeFrom: 'collected', sequence };
  return { takenAt: null, timeFrom: named.sequence === null || several ? null : 'fileName', sequence };
}

export function watchGroup(watch: string): string {
  return `watch:${watch}`;
}

export function isOfWatch(evidence: Evidence, watch: string): boolean {
  return evidence.sequence?.group === watchGroup(watch);
}

/** Kinds that are of no process: what the host is, and what stands in the source. */
const ofNoProcess: readonly Reading['kind'][] = ['source', 'host'];

/** A paste that does not tell its process is taken as the one in question, with a note. */
function lifeNotes(investigation: Investigation, reading: Reading, taken: TakeIn): readonly string[] {
  const asked = investigation.target?.pid ?? null;
  if (asked === null || reading.kind === 'counters' || ofNoProcess.includes(reading.kind)) return [];
  const untold = reading.life.pid === null && taken.collectedAt === null;
  return untold ? [`It does not tell its process; taken as that of pid ${asked}.`] : [];
}

/** One of another pid is kept, and says so: the next life of the process, or another process of its name. */
function otherPid({ target }: Investigation, reading: Reading): string | null {
  const asked = target?.pid ?? null;
  if (asked === null || ofNoProcess.includes(reading.kind)) return null;
  const lives = reading.kind === 'counters' ? reading.series.map(({ life }) => life) : [reading.life];
  const pids = new Set(lives.map(({ pid }) => pid));
  const [pid] = pids;
  if (pid == null || pids.size > 1 || pid === asked) return null;
  return `It tells of pid ${pid}; the case was about pid ${asked} when it came. Values of the two are not compared.`;
}

/** Ids go on from what the same bytes have brought already: a flat process prints the same twice. */
export function entering(investigation: Investigation, taken: TakeIn): readonly Entering[] {
  const before = investigation.evidence.filter((each) => each.rawRef === taken.rawRef).length;
  const all = taken.result.blocks.flatMap((block) => block.readings.map((reading) => ({ block, reading })));
  const told = (block: ReadBlock, reading: Reading) => ({ ...reading, parser: block.parser });
  const subject = subjectOf(investigation.target, [...investigation.evidence, ...all.map(({ block, reading }) => told(block, reading))]);
  const texts = Map.groupBy(all, ({ block }) => block.within);
  return all.map((each, index) => {
    const { block, reading } = each;
    const { within } = block;
    const same = texts.get(within) ?? [];
    const { value, count } = redact(reading);
    const masked = count === 0 ? [] : [`${count} secret${count === 1 ? ' was' : 's were'} masked.`];
    const foreign = whyForeign(told(block, value), subject);
    const doubt = foreign ?? otherPid(investigation, reading) ?? otherMachine(told(block, value), subject);
    // A table of all processes has others in it: nobody has to be told.
    const isOneOfMany = foreign !== null && block.readings.some((one) => isOfTheCase(told(block, one), subject));
    const evidence: Evidence = {
      ...value,
      ...placed(reading, taken, {
        index: same.indexOf(each) + 1,
        several: same.filter((one) => one.reading.kind === reading.kind).length > 1,
        within,
      }),
      id: `${taken.rawRef.slice(0, idLetters)}-${before + index + 1}`,
      parser: block.parser,
      from: shortened(redactText(placeOf(taken, within)).text, longestFrom),
      rawRef: taken.rawRef,
      notes: [
        ...(doubt === null ? [] : [doubt]),
        ...block.notes.map((note) => redactText(note).text),
        ...(foreign === null ? lifeNotes(investigation, reading, taken) : []),
        ...masked,
      ],
    };
    return { block, evidence: bounded(evidence), doubt: isOneOfMany ? null : doubt };
  });
}

/** The same bytes once more are known, except where they were collected, or are named, of another time: nothing has changed in between. */
export function isKnown(investigation: Investigation, taken: TakeIn): boolean {
  if (taken.watch !== null) return false;
  const same = investigation.evidence.filter((each) => each.rawRef === taken.rawRef);
  if (same.length === 0) return false;
  const { at } = namedTime(taken.from);
  if (at !== null && same.every(({ timeFrom, takenAt }) => timeFrom === 'fileName' && takenAt !== null && takenAt !== at)) return false;
  const collected = same.every((each) => each.timeFrom === 'collected');
  return taken.collectedAt === null || !collected || same.some((each) => each.takenAt === taken.collectedAt);
}
