/** Outputs of several processes of one name: the card asks which is meant, and each is one click away. */
import { describe, expect, it } from '@jest/globals';
import { caseCard, readButton, toEvent } from '../../cards/index.ts';
import { advance } from '../../flows/index.ts';
import type { Investigation, Target } from '../../flows/types.ts';
import { handles, life, moved, opened, person, start, taken, at, windows } from '../flows/support/a-case.ts';

const target: Target = { ...windows, pid: null, startedAt: null };
const read = (...pids: readonly number[]): Investigation =>
  taken(
    opened(target),
    pids.map((pid) => handles(start, { Event: pid }, { ...life, pid, startedAt: null })),
  ).investigation;
const shown = (investigation: Investigation): string => JSON.stringify(caseCard(investigation, start));
const choices = (investigation: Investigation) =>
  (caseCard(investigation, start).actions ?? []).filter((each) => each['verb'] === 'chooseTarget');

describe('the card of a case with outputs of several processes', () => {
  const both = read(4312, 5120);

  it('asks which is meant, with a word and a button for the others', () => {
    expect(shown(both)).toContain('2 processes called w3wp were read (pid 4312 and 5120)');
    expect(shown(both)).toContain('Which is meant? Say “pid 4312” or “pid 5120”.');
    expect(choices(both).length).toBeGreaterThan(0);
    expect(choices(both).every((each) => each['mode'] === 'secondary')).toBe(true);
  });

  it('asks no more once a button was pressed, and the case is about that process', () => {
    const chosen = choices(both).find((each) => each['title'] === 'pid 5120');
    const press = readButton(chosen?.['data']);
    const event = toEvent(press!, both, person, at);
    expect(event).toMatchObject({ type: 'pidTold', pid: 5120 });
    const after = advance(both, event!).investigation;
    expect(after.target?.pid).toBe(5120);
    expect(shown(after)).not.toContain('Which is meant?');
    expect(choices(after)).toEqual([]);
  });

  it('names four of many', () => {
    expect(shown(read(11, 12, 13, 14, 15, 16))).toContain('6 processes called w3wp were read (pid 11, 12, 13, 14 and others)');
    expect(shown(read(11, 12, 13, 14, 15, 16))).toContain('Say it as “pid 11”.');
  });

  it('asks at the verdict too', () => {
    const concluded = moved(both, { type: 'goOnRequested' });
    expect(shown({ ...concluded, snapshot: { ...concluded.snapshot, state: { active: 'concluded' } } })).toContain('Which is meant?');
  });

  it('reads a button for a process that nothing tells of as nothing', () => {
    const press = readButton({ verb: 'chooseTarget', case: both.id, step: both.token, pid: 77 });
    expect(toEvent(press!, both, person, at)).toBeNull();
  });
});
