/** Types of which a healthy process has few: in heap statistics and in the finalizer queue. */
import { isOfType, type SuspectType, suspectTypes } from '../suspect-types.ts';
import type { TypeCount } from '../types.ts';
import { isDynamicMethod } from './emit-builders.ts';
import { countText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** Emitted types have a question of their own (emit-builders). */
const isEmit = (type: string): boolean => type.startsWith('System.Reflection.Emit.') && !isDynamicMethod(type);

/** Of the types of one cause, one that generated code leaves says more than the objects around it; else the most counts. */
function outranks(count: TypeCount, suspect: SuspectType, before: { readonly count: TypeCount; readonly suspect: SuspectType }): boolean {
  if (suspect.points !== before.suspect.points) return suspect.points === 'loader-heap';
  return count.count > before.count.count;
}

export const knownTypes: Question = {
  id: 'known-types',
  ask: ({ file }) => {
    const lists: readonly { readonly id: string; readonly types: readonly TypeCount[] }[] = [
      ...file.of('heapStatistic'),
      ...file.of('finalizerQueue'),
    ];
    const found = new Map<string, { readonly count: TypeCount; readonly suspect: (typeof suspectTypes)[number]; readonly ids: string[] }>();
    for (const { id, types } of lists) {
      for (const count of types) {
        const suspect =
          isEmit(count.type) || count.type.includes('[]')
            ? undefined
            : suspectTypes.find((each) => isOfType(count.type, each) && count.count >= each.atLeast);
        if (suspect === undefined) continue;
        const before = found.get(suspect.cause);
        if (before === undefined || outranks(count, suspect, before))
          found.set(suspect.cause, { count, suspect, ids: [...(before?.ids ?? []), id] });
        else before.ids.push(id);
      }
    }
    return [...found.values()].map(({ count, suspect, ids }) =>
      finding({
        rule: 'known-types',
        about: suspect.cause,
        says: `${countText(count.count)} objects of ${shortText(count.type)}: a healthy process has few of them.`,
        points: suspect.points,
        strength: count.count >= 5 * suspect.atLeast ? 'strong' : 'weak',
        evidence: ids,
        measured: { count: count.count },
      }),
    );
  },
};
