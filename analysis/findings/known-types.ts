/** Types of which a healthy process has few: in heap statistics and in the finalizer queue. */
import type { CaseFile } from '../case-file.ts';
import { comparableStatistics, growsBetween } from '../heap-parts.ts';
import { inOrder } from '../order-of-evidence.ts';
import { isOfType, type SuspectType, suspectTypes } from '../suspect-types.ts';
import type { Evidence, Finding, TypeCount } from '../types.ts';
import { isDynamicMethod } from './emit-builders.ts';
import { countText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** Emitted types have a question of their own (emit-builders). */
const isEmit = (type: string): boolean => type.startsWith('System.Reflection.Emit.') && !isDynamicMethod(type);

type Listed = Evidence & { readonly types: readonly TypeCount[]; readonly partial?: boolean };

interface Counted {
  readonly count: TypeCount;
  readonly ids: readonly string[];
}

/** Of the types of one cause, one that generated code leaves says more than the objects around it; else the most counts. */
function outranks({ count, suspect }: KnownType, before: KnownType): boolean {
  if (suspect.points !== before.suspect.points) return suspect.points === 'loader-heap';
  return count.count > before.count.count;
}

/** The newest lists of types; what was cut off the newest of them stands in one before. */
function listsOf<E extends Listed>(items: readonly E[]): readonly E[] {
  const { ordered, unplaced } = inOrder(items);
  const looks = ordered.toReversed();
  const whole = looks.findIndex((each) => each.partial !== true);
  return [...(whole < 0 ? looks : looks.slice(0, whole + 1)), ...unplaced];
}

/** How many of each type there are now, in each part of the heap that was listed and in the queue of the finalizer. */
function countsOf(file: CaseFile): readonly Counted[] {
  const parts = [...Map.groupBy(file.of('heapStatistic'), ({ part, capped }) => `${part ?? ''}|${capped === true}`).values()];
  return [...parts, file.of('finalizerQueue')].flatMap((items: readonly Listed[]) => {
    const now = new Map<string, TypeCount>();
    for (const { types } of listsOf(items)) for (const count of types) if (!now.has(count.type)) now.set(count.type, count);
    return [...now.values()].map((count) => ({
      count,
      ids: items.filter(({ types }) => types.some(({ type }) => type === count.type)).map(({ id }) => id),
    }));
  });
}

/** There are no more of them than before, by two statistics of one thing or else by two finalizer queues: they pile up no more. */
function isAtRest(file: CaseFile, type: string): boolean {
  const looks = inOrder(comparableStatistics(file)).ordered;
  return (growsBetween(looks, type) ?? growsBetween(inOrder(file.of('finalizerQueue')).ordered, type)) === false;
}

/** A suspicious type of which there are many now. */
export interface KnownType {
  readonly count: TypeCount;
  readonly suspect: SuspectType;
  readonly ids: readonly string[];
  /** As many, or more, were there before. */
  readonly rests: boolean;
}

/** All types in the evidence of which a healthy process has fewer than there are now. */
export function knownTypesIn(file: CaseFile): readonly KnownType[] {
  return countsOf(file).flatMap(({ count, ids }) => {
    const suspect =
      isEmit(count.type) || count.type.includes('[]')
        ? undefined
        : suspectTypes.find((each) => isOfType(count.type, each) && count.count >= each.atLeast);
    return suspect === undefined ? [] : [{ count, suspect, ids, rests: isAtRest(file, count.type) }];
  });
}

function asFinding({ count, suspect, ids, rests }: KnownType): Finding {
  const many = `${countText(count.count)} objects of ${shortText(count.type)}`;
  return finding({
    rule: rests ? 'known-types-rest' : 'known-types',
    about: suspect.cause,
    says: rests
      ? `${many} are there, and before there were no fewer: they are not what grows.`
      : `${many}: a healthy process has few of them.`,
    points: rests ? null : suspect.points,
    strength: !rests && count.count >= 5 * suspect.atLeast ? 'strong' : 'weak',
    evidence: ids,
    measured: { count: count.count },
  });
}

export const knownTypes: Question = {
  id: 'known-types',
  ask: ({ file }) => {
    const found = new Map<string, KnownType>();
    for (const each of knownTypesIn(file)) {
      const before = found.get(each.suspect.cause);
      const isFirst = before === undefined || (before.rests === each.rests ? outranks(each, before) : before.rests);
      const top = isFirst ? each : before;
      const both = [...(before?.ids ?? []), ...each.ids];
      found.set(each.suspect.cause, { ...top, ids: before?.rests === each.rests ? [...new Set(both)] : top.ids });
    }
    return [...found.values()].map(asFinding);
  },
};
