/** Own objects that stay on the heap because the one finalizer thread has not come to them. */
import type { CaseFile } from '../case-file.ts';
import { finalizerFrame, frameName } from '../stacks.ts';
import { isFrameworkType } from '../suspect-types.ts';
import { countText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** One own type is that much of the queue: what waits is the application's objects, not the framework's handles. */
const mostOfQueue = 0.5;
/** Objects of one own type, of which one was seen to wait: the others wait as well. */
const manyLike = 10_000;
/**
 * A finalizer thread that is well empties its queue within moments, and most finalizable objects are in use: a queue of so many
 * of one own type, more than those that are in use, is a sign where no thread was listed.
 */
const manyWaiting = 2000;

interface Waiting {
  readonly evidence: readonly string[];
  readonly type: string;
  readonly count: number;
  /** The queue itself was listed, so that the count is of what waits, not of all on the heap. */
  readonly isListed: boolean;
  /** More of all finalizable objects wait than are in use. */
  readonly isMost: boolean;
}

/** The finalizer queue as it was listed. */
function queued(file: CaseFile): readonly Waiting[] {
  return file.of('finalizerQueue').flatMap(({ id, ready, types }) => {
    const listed = types.reduce((sum, { count }) => sum + count, 0);
    const top = types.reduce<(typeof types)[number] | null>((most, each) => (each.count > (most?.count ?? 0) ? each : most), null);
    if (ready === null || ready === 0 || top === null || isFrameworkType(top.type) || top.count < mostOfQueue * listed) return [];
    return [{ evidence: [id], type: top.type, count: ready, isListed: true, isMost: ready > listed / 2 && listed >= ready }];
  });
}

/** An object that nothing holds but the finalizer queue, and how many of its type a heap statistic lists. */
function rooted(file: CaseFile): readonly Waiting[] {
  const statistics = file.of('heapStatistic');
  return file.of('gcRoots').flatMap(({ id, chains }) => {
    const type = chains.every(({ root }) => /finali[sz]/i.test(root)) ? chains[0]?.types[0] : undefined;
    if (type === undefined || isFrameworkType(type)) return [];
    const listed = statistics.map((each) => ({ id: each.id, count: each.types.find((one) => one.type === type)?.count ?? 0 }));
    const most = listed.reduce<(typeof listed)[number] | null>((top, each) => (each.count > (top?.count ?? 0) ? each : top), null);
    return [{ evidence: most === null ? [id] : [id, most.id], type, count: most?.count ?? 0, isListed: false, isMost: false }];
  });
}

/** The finalizer that a thread was caught in: there is one finalizer thread, so all others wait for it. */
function atWork(file: CaseFile): { readonly name: string; readonly evidence: string } | null {
  for (const { id, stacks } of file.of('stacks')) {
    const frame = stacks.map(finalizerFrame).find((each) => each !== null);
    if (frame !== undefined) return { name: frameName(frame), evidence: id };
  }
  return null;
}

function told({ type, count, isListed }: Waiting, caught: string | null): string {
  const own = shortText(type);
  const there = count === 0 ? '' : `, and ${countText(count)} of them are on the heap`;
  if (caught === null && isListed) {
    return `${countText(count)} objects, most of them ${own}, wait for the finalizer thread, more than are in use: they stay on the heap until it has come to them.`;
  }
  if (caught === null) {
    return `Nothing but the finalizer queue holds a ${own}${there}: it stays there until the finalizer thread has come to it.`;
  }
  const waits = isListed ? `${countText(count)} objects wait for it, most of them ${own}` : `a ${own} waits for it${there}`;
  return `The finalizer thread was caught in ${shortText(caught)} while ${waits}: they stay on the heap until it has come to them.`;
}

export const finalizerStuck: Question = {
  id: 'finalizer-stuck',
  ask: ({ file }) => {
    const caught = atWork(file);
    const unseen = file.of('stacks').length === 0;
    const isTold = ({ isListed, isMost, count }: Waiting): boolean =>
      caught !== null || (isListed ? unseen && isMost && count >= manyWaiting : count >= manyLike);
    const waiting = [...queued(file), ...rooted(file)].find(isTold);
    if (waiting === undefined) return [];
    const { type, count, evidence, isListed } = waiting;
    return [
      finding({
        rule: caught === null && isListed ? 'finalizer-queue' : 'finalizer-stuck',
        about: type,
        says: told(waiting, caught?.name ?? null),
        points: 'managed',
        strength: caught === null ? 'weak' : 'strong',
        evidence: [...evidence, ...(caught === null ? [] : [caught.evidence])],
        measured: { count },
      }),
    ];
  },
};
