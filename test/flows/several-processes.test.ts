/** Outputs of several processes of one name: the order in which they came decides nothing, and what is of another machine is said. */
import { describe, expect, it } from '@jest/globals';
import { unknownLife } from '../../analysis/life.ts';
import type { ProcessLife, Reading } from '../../analysis/types.ts';
import { pidsToChoose, targetFrom } from '../../flows/index.ts';
import type { Investigation, Target } from '../../flows/types.ts';
import { MB } from '../support/evidence.ts';
import { counters, handles, life, linux, minute, moved, opened, refused, start, taken } from './support/a-case.ts';

const target: Target = { ...opened().target!, pid: null, startedAt: null };
const ten = 600;
const leaking = (of: ProcessLife = life, from = start): Reading =>
  counters({ privateBytes: [600 * MB, 100 * MB], gcHeap: [150 * MB, 0], handles: [900, 0], assemblies: [140, 0] }, ten, from, of);
const calm = (of: ProcessLife, from = start): Reading =>
  counters({ privateBytes: [400 * MB, 0], gcHeap: [150 * MB, 0], handles: [700, 0], assemblies: [140, 0] }, ten, from, of);
const otherPool: ProcessLife = { ...life, pid: 900, startedAt: null };
const otherHost: ProcessLife = { ...life, machine: 'WEB02' };

const after = (...readings: readonly Reading[]): Investigation =>
  readings.reduce((record, reading) => taken(record, reading).investigation, opened(target));
const told = ({ judgement, target: about }: Investigation): unknown => [
  judgement?.verdict.class,
  judgement?.verdict.confidence,
  judgement?.verdict.lead,
  about?.pid,
];
const notesOf = ({ evidence }: Investigation, machine: string): string =>
  evidence.flatMap((each) => (each.life.machine === machine ? each.notes : [])).join(' ');

describe('two processes of one name', () => {
  it.each([
    ['in the same hours', start],
    ['an hour apart', start + 60 * minute],
  ])('on one machine, watched %s: the one that leaks is the one in question, whichever came first', (_, from) => {
    const [one, other] = [after(leaking(), calm(otherPool, from)), after(calm(otherPool, from), leaking())];
    expect(told(one)).toEqual(told(other));
    expect(one.judgement?.verdict.class).toBe('native');
    expect(one.target?.pid).toBe(4312);
    expect([...one.timeline, ...other.timeline].map(({ says }) => says).join('\n')).not.toContain('was restarted');
  });

  it('one after the other are two lives: the newer one is the one in question', () => {
    const next = { ...life, pid: 5120, startedAt: start + ten * minute };
    const record = after(leaking(), calm(next, start + (ten + 1) * minute));
    expect(record.target?.pid).toBe(5120);
    expect(record.timeline.map(({ says }) => says).join('\n')).toContain('was restarted');
  });

  it('and a third that began later and is too young to tell: all orders say the same', () => {
    const young = counters({ privateBytes: [300 * MB, 0] }, 10, start + (ten + 60) * minute, { ...life, pid: 5120, startedAt: null });
    const readings = [leaking(), calm(otherPool), young];
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    const said = orders.map((order) => told(after(...order.flatMap((at) => readings[at] ?? []))));
    for (const each of said) expect(each).toEqual(said[0]);
    expect(said[0]).toContain('native');
  });

  it('the runtime is told by all outputs together, and by what names its process first', () => {
    const unknown: ProcessLife = { ...unknownLife, runtime: 'dotnet' };
    const unnamed = counters({ gcHeap: [50 * MB, 0] }, ten, start, unknown);
    const [one, other] = [after(leaking({ ...life, runtime: 'netfx' }), unnamed), after(unnamed, leaking({ ...life, runtime: 'netfx' }))];
    expect([one.target?.platform, other.target?.platform]).toEqual(['windows-netfx', 'windows-netfx']);
  });

  it('a pid that was asked for is in question as soon as one of its outputs is there, whichever came first', () => {
    const asked = { ...opened(target), asked: { host: 'WEB01', process: 'w3wp', pid: 900 }, target: { ...target, pid: 900 } };
    const [one, other] = [
      [calm(otherPool), leaking()],
      [leaking(), calm(otherPool)],
    ].map((readings) => readings.reduce<Investigation>((record, reading) => taken(record, reading).investigation, asked));
    expect(told(one!)).toEqual(told(other!));
    expect(one!.target?.pid).toBe(900);
  });

  it('a pid that was asked for stays', () => {
    const asked = { ...opened(target), asked: { host: 'WEB01', process: 'w3wp', pid: 900 }, target: { ...target, pid: 900 } };
    expect(taken(taken(asked, calm(otherPool)).investigation, leaking()).investigation.target?.pid).toBe(900);
  });
});

describe('an output of another machine than the case is about', () => {
  it.each([
    ['later', start + 720 * minute],
    ['in the same hours', start],
  ])('does not count once something of that machine was read: watched %s', (_, from) => {
    const [one, other] = [after(leaking(), calm(otherHost, from)), after(calm(otherHost, from), leaking())];
    expect(told(one)).toEqual(told(other));
    expect(one.judgement?.verdict.class).toBe('native');
    expect(notesOf(one, 'WEB02')).toContain('This tells of WEB02, and the case is about w3wp (pid 4312) on WEB01.');
    expect(notesOf(other, 'WEB02')).toContain('It tells of WEB02; the case is about WEB01. It counts until something names WEB01 itself.');
  });

  it('counts where nothing else was read: a host may go by several names', () => {
    const record = after(leaking({ ...life, machine: 'PRD-IIS-7' }));
    expect(record.judgement?.verdict.class).toBe('native');
    expect(record.target?.pid).toBe(4312);
  });

  it('goes by its short name too', () => {
    const record = after(leaking({ ...life, machine: 'web01.corp.example' }), calm(otherHost));
    expect(record.judgement?.verdict.class).toBe('native');
    expect(record.evidence[0]?.notes).toEqual([]);
  });
});

describe('which of several processes is meant', () => {
  const both = after(leaking(), calm(otherPool));

  it('may be said: the verdict, the commands and the buttons are of that one from then on', () => {
    expect(pidsToChoose(both)).toEqual([4312, 900]);
    const chosen = moved(both, { type: 'pidTold', pid: 900 });
    expect(told(chosen)).toEqual(['no-leak', expect.any(Number), expect.any(String), 900]);
    expect(chosen.token).toBe(both.token + 1);
    expect(chosen.timeline.at(-1)?.says).toBe('The process that is meant is pid 900.');
    expect(pidsToChoose(chosen)).toEqual([]);
    const again = taken(chosen, leaking(life, start + 600 * minute)).investigation;
    expect([again.judgement?.verdict.class, again.target?.pid]).toEqual(['no-leak', 900]);
  });

  it('may be the one that the case goes by already, and nothing is asked any more', () => {
    const chosen = moved(both, { type: 'pidTold', pid: 4312 });
    expect(told(chosen)).toEqual(told(both));
    expect(pidsToChoose(chosen)).toEqual([]);
    expect(refused(chosen, { type: 'pidTold', pid: 4312 })).toBe('The case is about pid 4312 already.');
  });

  it('is believed as long as no output tells of a pid', () => {
    expect(moved(opened(target), { type: 'pidTold', pid: 77 }).target).toMatchObject({ pid: 77, startedAt: null });
  });

  it('is none that no output tells of, that the bot does not look at, or beside one in which leaks are tracked', () => {
    expect(refused(both, { type: 'pidTold', pid: 77 })).toBe(
      'No output here is of pid 77; they tell of pid 4312 and 900. Paste one of it first. For another process say “investigate pid 77”.',
    );
    expect(refused(opened(linux), { type: 'pidTold', pid: 77 })).toContain('the bot looks at pid 4312 itself');
    const facts = { ...both.snapshot.facts, trackedFrom: 0 };
    const tracked = { ...both, snapshot: { ...both.snapshot, facts } };
    expect(refused(tracked, { type: 'pidTold', pid: 900 })).toContain('Leaks are tracked in pid 4312');
    expect(pidsToChoose(tracked)).toEqual([]);
  });

  it('is not asked of a process and the one that took its place', () => {
    const next = { ...life, pid: 5120, startedAt: start + ten * minute };
    expect(pidsToChoose(after(leaking(), calm(next, start + (ten + 1) * minute)))).toEqual([]);
  });

  it('is asked where no time is told', () => {
    const looks = [handles(null, { Event: 900 }), handles(null, { Event: 700 }, otherPool)];
    expect(pidsToChoose(after(...looks)).toSorted((a, b) => a - b)).toEqual([900, 4312]);
  });
});

describe('several processes that were found', () => {
  const found = [4312, 5120].map((pid) => ({ pid, name: 'leaky', startedAt: start, detail: '' }));
  const looked = opened(null);
  const effectId = looked.pending[0]!.id;
  const choosing = moved(looked, { type: 'targetsFound', effectId, candidates: found });

  it('are chosen from by a word as by a button', () => {
    const chosen = moved(choosing, { type: 'pidTold', pid: 5120 });
    expect(chosen.target).toMatchObject({ pid: 5120, connector: 'local' });
    expect(chosen.target).toEqual(moved(choosing, { type: 'targetChosen', target: targetFrom(choosing, found[1]!) }).target);
  });

  it('are named where the word names none of them', () => {
    expect(refused(choosing, { type: 'pidTold', pid: 9 })).toBe('None of those that were found has pid 9; they are 4312 and 5120.');
    expect(refused(looked, { type: 'pidTold', pid: 9 })).toContain('Say “investigate pid 9”');
  });
});
