/** Two heap statistics of one life, apart in time: which types grow. */
import { inOrder } from '../order-of-evidence.ts';
import { isFrameworkType } from '../suspect-types.ts';
import type { TypeCount } from '../types.ts';
import { bytesText, countText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** A type must grow by these to be more than what the moment holds: between two moments of a healthy site a quarter is nothing. */
const leastObjects = 1000;
const leastBytes = 5 * 1024 * 1024;
const leastShare = 0.1;
const objectsShare = 0.5;
const bytesShare = 0.3;
/** A heap that did not grow by this share has only changed what it holds, unless one own type multiplied. */
const wholeShare = 0.25;
const multiplied = 3;
const mostTypes = 5;

interface Grown {
  readonly type: string;
  readonly from: TypeCount | null;
  readonly to: TypeCount;
  readonly bytes: number;
}

function grown(before: readonly TypeCount[], after: readonly TypeCount[], partial: boolean): readonly Grown[] {
  const was = new Map(before.map((each) => [each.type, each]));
  return after
    .filter(({ type }) => type !== 'Free')
    .flatMap((to) => {
      const from = was.get(to.type) ?? null;
      // A partial list does not show small types, so what is missing in it may have been there.
      if (from === null && partial) return [];
      const bytes = (to.bytes ?? 0) - (from?.bytes ?? 0);
      const objects = to.count - (from?.count ?? 0);
      const material =
        objects >= Math.max(leastObjects, objectsShare * (from?.count ?? 0)) ||
        bytes >= Math.max(leastBytes, bytesShare * (from?.bytes ?? 0));
      return material && objects > 0 && (to.bytes === null || bytes > 0) ? [{ type: to.type, from, to, bytes }] : [];
    })
    .sort((a, b) => b.bytes - a.bytes || (a.type < b.type ? -1 : 1));
}

function hasMultiplied({ type, from, to }: Grown): boolean {
  return !isFrameworkType(type) && to.count >= multiplied * (from?.count ?? 0);
}

export const heapGrowth: Question = {
  id: 'heap-growth',
  ask: ({ file }) => {
    const { ordered, unplaced } = inOrder(file.of('heapStatistic'));
    const [first, last] = [ordered[0], ordered.at(-1)];
    if (first === undefined || last === undefined || ordered.length < 2) {
      return unplaced.length < 2
        ? []
        : [
            finding({
              rule: 'order-unknown',
              about: 'heapStatistic',
              says: 'Which of these heap statistics was taken first is not known, so no growth is claimed. Say when each was taken.',
              evidence: unplaced.map(({ id }) => id),
            }),
          ];
    }
    const types = grown(first.types, last.types, first.partial).slice(0, mostTypes);
    const total = last.totalBytes === null || first.totalBytes === null ? null : last.totalBytes - first.totalBytes;
    const whole = total !== null && total >= Math.max(leastBytes, leastShare * (first.totalBytes ?? 0));
    // The own type that grows is named before the strings and arrays that it holds.
    const leading = types.find(({ type }) => !isFrameworkType(type)) ?? types[0];
    const grew = total === null || total >= wholeShare * (first.totalBytes ?? 0) || (leading !== undefined && hasMultiplied(leading));
    return types.map((each) =>
      finding({
        rule: 'heap-growth',
        about: each.type,
        says: `${shortText(each.type)} grows from ${countText(each.from?.count ?? 0)} to ${countText(each.to.count)} objects (+${bytesText(each.bytes)}) between the two heap statistics.`,
        points: each === leading && grew ? 'managed' : null,
        strength: whole || total === null ? 'strong' : 'weak',
        evidence: [first.id, last.id],
        measured: { first: each.from?.count ?? 0, last: each.to.count, bytes: each.bytes, own: isFrameworkType(each.type) ? 0 : 1 },
      }),
    );
  },
};
