/** Before and after a fix: slopes may be compared across two lives, values never. */
import { counterWords } from '../counter-trends.ts';
import { finding, type Question } from './types.ts';

export const afterFix: Question = {
  id: 'after-fix',
  ask: ({ file }) =>
    file.afterFix.flatMap((after) => {
      const before = file.trend(after.counter);
      if (before?.motion !== 'grows') return [];
      const { name } = counterWords[after.counter];
      const verdict =
        after.motion === 'grows'
          ? `${name} still grow since the fix`
          : after.motion === 'too-early'
            ? `it is too early to say whether the fix holds for ${name}`
            : `${name} no longer grow since the fix`;
      return [
        finding({
          rule: 'after-fix',
          about: after.counter,
          says: `${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}: ${after.says}`,
          strength: after.motion === 'too-early' ? 'weak' : 'strong',
          evidence: [...before.evidence, ...after.evidence],
          measured: {
            holds: after.motion === 'grows' ? 0 : after.motion === 'too-early' ? -1 : 1,
            before: before.slopePerHour ?? 0,
            after: after.slopePerHour ?? 0,
          },
        }),
      ];
    }),
};
