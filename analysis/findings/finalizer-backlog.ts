/** Objects that wait for the finalizer thread: what they own is freed late or never. */
import { newest } from '../order-of-evidence.ts';
import { countText, listText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** The finalizer thread empties a healthy queue within moments; DebugDiag warns from some hundreds on. */
const backlog = 500;
const large = 5000;

/** SOS lists "all finalizable objects (including all objects ready for finalization)", not those that wait. */
export const finalizerBacklog: Question = {
  id: 'finalizer-backlog',
  ask: ({ file }) =>
    newest(file.of('finalizerQueue')).flatMap(({ id, parser, ready, types }) => {
      if (ready === null || ready < backlog) return [];
      const top = types.slice(0, 3).map(({ type, count }) => `${countText(count)} ${type}`);
      const listed = types.reduce((sum, { count }) => sum + count, 0);
      const ofAll = 'The table is of all finalizable objects, those that wait among them; most are';
      const of = listed > ready ? ofAll : listed === ready || parser !== 'finalizequeue' ? 'Most are' : 'Listed are';
      const mostly = top.length === 0 ? '' : ` ${of} ${listText(top)}.`;
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
