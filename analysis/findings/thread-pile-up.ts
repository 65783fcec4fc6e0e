/** Threads that pile up: each has a stack, and most of them wait at one place. */
import { frameName } from '../stacks.ts';
import type { CaseFile } from '../case-file.ts';
import type { CallStack } from '../types.ts';
import { countText, shareText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** IIS allows 5,000 requests at once; some hundred threads are busy, a thousand wait. */
const many = 500;
const veryMany = 1000;
const locks = [
  'AwareLock::',
  'Monitor.Enter',
  'Monitor::Enter',
  'Monitor.ReliableEnter',
  'JIT_MonEnter',
  'RtlEnterCriticalSection',
  'RtlpWaitOnCriticalSection',
  'pthread_mutex_lock',
  '__lll_lock_wait',
  'AcquireSRWLock',
  'Monitor.Wait',
  'ManualResetEventSlim.Wait',
  'Task.SpinThenBlockingWait',
  'Task.Wait',
  'TaskAwaiter.GetResult',
];

function waitsAt({ frames }: CallStack): string | null {
  const found = frames.find((frame) => locks.some((lock) => (frame.function ?? '').includes(lock)));
  return found === undefined ? null : frameName(found);
}

interface Whole {
  readonly ids: readonly string[];
  readonly threads: number;
  readonly stacks: readonly CallStack[];
}

/** A large text is read in windows: readings of one text that name different threads are one list of stacks. */
function wholeTexts(file: CaseFile): readonly Whole[] {
  const byText = Map.groupBy(file.of('stacks'), ({ id, sequence, parser }) => (sequence === null ? id : `${sequence.group} ${parser}`));
  return [...byText.values()].flatMap((readings): readonly Whole[] => {
    const named = readings.flatMap(({ stacks }) => stacks.flatMap((each) => each.threads));
    const apart = readings.map(({ id, threads, stacks }) => ({ ids: [id], threads, stacks }));
    if (readings.length < 2 || named.length === 0 || new Set(named).size < named.length) return apart;
    const threads = readings.reduce((sum, each) => sum + each.threads, 0);
    return [{ ids: readings.map(({ id }) => id), threads, stacks: readings.flatMap(({ stacks }) => stacks) }];
  });
}

export const threadPileUp: Question = {
  id: 'thread-pile-up',
  ask: ({ file }) =>
    wholeTexts(file).flatMap(({ ids, threads, stacks }) => {
      if (threads < many) return [];
      const shown = stacks.reduce((sum, { count }) => sum + count, 0);
      const waiting = stacks.flatMap((stack) => {
        const lock = waitsAt(stack);
        return lock === null ? [] : [{ lock, count: stack.count }];
      });
      const sum = waiting.reduce((all, { count }) => all + count, 0);
      const top = [...waiting].sort((a, b) => b.count - a.count)[0];
      const at =
        top === undefined
          ? ''
          : ` ${shareText(sum / Math.max(1, shown))} of the stacks shown wait for a lock, at ${shortText(top.lock, 80)}.`;
      return [
        finding({
          rule: 'thread-pile-up',
          says: `${countText(threads)} threads are alive.${at} Each reserves a stack (1 MB as a rule).`,
          points: 'virtual',
          strength: threads >= veryMany && sum > 0 ? 'strong' : 'weak',
          evidence: ids,
          measured: { threads, waiting: sum },
        }),
      ];
    }),
};
