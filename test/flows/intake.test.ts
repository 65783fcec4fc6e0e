import { describe, expect, it } from '@jest/globals';
import { readBytes } from '../../analysis/index.ts';
import type { Reading } from '../../analysis/types.ts';
import { offer, stepOf, takeIn } from '../../flows/index.ts';
import {
  counters,
  handles,
  life,
  minute,
  moved,
  opened,
  refused,
  replayed,
  resultOf,
  start,
  taken,
  taking,
  unknownLife,
} from './support/a-case.ts';

const GB = 2 ** 30;
const noTime = handles(null, { Event: 1, File: 2 }, unknownLife);

describe('an output becomes evidence', () => {
  it('with an id made of its hash, and where its time is known from', () => {
    const input = taking(resultOf(handles(start, { Event: 4 }), noTime));
    const { investigation, read } = takeIn(opened(), input);
    const [first, second] = investigation.evidence;
    expect(first).toMatchObject({
      id: `${input.rawRef.slice(0, 10)}-1`,
      rawRef: input.rawRef,
      timeFrom: 'content',
      sequence: { group: input.rawRef, index: 1 },
    });
    expect(second).toMatchObject({ takenAt: null, timeFrom: null, sequence: { index: 2 } });
    expect(read.map(({ evidence }) => evidence)).toEqual([[first!.id], [second!.id]]);
  });

  it('with the time of its collection where it tells none itself', () => {
    expect(taken(opened(), noTime, { collectedAt: start + 5 }).investigation.evidence[0]).toMatchObject({
      takenAt: start + 5,
      timeFrom: 'collected',
    });
  });

  it('with the time of its file name', () => {
    const { evidence } = taken(opened(), noTime, { from: 'handles_20260115_103000.txt' }).investigation;
    expect(evidence[0]).toMatchObject({ takenAt: Date.UTC(2026, 0, 15, 10, 30), timeFrom: 'fileName' });
  });

  it('in the order of file names where these are before and after', () => {
    const before = taken(opened(), noTime, { from: 'handles-before.txt' }).investigation;
    const both = taken(before, handles(null, { Event: 900, File: 2 }, unknownLife), { from: 'handles-after.txt' }).investigation;
    expect(both.evidence.map(({ sequence }) => sequence?.group)).toEqual(['file:handles', 'file:handles']);
    expect(both.evidence.map(({ sequence }) => sequence?.index)).toEqual([1, 4]);
    expect(both.snapshot.facts.met).toContain('handleTypes');
  });

  it('and its time can be told afterwards by a person', () => {
    const record = taken(opened(), noTime).investigation;
    const told = moved(record, { type: 'timeTold', evidence: record.evidence[0]!.id, takenAt: start });
    expect(told.evidence[0]).toMatchObject({ takenAt: start, timeFrom: 'person' });
    expect(refused(record, { type: 'timeTold', evidence: 'no-such', takenAt: start })).toContain('There is no output "no-such"');
  });

  it('without the secrets in it, which are counted', () => {
    const names: Reading = { kind: 'modules', life: unknownLife, takenAt: null, names: ['app.exe --password hunter2x', 'ntdll'] };
    const { evidence } = taken(opened(), names).investigation;
    expect(JSON.stringify(evidence)).not.toContain('hunter2x');
    expect(evidence[0]!.notes).toContain('1 secret was masked.');
  });
});

describe('the same bytes', () => {
  it('twice are known, and not added', () => {
    const once = taken(opened(), noTime);
    const twice = taken(once.investigation, noTime);
    expect(twice.known).toBe(1);
    expect(twice.investigation.evidence).toHaveLength(1);
    expect(twice.read).toEqual([]);
  });

  it('collected again later are a new reading: nothing has changed in between', () => {
    const once = taken(opened(), noTime, { collectedAt: start }).investigation;
    const twice = taken(once, noTime, { collectedAt: start + 10 * minute });
    expect(twice.known).toBe(0);
    expect(new Set(twice.investigation.evidence.map(({ id }) => id)).size).toBe(2);
    expect(twice.investigation.snapshot.facts.met).toContain('handleTypes');
  });

  it('under a name of another time are a new reading, and under a copy’s name are not', () => {
    const once = taken(opened(), noTime, { from: 'handles_20260519_0700.txt' }).investigation;
    const twice = taken(once, noTime, { from: 'handles_20260519_0900.txt' });
    expect(twice.investigation.evidence.map(({ takenAt }) => takenAt)).toEqual([Date.UTC(2026, 4, 19, 7), Date.UTC(2026, 4, 19, 9)]);
    expect(taken(twice.investigation, noTime, { from: 'copy of handles_20260519_0700.txt' }).known).toBe(1);
    expect(taken(twice.investigation, noTime, { from: 'handles.txt' }).known).toBe(1);
  });

  it('of a watch are replaced by its newer whole', () => {
    const watch = { watch: 'counters-4312-0', from: 'watch' };
    const first = taken(opened(replayed), counters({ privateBytes: [GB, 0] }, 5), watch).investigation;
    const second = taken(first, counters({ privateBytes: [GB, 0] }, 6), watch).investigation;
    expect(second.evidence).toHaveLength(1);
    expect(taken(second, handles(start, { Event: 1 })).investigation.evidence).toHaveLength(2);
  });
});

describe('what an output tells of the target', () => {
  it('the process, where none was chosen', () => {
    const record = taken(opened(null), handles(start, { Event: 4 })).investigation;
    expect(record.target).toMatchObject({ host: 'WEB01', process: 'w3wp', pid: 4312, connector: 'manual', platform: 'windows-netfx' });
    expect(stepOf(record)).toBe('counters');
  });

  it('its pid, where that was not known', () => {
    const target = { ...opened().target!, pid: null, startedAt: null };
    expect(taken(opened(target), handles(start, { Event: 4 })).investigation.target).toMatchObject({
      pid: 4312,
      startedAt: life.startedAt,
    });
  });

  it('that it is another life by now', () => {
    const newer = { ...life, pid: 7777, startedAt: start + minute };
    const record = taken(
      taken(opened(), handles(start, { Event: 4 })).investigation,
      handles(start + 5 * minute, { Event: 2 }, newer),
    ).investigation;
    expect(record.target).toMatchObject({ pid: 7777, startedAt: start + minute });
    expect(record.timeline.map(({ says }) => says).join('\n')).toContain('was restarted');
    expect(record.snapshot.facts.met).not.toContain('handleTypes');
  });

  it('and where it tells of none or of another, a note says so', () => {
    expect(taken(opened(), noTime).investigation.evidence[0]!.notes).toContain('It does not tell its process; taken as that of pid 4312.');
    const other = handles(start, { Event: 2 }, { ...life, process: 'sqlservr', pid: 99 });
    expect(taken(opened(), other).investigation.evidence[0]!.notes.join()).toContain(
      'This tells of sqlservr (pid 99), and the case is about w3wp (pid 4312).',
    );
  });

  it('but an older output of an older life changes nothing, nor does another program', () => {
    const record = taken(opened(), handles(start, { Event: 4 })).investigation;
    const older = taken(
      record,
      handles(start - 500 * minute, { Event: 2 }, { ...life, pid: 11, startedAt: start - 900 * minute }),
    ).investigation;
    expect(older.target?.pid).toBe(4312);
    const other = taken(
      record,
      handles(start + minute, { Event: 2 }, { ...life, process: 'sqlservr', pid: 99, startedAt: start }),
    ).investigation;
    expect(other.target?.pid).toBe(4312);
  });
});

describe('a case that is not waiting', () => {
  it('keeps evidence while it is paused, and goes on with it', () => {
    const paused = moved(opened(), { type: 'pausedCase' });
    const record = taken(
      paused,
      counters({ privateBytes: [GB, GB], gcHeap: [GB / 10, 0], handles: [500, 0], gen2Collections: [10, 60] }),
    ).investigation;
    expect(stepOf(record)).toBe('paused');
    expect(record.evidence).toHaveLength(1);
    expect(stepOf(moved(record, { type: 'resumedCase' }))).toBe('handleTypes');
  });

  it('keeps evidence after it was cancelled', () => {
    const record = taken(moved(opened(), { type: 'cancelledCase', reason: 'wrong host' }), noTime).investigation;
    expect(stepOf(record)).toBe('cancelled');
    expect(record.evidence).toHaveLength(1);
  });

  it('does not pass over a step the person came back to, until something of its kind is read', () => {
    const two = taken(
      taken(moved(opened(), { type: 'goOnRequested' }, { type: 'goOnRequested' }), handles(start, { Event: 1 })).investigation,
      handles(start + 20 * minute, { Event: 2 }),
    ).investigation;
    expect(stepOf(two)).toBe('leakTracking');
    const back = moved(two, { type: 'wentBack' });
    expect(offer(back)).toMatchObject({ step: 'handleTypes', phase: 'offering' });
    expect(stepOf(taken(back, counters({ privateBytes: [GB, 0] }, 5)).investigation)).toBe('handleTypes');
    expect(stepOf(taken(back, handles(start + 40 * minute, { Event: 3 })).investigation)).not.toBe('handleTypes');
  });
});

describe('what cannot be read', () => {
  it('is listed with its problem, and the case does not move', () => {
    const result = readBytes('pasted text', new TextEncoder().encode('hello, is anybody there?'));
    const { investigation, unread, read } = takeIn(opened(), taking(result));
    expect(read).toEqual([]);
    expect(unread.length).toBeGreaterThan(0);
    expect(investigation.unread).toEqual(unread);
    expect(stepOf(investigation)).toBe('preflight');
  });
});
