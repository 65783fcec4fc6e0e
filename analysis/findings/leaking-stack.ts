/** Whose code calls what leaks. */
import { shortText } from '../wording.ts';
import { leakingNames } from '../stack-view.ts';
import { finding, type Question } from './types.ts';

export const leakingStack: Question = {
  id: 'leaking-stack',
  ask: ({ file, stack, attribution }) => {
    if (stack?.ownFrame == null) return [];
    const passes = stack.frames.some(({ role }) => role === 'leaking');
    // A stack of the very comparison that shows the growth is no second witness of it.
    const isWitness = passes && !file.of('allocations').some(({ id }) => id === stack.evidence);
    const through = passes ? ` It passes through ${[...leakingNames(attribution).modules].join(', ')}, which holds the growth.` : '';
    const entry = stack.entry === null || stack.entry === stack.ownFrame ? '' : `, reached from ${shortText(stack.entry)}`;
    return [
      finding({
        rule: 'leaking-stack',
        says: `The first frame of own code is ${shortText(stack.ownFrame)}${entry}.${through}`,
        points: isWitness ? 'native' : null,
        strength: isWitness ? 'strong' : 'weak',
        evidence: [stack.evidence],
      }),
    ];
  },
};
