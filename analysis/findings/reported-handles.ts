/** The handle counts that leak reports carry: flat ones rule a handle leak out. */
import { trackedRun } from '../attribution.ts';
import { countText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** Handles breathe by this much; a leak of them passes it within hours. */
const breathes = 0.25;
const atLeast = 500;

export const reportedHandles: Question = {
  id: 'reported-handles',
  ask: ({ file }) => {
    const run = trackedRun(file).filter(({ report }) => report.outstandingHandles !== null);
    const counts = run.map(({ report }) => report.outstandingHandles ?? 0);
    const [first, last] = [counts[0] ?? 0, counts.at(-1) ?? 0];
    if (counts.length < 2) return [];
    const evidence = run.map(({ id }) => id);
    const measured = { first, last };
    if (last - first <= Math.max(breathes * first, 50)) {
      return [
        finding({
          rule: 'reported-handles',
          says: `Tracked handles stay flat (${counts.map(countText).join(', ')}): this is not a handle leak.`,
          strength: 'strong',
          evidence,
          measured,
        }),
      ];
    }
    return last - first < atLeast
      ? []
      : [
          finding({
            rule: 'handle-growth',
            about: 'tracked',
            says: `Tracked handles grow ${counts.map(countText).join(' → ')} over the leak reports.`,
            points: 'handle',
            strength: 'weak',
            evidence,
            measured,
          }),
        ];
  },
};
