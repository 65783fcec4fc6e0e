import { describe, expect, it } from '@jest/globals';
import { createPosted } from '../../../bot/teams/posted.ts';

function memoryJournal(start = '') {
  const files = new Map<string, string>([['pl-1', start]]);
  return {
    files,
    append: (id: string, line: string) => {
      files.set(id, `${files.get(id) ?? ''}${line}\n`);
      return Promise.resolve();
    },
    read: (id: string) => Promise.resolve(files.get(id) ?? ''),
  };
}

describe('what has been posted for a case', () => {
  it('is known after a restart: its card, and the messages that were sent', async () => {
    const journal = memoryJournal();
    const before = createPosted(journal);
    await before.rememberCard('pl-1', 'activity-7');
    expect(await before.claim('pl-1', 'verdict-4')).toBe(true);
    const after = createPosted(journal);
    expect(await after.cardOf('pl-1')).toBe('activity-7');
    expect(await after.claim('pl-1', 'verdict-4')).toBe(false);
    expect(await after.claim('pl-1', 'verdict-5')).toBe(true);
  });

  it('lets one of many at once send a message', async () => {
    const posted = createPosted(memoryJournal());
    const claims = await Promise.all(Array.from({ length: 8 }, () => posted.claim('pl-1', 'k')));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('passes over a line that a crash cut short', async () => {
    const posted = createPosted(memoryJournal('{"card":"a"}\n{"card":"b"}\n{"ca'));
    expect(await posted.cardOf('pl-1')).toBe('b');
  });
});
