/** FDSize of /proc/PID/status: it counts no descriptors, but the kernel doubles the table only when more are open than it holds. */
import type { CaseFile } from '../case-file.ts';
import { countText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** Twice doubled, and more than a process of some hundred files needs. */
const times = 4;
const atLeast = 1024;
/** Three times doubled nobody opens by chance. */
const manyTimes = 8;

interface Slots {
  readonly first: number;
  readonly last: number;
  readonly evidence: readonly string[];
}

/**
 * The table while it goes on being doubled; null where it does not. Descriptors that leak evenly double it at 1, 2, 4, 8 … hours,
 * so always once in the second half of what was watched; a server that opens its files at start does not.
 */
export function growingSlots(file: CaseFile): Slots | null {
  const trend = file.trend('handleSlots');
  const [start, end] = [trend?.taken[0], trend?.taken.at(-1)];
  if (trend === null || start === undefined || end === undefined) return null;
  const middle = trend.taken.findLast(({ at }) => at <= (start.at + end.at) / 2)?.value ?? end.value;
  if (end.at - start.at < file.scope.minimumMs || end.value <= middle) return null;
  return end.value >= times * start.value && end.value >= atLeast
    ? { first: start.value, last: end.value, evidence: trend.evidence }
    : null;
}

export const slotsGrow: Question = {
  id: 'slots-grow',
  ask: ({ file }) => {
    const slots = growingSlots(file);
    if (slots === null || file.trend('handles') !== null) return [];
    const { first, last, evidence } = slots;
    return [
      finding({
        rule: 'slots-grow',
        says: `The table for open file descriptors was doubled from ${countText(first)} to ${countText(last)} places, and again lately: more are open all the time. ls -l /proc/PID/fd tells which.`,
        points: 'handle',
        strength: last >= manyTimes * first ? 'strong' : 'weak',
        evidence,
        measured: { first, last },
      }),
    ];
  },
};
