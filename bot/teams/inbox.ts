import type { Lanes } from '../../store/lanes.ts';

/**
 * Teams sends an activity again when it is not answered within about 15 s, also when it *was* handled,
 * and restify runs two of one conversation at once. So: the same activity is handled once and its answer
 * is given again; one conversation's activities are handled in the order in which they came; and whoever
 * waits longer than the deadline gets the interim answer while the work goes on (`again`: it is a
 * redelivery, and the interim answer was already given). What is sent into the chat may wait for Teams'
 * limits, many seconds in a busy channel: nobody's request is held for longer than the deadline by that,
 * and the next message is worked on meanwhile. What was acted upon outlives a restart in the record (heard.ts).
 */
export interface Inbox {
  take<T>(
    from: { conversation: string; activityId: string | null },
    work: () => Promise<Handled<T>>,
    late: (again: boolean) => T,
  ): Promise<T>;
}
/** The answer to the request, and the messages that go into the chat beside it. */
export interface Handled<T> {
  readonly answer: T;
  readonly sent: Promise<unknown>;
}

/** Teams gives up on a click after 10 to 15 s; SPEC.md §4 promises an answer within 5. */
export const answerDeadlineMs = 4000;
/** Redeliveries come within minutes; this many activities are hours of a busy channel. */
const rememberedActivities = 5000;

export function createInbox(lanes: Lanes, deadlineMs: number = answerDeadlineMs): Inbox {
  const answers = new Map<string, Promise<unknown>>();
  function once<T>(key: string | null, start: () => Promise<T>): Promise<T> {
    if (key === null) return start();
    const known = answers.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = start();
    answers.set(key, answer);
    // A turn that failed may be tried again.
    answer.catch(() => answers.delete(key));
    const oldest = answers.keys().next().value;
    if (answers.size > rememberedActivities && oldest !== undefined) answers.delete(oldest);
    return answer;
  }
  return {
    async take(from, work, late) {
      const key = from.activityId === null ? null : `${from.conversation}\n${from.activityId}`;
      const again = key !== null && answers.has(key);
      const done = once(key, () => lanes.run(from.conversation, work));
      const timer = Promise.withResolvers<'late'>();
      const waiting = setTimeout(() => timer.resolve('late'), deadlineMs);
      try {
        const first = await Promise.race([done, timer.promise]);
        if (first === 'late') return late(again);
        await Promise.race([first.sent, timer.promise]);
        return first.answer;
      } finally {
        clearTimeout(waiting);
      }
    },
  };
}
