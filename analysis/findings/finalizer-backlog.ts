/** Objects that wait for the finalizer thread: what they own is freed late or never. */
import type { CaseFile } from '../case-file.ts';
import type { EvidenceOf } from '../order-of-evidence.ts';
import { frameName, isOwnFrame } from '../stacks.ts';
import { isFrameworkType } from '../suspect-types.ts';
import { countText, listText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** The finalizer thread empties a healthy queue within moments; DebugDiag warns from some hundreds on. */
const backlog = 500;
const large = 5000;

/** One own type is that much of the queue: what waits is the application's objects, not the framework's handles. */
const mostOfQueue = 0.5;

/** The finalizer that a thread was caught in: there is one finalizer thread, so all others wait for it. */
function finalizerAtWork(file: CaseFile): { readonly name: string; readonly evidence: string } | null {
  for (const { id, stacks } of file.of('stacks')) {
    for (const { frames } of stacks) {
      const frame = frames.find((each) => isOwnFrame(each) && /[.:]Finalize$/.test((each.function ?? '').slice(-400)));
      if (frame !== undefined) return { name: frameName(frame), evidence: id };
    }
  }
  return null;
}

/** Own objects pile up behind a finalizer of the application that was seen at work: they stay on the heap. */
function stuck(file: CaseFile, { id, ready, types }: EvidenceOf<'finalizerQueue'>): ReturnType<Question['ask']> {
  const atWork = finalizerAtWork(file);
  const listed = types.reduce((sum, { count }) => sum + count, 0);
  const top = types.reduce<(typeof types)[number] | null>((most, each) => (each.count > (most?.count ?? 0) ? each : most), null);
  if (atWork === null || ready === null || top === null || isFrameworkType(top.type) || top.count < mostOfQueue * listed) return [];
  return [
    finding({
      rule: 'finalizer-stuck',
      about: top.type,
      says: `The finalizer thread was caught in ${shortText(atWork.name)} while ${countText(ready)} objects wait for it, most of them ${shortText(top.type)}: they stay on the heap until it has come to them.`,
      points: 'managed',
      strength: 'strong',
      evidence: [id, atWork.evidence],
      measured: { ready, count: top.count },
    }),
  ];
}

/** SOS lists "all finalizable objects (including all objects ready for finalization)", not those that wait. */
export const finalizerBacklog: Question = {
  id: 'finalizer-backlog',
  ask: ({ file }) =>
    file.of('finalizerQueue').flatMap((queue) => {
      const { id, parser, ready, types } = queue;
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
        ...stuck(file, queue),
      ];
    }),
};
