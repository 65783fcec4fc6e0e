/** An output that has been read enters the case: evidence (redacted, bounded), verdict, facts, and the event that says so. */
import type { Evidence, ReadBlock, Reading } from '../analysis/types.ts';
import type { Facts, Investigation, TakeIn, TakenIn, UnreadOutput } from './types.ts';
import { advanceWith } from './advance.ts';
import { collectorById } from './collectors/index.ts';
import { namedTime } from './file-name-time.ts';
import { shortened } from './figures.ts';
import { checkFix } from './fix-check.ts';
import { judged } from './judging.ts';
import { ofTheTarget } from './life-of-target.ts';
import { factsOf } from './met.ts';
import { readingSays } from './reading-says.ts';
import { bounded, bytesOf, mostBytesOfAll } from './record-size.ts';
import { redact, redactText } from './redact.ts';
import { entry, noted } from './timeline.ts';
import { sizeFacts } from './tracking-size.ts';

const mostUnread = 50;
const longestFrom = 200;
const idLetters = 10;

interface Entering {
  readonly block: ReadBlock;
  readonly evidence: Evidence;
}

function placed(reading: Reading, taken: TakeIn, index: number, several: boolean): Pick<Evidence, 'takenAt' | 'timeFrom' | 'sequence'> {
  const named = namedTime(taken.from);
  const inText = { group: taken.watch === null ? taken.rawRef : watchGroup(taken.watch), index };
  const sequence = taken.watch !== null || several ? inText : (named.sequence ?? inText);
  if (reading.takenAt !== null || reading.kind === 'counters') return { takenAt: reading.takenAt, timeFrom: 'content', sequence };
  if (named.at !== null) return { takenAt: named.at, timeFrom: 'fileName', sequence };
  if (taken.collectedAt !== null) return { takenAt: taken.collectedAt, timeFrom: 'collected', sequence };
  return { takenAt: null, timeFrom: named.sequence === null || several ? null : 'fileName', sequence };
}

function watchGroup(watch: string): string {
  return `watch:${watch}`;
}

function isOfWatch(evidence: Evidence, watch: string): boolean {
  return evidence.sequence?.group === watchGroup(watch);
}

/** Ids go on from what the same bytes have brought already: a flat process prints the same twice. */
function entering(investigation: Investigation, taken: TakeIn): readonly Entering[] {
  const before = investigation.evidence.filter((each) => each.rawRef === taken.rawRef).length;
  const all = taken.result.blocks.flatMap((block) => block.readings.map((reading) => ({ block, reading })));
  const several = all.length > 1;
  return all.map(({ block, reading }, index) => {
    const { value, count } = redact(reading);
    const masked = count === 0 ? [] : [`${count} secret${count === 1 ? ' was' : 's were'} masked.`];
    const evidence: Evidence = {
      ...value,
      ...placed(reading, taken, index + 1, several),
      id: `${taken.rawRef.slice(0, idLetters)}-${before + index + 1}`,
      parser: block.parser,
      from: shortened(redactText(taken.from).text, longestFrom),
      rawRef: taken.rawRef,
      notes: [...block.notes.map((note) => redactText(note).text), ...masked],
    };
    return { block, evidence: bounded(evidence) };
  });
}

/** The same bytes once more are known, except where they were collected at another time: then nothing has changed in between. */
function isKnown(investigation: Investigation, taken: TakeIn): boolean {
  if (taken.watch !== null) return false;
  const same = investigation.evidence.filter((each) => each.rawRef === taken.rawRef);
  if (same.length === 0) return false;
  const collected = same.every((each) => each.timeFrom === 'collected');
  return taken.collectedAt === null || !collected || same.some((each) => each.takenAt === taken.collectedAt);
}

function unreadOf(taken: TakeIn): readonly UnreadOutput[] {
  return taken.result.unread.map(({ problem, fromLine }) => ({
    from: shortened(
      redactText(fromLine > 0 && taken.result.blocks.length > 0 ? `${taken.from}, from line ${fromLine}` : taken.from).text,
      longestFrom,
    ),
    problem: shortened(redactText(problem).text, 500),
    rawRef: taken.rawRef,
    at: taken.at,
  }));
}

interface Kept {
  readonly investigation: Investigation;
  readonly added: readonly Entering[];
  readonly unread: readonly UnreadOutput[];
}

/** Evidence is never pushed out by newer evidence: what does not fit is refused, in words. */
function kept(investigation: Investigation, taken: TakeIn, all: readonly Entering[]): Kept {
  const { watch } = taken;
  const rest = watch === null ? investigation.evidence : investigation.evidence.filter((each) => !isOfWatch(each, watch));
  let room = mostBytesOfAll - rest.reduce((sum, each) => sum + bytesOf(each), 0);
  const added = all.filter(({ evidence }) => {
    const size = bytesOf(evidence);
    if (size > room) return false;
    room -= size;
    return true;
  });
  const full = all.length - added.length;
  const problem = `The case is full: ${full} of ${all.length} readings did not fit. The output itself is kept; open a new case for what comes next.`;
  const refused = full === 0 ? [] : [{ from: taken.from, problem, rawRef: taken.rawRef, at: taken.at }];
  const unread = [...unreadOf(taken), ...refused];
  const evidence = [...rest, ...added.map((each) => each.evidence)];
  return {
    investigation: { ...investigation, evidence, unread: [...investigation.unread, ...unread].slice(-mostUnread) },
    added,
    unread,
  };
}

/** A step the person came back to is left again once something new of its kind has been read. */
function revisitingAfter(investigation: Investigation, taken: TakeIn, added: readonly Entering[]): Partial<Facts> {
  const { revisiting } = investigation.snapshot.facts;
  if (revisiting === null || added.length === 0) return {};
  const planned = investigation.plan.steps.find((each) => each.step === revisiting);
  const kinds =
    planned === undefined ? [] : [...planned.need.kinds, ...planned.collectors.flatMap((id) => collectorById(id)?.yields ?? [])];
  const isWanted = planned === undefined || added.some(({ evidence }) => kinds.includes(evidence.kind));
  return isWanted && taken.watch === null ? { revisiting: null } : {};
}

function trackedSince(investigation: Investigation, taken: TakeIn): Partial<Facts> {
  const effect = investigation.pending.find((each) => each.id === taken.effectId);
  return effect?.type === 'collect' && effect.collector === 'leak-tracking' ? { trackedSince: taken.collectedAt } : {};
}

function recorded(before: Investigation, next: Investigation, taken: TakeIn, added: readonly Entering[]): Investigation {
  // A watch is told of where it begins, and by what it shows; its evidence is replaced all the time.
  const read = taken.watch === null ? added : [];
  let { timeline } = next;
  for (const { block, evidence } of read) {
    const says = `${block.title}: ${readingSays(evidence)}`;
    timeline = noted(timeline, { ...entry(before, taken.at, taken.by, says), evidence: [evidence.id] });
  }
  if (hasChangedVerdict(before, next)) {
    const lead = next.judgement?.verdict.lead ?? '';
    timeline = noted(timeline, entry(next, taken.at, null, lead));
  }
  return { ...next, timeline };
}

function hasChangedVerdict(before: Investigation, next: Investigation): boolean {
  const [old, now] = [before.judgement?.verdict, next.judgement?.verdict];
  if (now === undefined) return false;
  const oldClass = old?.class ?? 'not-enough-data';
  return oldClass !== now.class || old?.causes[0]?.id !== now.causes[0]?.id;
}

/** What the bot itself collected and nobody could read is trouble; what a person pasted is answered in the chat. */
function problemOf(before: Investigation, next: Investigation, taken: TakeIn, added: readonly Entering[]): string | null {
  if (added.length > 0) return null;
  const effect = before.pending.find((each) => each.id === taken.effectId);
  if (effect?.type !== 'collect') return next.problem;
  const title = collectorById(effect.collector)?.title ?? effect.collector;
  const why = taken.result.unread[0]?.problem ?? 'It printed nothing that Plumbline knows.';
  return effect.collector === 'leak-tracking' ? null : `"${title}" ran, but told nothing new. ${shortened(redactText(why).text, 300)}`;
}

/** Takes the readings of one output into the case. A paused case keeps them; a cancelled one, too. Never throws for bad input. */
export function takeIn(investigation: Investigation, taken: TakeIn): TakenIn {
  const isSame = isKnown(investigation, taken);
  const all = isSame ? [] : entering(investigation, taken);
  const {
    investigation: filled,
    added,
    unread,
  } = kept(investigation, isSame ? { ...taken, result: { blocks: [], unread: [] } } : taken, all);
  const nothing = added.length === 0 && taken.watch === null;
  const fresh = nothing
    ? filled
    : judged(
        ofTheTarget(
          filled,
          added.map((each) => each.evidence),
          taken,
        ),
      );
  const check = checkFix(fresh, taken.watch !== null);
  const facts: Partial<Facts> = {
    ...factsOf(fresh),
    ...sizeFacts(fresh, taken.watch),
    ...revisitingAfter(investigation, taken, added),
    ...trackedSince(investigation, taken),
    ...(check.holds === null ? {} : { fixHolds: check.holds }),
  };
  const event = { type: 'evidenceRead', effectId: taken.effectId, facts, by: taken.by, at: taken.at } as const;
  const advanced = advanceWith(fresh, event, { added: added.length > 0, countAgain: check.countAgain });
  const told = recorded(investigation, advanced.investigation, taken, added);
  return {
    investigation: { ...told, problem: problemOf(investigation, told, taken, added), updatedAt: taken.at },
    read: said(added),
    unread,
    known: isSame ? taken.result.blocks.reduce((sum, block) => sum + block.readings.length, 0) : 0,
    verdictChanged: hasChangedVerdict(investigation, told),
  };
}

function said(added: readonly Entering[]): TakenIn['read'] {
  return added.map(({ block, evidence }) => ({ title: block.title, says: readingSays(evidence), evidence: [evidence.id] }));
}
