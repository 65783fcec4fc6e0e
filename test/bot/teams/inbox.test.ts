import { describe, expect, it } from '@jest/globals';
import { createLanes } from '../../../bot/lanes.ts';
import { createInbox } from '../../../bot/teams/inbox.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const neverLate = (): Promise<string> => Promise.resolve('late');

describe('what comes in', () => {
  it('is handled once, however often it is delivered, and answered the same each time', async () => {
    const inbox = createInbox(createLanes());
    let handled = 0;
    const work = async (): Promise<string> => {
      handled += 1;
      await wait(5);
      return `answer ${handled}`;
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
    const work = (name: string, ms: number) => async (): Promise<string> => {
      await wait(ms);
      done.push(name);
      return name;
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
    const work = async (): Promise<string> => {
      await wait(80);
      return 'done';
    };
    const late = (again: boolean): Promise<string> => {
      lates.push(again);
      return Promise.resolve('still working');
    };
    const from = { conversation: 'a', activityId: '1' };
    expect(await inbox.take(from, work, late)).toBe('still working');
    expect(await inbox.take(from, work, late)).toBe('still working');
    await wait(80);
    expect(await inbox.take(from, work, late)).toBe('done');
    expect(lates).toEqual([false, true]);
  });

  it('may be tried again after it failed', async () => {
    const inbox = createInbox(createLanes());
    const from = { conversation: 'a', activityId: '1' };
    await expect(inbox.take(from, () => Promise.reject(new Error('a bug')), neverLate)).rejects.toThrow('a bug');
    expect(await inbox.take(from, () => Promise.resolve('well'), neverLate)).toBe('well');
  });
});
