/** Whose code calls what leaks. */
import { shortText } from '../wording.ts';
import { leakingNames } from '../stack-view.ts';
import { finding, type Question } from './types.ts';

export const leakingStack: Question = {
  id: 'leaking-stack',
  ask: ({ stack, attribution }) => {
    if (stack?.ownFrame == null) return [];
    const passes = stack.frames.some(({ role }) => role === 'leaking');
    const through = passes ? ` It passes through ${[...leakingNames(attribution).modules].join(', ')}, which holds the growth.` : '';
    const entry = stack.entry === null || stack.entry === stack.ownFrame ? '' : `, reached from ${shortText(stack.entry)}`;
    return [
      finding({
        rule: 'leaking-stack',
        says: `The first frame of own code is ${shortText(stack.ownFrame)}${entry}.${through}`,
        points: passes ? 'native' : null,
        strength: passes ? 'strong' : 'weak',
        evidence: [stack.evidence],
      }),
    ];
  },
};
