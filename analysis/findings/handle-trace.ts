/** `!htrace -diff`: handles that were opened between two marks and not closed, and whose code opened them. */
import { firstOwnFrame, frameName } from '../stacks.ts';
import { countText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

export const handleTrace: Question = {
  id: 'handle-trace',
  ask: ({ file }) => {
    const traces = file.of('handleTrace').filter(({ diff, open }) => diff && open.length > 0);
    return traces.flatMap(({ id, open }) => {
      const opened = open.reduce((sum, { count }) => sum + count, 0);
      const owners = new Map<string, number>();
      for (const { frames, count } of open) {
        const own = firstOwnFrame(frames);
        if (own !== null) owners.set(frameName(own), (owners.get(frameName(own)) ?? 0) + count);
      }
      const top = [...owners.entries()].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0];
      const by = top === undefined ? '' : ` ${countText(top[1])} of them by ${shortText(top[0])}.`;
      return [
        finding({
          rule: 'handle-trace',
          ...(top === undefined ? {} : { about: top[0] }),
          says: `${countText(opened)} ${opened === 1 ? 'handle was' : 'handles were'} opened after the mark and not closed.${by}`,
          points: 'handle',
          strength: top === undefined ? 'weak' : 'strong',
          evidence: [id],
          measured: { opened },
        }),
      ];
    });
  },
};
