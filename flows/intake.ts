/** An output that has been read enters the case: evidence (redacted, bounded), verdict, facts, and the event that says so. */
import { lifeText } from '../analysis/lives.ts';
import type { Evidence } from '../analysis/types.ts';
import type { Facts, Investigation, TakeIn, TakenIn, UnreadOutput } from './types.ts';
import { advanceWith } from './advance.ts';
import { collectorById } from './collectors/index.ts';
import { entering, isKnown, isOfWatch, longestFrom, placeOf, type Entering } from './entering.ts';
import { shortened } from './figures.ts';
import { checkFix } from './fix-check.ts';
import { withPlatformTold } from './foreign.ts';
import { judged } from './judging.ts';
import { handedOn, ofTheTarget } from './life-of-target.ts';
import { factsOf } from './met.ts';
import { orderAsked } from './order-asked.ts';
import { readingSays } from './reading-says.ts';
import { mostBytesOfAll, storedBytesOf } from './record-size.ts';
import { redactText } from './redact.ts';
import { entry, noted } from './timeline.ts';
import { sizeFacts } from './tracking-size.ts';

const mostUnread = 50;

function unreadOf(taken: TakeIn): readonly UnreadOutput[] {
  return taken.result.unread.map(({ problem, fromLine, within }) => {
    const place = placeOf(taken, within);
    const isPart = fromLine > 0 && taken.result.blocks.some((block) => block.within === within);
    return {
      from: shortened(redactText(isPart ? `${place}, from line ${fromLine}` : place).text, longestFrom),
      problem: shortened(redactText(problem).text, 500),
      rawRef: taken.rawRef,
      at: taken.at,
    };
  });
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
  let room = mostBytesOfAll - storedBytesOf(rest);
  const added = all.filter(({ evidence }) => {
    const size = storedBytesOf([evidence]);
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
  for (const { block, evidence, doubt } of read) {
    const aside = doubt === null ? '' : ` ${doubt}`;
    const says = `${titleOf(block)}: ${readingSays(evidence)}${aside}`;
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
  const outputs = taken.result.blocks.flatMap(({ parser, readings }) => readings.map((each) => ({ ...each, parser })));
  const placed = isSame ? investigation : withPlatformTold(investigation, outputs);
  const all = isSame ? [] : entering(placed, taken);
  const { investigation: filled, added, unread } = kept(placed, isSame ? { ...taken, result: { blocks: [], unread: [] } } : taken, all);
  const nothing = added.length === 0 && taken.watch === null;
  const found = added.map((each) => each.evidence);
  const { record, watch } = nothing ? { record: filled, watch: null } : handedOn(filled, ofTheTarget(filled, found, taken), taken.watch);
  const fresh = nothing ? filled : judged(record);
  const check = checkFix(fresh, taken.watch !== null);
  const facts: Partial<Facts> = {
    ...factsOf(fresh),
    ...sizeFacts(fresh, watch),
    ...revisitingAfter(investigation, taken, added),
    ...trackedSince(investigation, taken),
    ...(check.holds === null ? {} : { fixHolds: check.holds }),
  };
  const event = { type: 'evidenceRead', effectId: taken.effectId, facts, by: taken.by, at: taken.at } as const;
  const advanced = advanceWith(fresh, event, { added: added.length > 0, countAgain: check.countAgain });
  const told = recorded(investigation, advanced.investigation, taken, added);
  return {
    investigation: { ...told, problem: problemOf(investigation, told, taken, added), updatedAt: taken.at },
    read: said(told, added),
    unread,
    known: isSame ? taken.result.blocks.reduce((sum, block) => sum + block.readings.length, 0) : 0,
    verdictChanged: hasChangedVerdict(investigation, told),
  };
}

function said(investigation: Investigation, added: readonly Entering[]): TakenIn['read'] {
  return added.map(({ block, evidence, doubt }) => ({
    title: `${titleOf(block)}${ofWhom(evidence, added)}`,
    says: `${readingSays(evidence)}${orderAsked(investigation, evidence.id)}`,
    evidence: [evidence.id],
    ...(doubt === null ? {} : { doubt }),
  }));
}

/** Of which process, where one text tells of several. */
function ofWhom({ life, parser }: Evidence, added: readonly Entering[]): string {
  const beside = added.filter(({ evidence }) => evidence.parser === parser && evidence.life.pid !== null);
  const several = new Set(beside.map(({ evidence }) => evidence.life.pid)).size > 1;
  return several && life.pid !== null ? `, ${lifeText(life)}` : '';
}

/** In what a person reads of an archive, which file of it. */
function titleOf(block: Entering['block']): string {
  return block.within === undefined ? block.title : `${block.title} (${shortened(redactText(block.within).text, longestFrom)})`;
}
