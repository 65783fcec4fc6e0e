/** Active timers that grow in number: each roots its callback and all that it captures. */
import { countText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** A service has some hundred timers, and some more under load. */
const leastGrowth = 500;
const times = 1.5;
/** Of so many the number alone is beyond what anybody starts on purpose. */
const tooMany = 5000;

export const timersGrow: Question = {
  id: 'timers-grow',
  ask: ({ file }) => {
    const timers = file.trend('timers');
    if (timers?.motion !== 'grows' || timers.last - timers.first < leastGrowth || timers.last < times * timers.first) return [];
    return [
      finding({
        rule: 'timers-grow',
        says: `Active timers go on growing, from ${countText(timers.first)} to ${countText(timers.last)}: somebody starts them and does not dispose them, and each keeps its callback and what that refers to.`,
        points: 'managed',
        strength: timers.last >= tooMany ? 'strong' : 'weak',
        evidence: timers.evidence,
        measured: { first: timers.first, last: timers.last },
      }),
    ];
  },
};
