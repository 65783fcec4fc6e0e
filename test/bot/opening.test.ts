import { hostname } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { openAsked, openPractice, type OpeningInput } from '../../bot/opening.ts';

const input: OpeningInput = {
  settings: { minimumCountersMs: 60_000, sampleIntervalMs: 1000, handleSummariesApartMs: 1000 },
  incidents: [
    {
      id: 'gdi-plus',
      symptom: 'It grows.',
      ticket: 'INC-1',
      target: { host: 'WEB', process: 'w3wp', pid: 1, startedAt: null, platform: 'windows-netfx' },
    },
  ],
  newId: () => 'pl-1',
};
const asked = {
  place: { channel: 'local', conversation: 'c', reference: null },
  by: { id: 'local', name: 'A person' },
  at: '2026-07-01T12:00:00.000Z',
} as const;
const word = { word: 'investigate', process: 'w3wp', pid: null, ticket: null } as const;

describe('a case that is opened', () => {
  it('speaks of a process of this machine in this machine’s time', () => {
    const opened = openAsked(input, asked, { ...word, host: hostname() });
    expect(opened.settings.utcOffsetMinutes).toBe(-new Date(asked.at).getTimezoneOffset());
  });

  it('speaks of another host in UTC: its zone is not known', () => {
    const opened = openAsked(input, asked, { ...word, host: 'WEB01' });
    expect(opened.target?.connector).toBe('manual');
    expect(opened.settings.utcOffsetMinutes).toBeUndefined();
  });

  it('plays a recording in UTC under its own ticket, and knows no incident that is not there', () => {
    const opened = openPractice(input, asked, 'gdi-plus');
    expect(opened?.settings.utcOffsetMinutes).toBeUndefined();
    expect(opened).toMatchObject({ symptom: 'It grows.', ticket: 'INC-1' });
    expect(openPractice(input, asked, 'no-such')).toBeNull();
  });
});
