/** Objects that wait for the finalizer thread: what they own is freed late or never. */
import { countText, listText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** The finalizer thread empties a healthy queue within moments; DebugDiag warns from some hundreds on. */
const backlog = 500;
const large = 5000;

export const finalizerBacklog: Question = {
  id: 'finalizer-backlog',
  ask: ({ file }) =>
    file.of('finalizerQueue').flatMap(({ id, ready, types }) => {
      if (ready === null || ready < backlog) return [];
      const top = types.slice(0, 3).map(({ type, count }) => `${countText(count)} ${type}`);
      const mostly = top.length === 0 ? '' : ` Most are ${listText(top)}.`;
      return [
        finding({
          rule: 'finalizer-backlog',
          says: `${countText(ready)} objects wait for the finalizer thread, so what they hold (handles, native memory) is not given back.${mostly}`,
          strength: ready >= large ? 'strong' : 'weak',
          evidence: [id],
          measured: { ready },
        }),
      ];
    }),
};
