import { describe, expect, it } from '@jest/globals';
import { openTranscript } from '../../../bot/local/transcript.ts';
import type { NumberedEvent } from '../../../bot/local/transcript.ts';

function memoryFile(start = '') {
  const kept = { text: start };
  return {
    kept,
    append: (line: string) => {
      kept.text += `${line}\n`;
      return Promise.resolve();
    },
    read: () => Promise.resolve(kept.text),
  };
}
const message = (text: string) => ({
  timestamp: '2026-01-15T12:00:00.000Z',
  from: { name: 'Plumbline', role: 'bot' as const },
  text,
  cards: [],
  files: [],
});

describe('the chat of the page', () => {
  it('is the same after a restart', async () => {
    const file = memoryFile();
    const chat = await openTranscript(file);
    const first = await chat.add(message('one'));
    await chat.add(message('two'));
    await chat.remove(first.id);
    const again = await openTranscript(file);
    expect(again.all().map((each) => each.text)).toEqual(['two']);
  });

  it('survives a line that was cut short', async () => {
    const file = memoryFile();
    await (await openTranscript(file)).add(message('one'));
    file.kept.text += '{"id":"x","text":';
    expect((await openTranscript(file)).all()).toHaveLength(1);
  });

  it('gives a page that comes back what it missed, or says that it must start anew', async () => {
    const chat = await openTranscript(memoryFile());
    await chat.add(message('one'));
    const seen = chat.newest();
    const two = await chat.add(message('two'));
    chat.replace(two.id, message('two, corrected'));
    const missed = chat.since(seen)?.map(({ event }) => [event.event, (event.data as { text: string }).text]);
    expect(missed).toEqual([
      ['activity', 'two'],
      ['update', 'two, corrected'],
    ]);
    for (const unknown of ['other-run:1', 'nonsense', `${seen.split(':')[0]}:99`, `${seen.split(':')[0]}:-1`])
      expect(chat.since(unknown)).toBeNull();
  });

  it('tells its listeners, and nothing to one who has left', async () => {
    const chat = await openTranscript(memoryFile());
    const heard: NumberedEvent[] = [];
    const stop = chat.listen((event) => heard.push(event));
    await chat.add(message('one'));
    stop();
    await chat.add(message('two'));
    expect(heard).toHaveLength(1);
  });

  it('updates only what is there', async () => {
    const chat = await openTranscript(memoryFile());
    expect(chat.replace('unknown', message('x'))).toBe(false);
    expect(await chat.remove('unknown')).toBe(false);
  });
});
