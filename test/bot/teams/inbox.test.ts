import { describe, expect, it } from '@jest/globals';
import { createLanes } from '../../../store/lanes.ts';
import { createInbox } from '../../../bot/teams/inbox.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const neverLate = (): string => 'late';
const handled = (answer: string, sent: Promise<unknown> = Promise.resolve()) => ({ answer, sent });

describe('what comes in', () => {
  it('is handled once, however often it is delivered, and answered the same each time', async () => {
    const inbox = createInbox(createLanes());
    let count = 0;
    const work = async () => {
      count += 1;
      await wait(5);
      return handled(`answer ${count}`);
    };
    const from = { conversation: 'a', activityId: '1' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => inbox.take(from, work, neverLate)));
    expect(answers).toEqual(['answer 1', 'answer 1', 'answer 1', 'answer 1']);
    expect(await inbox.take(from, work, neverLate)).toBe('answer 1');
    expect(await inbox.take({ conversation: 'b', activityId: '1' }, work, neverLate)).toBe('answer 2');
  });

  it('comes out in order within one conversation, although the first takes longer', async () => {
    const inbox = createInbox(createLanes());
    const done: string[] = [];
    const work = (name: string, ms: number) => async () => {
      await wait(ms);
      done.push(name);
      return handled(name);
    };
    await Promise.all([
      inbox.take({ conversation: 'a', activityId: '1' }, work('first', 40), neverLate),
      inbox.take({ conversation: 'a', activityId: '2' }, work('second', 0), neverLate),
      inbox.take({ conversation: 'b', activityId: '3' }, work('elsewhere', 0), neverLate),
    ]);
    expect(done).toEqual(['elsewhere', 'first', 'second']);
  });

  it('is answered within the deadline; the work goes on, and a redelivery gets its result', async () => {
    const inbox = createInbox(createLanes(), 20);
    const lates: boolean[] = [];
    const worked = Promise.withResolvers<undefined>();
    const work = () => worked.promise.then(() => handled('done'));
    const late = (again: boolean): string => {
      lates.push(again);
      return 'still working';
    };
    const from = { conversation: 'a', activityId: '1' };
    expect(await inbox.take(from, work, late)).toBe('still working');
    expect(await inbox.take(from, work, late)).toBe('still working');
    worked.resolve(undefined);
    expect(await inbox.take(from, work, late)).toBe('done');
    expect(lates).toEqual([false, true]);
  });

  it('may be tried again after it failed', async () => {
    const inbox = createInbox(createLanes());
    const from = { conversation: 'a', activityId: '1' };
    await expect(inbox.take(from, () => Promise.reject(new Error('a bug')), neverLate)).rejects.toThrow('a bug');
    expect(await inbox.take(from, () => Promise.resolve(handled('well')), neverLate)).toBe('well');
  });

  it('is answered at the deadline where the chat takes messages slowly, and does not hold up what comes next', async () => {
    const inbox = createInbox(createLanes(), 30);
    const slow = Promise.withResolvers<undefined>();
    const answers = await Promise.all(
      ['1', '2', '3'].map((activityId) =>
        inbox.take({ conversation: 'a', activityId }, () => Promise.resolve(handled(activityId, slow.promise)), neverLate),
      ),
    );
    expect(answers).toEqual(['1', '2', '3']); // although nothing has been sent so far
    slow.resolve(undefined);
  });
});
