/** Whether what leaks is one kind of object: the mean size of an allocation of the leading function stays the same. */
import { withoutOffset } from '../attribution.ts';
import { bytesText } from '../wording.ts';
import { topRow } from './leak-report-growth.ts';
import { finding, type Question } from './types.ts';

/** Printed sizes have three digits and few allocations, so the mean of one kind still moves by some percent. */
const sameWithin = 0.05;

export const allocationSize: Question = {
  id: 'allocation-size',
  ask: ({ attribution }) => {
    const row = attribution === null ? null : topRow(attribution, 'function');
    if (attribution === null || row === null) return [];
    const means = row.bytes.flatMap((bytes, i) => {
      const count = row.allocations[i] ?? 0;
      return bytes === null || bytes === 0 || count === 0 ? [] : [bytes / count];
    });
    const [low, high] = [Math.min(...means), Math.max(...means)];
    if (means.length < 2 || (high - low) / 2 > sameWithin * ((high + low) / 2)) return [];
    return [
      finding({
        rule: 'allocation-size',
        says: `Each allocation of ${withoutOffset(row.name)} has the same size (${means.map((mean) => bytesText(mean)).join(', ')}): one kind of object leaks.`,
        points: 'native',
        evidence: attribution.evidence,
        measured: { lowBytes: low, highBytes: high },
      }),
    ];
  },
};
