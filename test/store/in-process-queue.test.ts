import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createInProcessQueue } from '../../store/index.ts';

describe('the in-process queue', () => {
  it('runs the work of one case in order and of different cases at once', async () => {
    const queue = createInProcessQueue();
    const done: string[] = [];
    for (const [key, name, ms] of [
      ['a', 'a1', 30],
      ['a', 'a2', 1],
      ['b', 'b1', 1],
      ['a', 'a3', 1],
    ] as const) {
      queue.add(key, async () => {
        await wait(ms);
        done.push(name);
      });
    }
    await queue.idle();
    expect(done).toEqual(['b1', 'a1', 'a2', 'a3']);
  });

  it('runs what work adds while it runs, before it calls itself idle', async () => {
    const queue = createInProcessQueue();
    const done: string[] = [];
    queue.add('a', () => {
      queue.add('a', () => Promise.resolve(void done.push('second')));
      return Promise.resolve(void done.push('first'));
    });
    await queue.idle();
    expect(done).toEqual(['first', 'second']);
  });

  it('tells of work that failed, and goes on', async () => {
    const failed: string[] = [];
    const queue = createInProcessQueue((error, key) => failed.push(`${key}: ${(error as Error).message}`));
    const done: string[] = [];
    queue.add('a', () => Promise.reject(new Error('no route to host')));
    queue.add('b', () => {
      throw new Error('thrown at once');
    });
    queue.add('a', () => Promise.resolve(void done.push('next')));
    await queue.idle();
    expect(failed.sort()).toEqual(['a: no route to host', 'b: thrown at once']);
    expect(done).toEqual(['next']);
  });

  it('lets running work end when it is closed, and begins nothing more', async () => {
    const queue = createInProcessQueue();
    const done: string[] = [];
    queue.add('a', async () => {
      await wait(20);
      done.push('running');
    });
    await wait(1);
    queue.add('a', () => Promise.resolve(void done.push('waiting')));
    await queue.close();
    queue.add('b', () => Promise.resolve(void done.push('late')));
    await queue.idle();
    expect(done).toEqual(['running']);
  });

  it('is at rest when nothing was ever asked of it', async () => {
    await createInProcessQueue().idle();
  });
});
