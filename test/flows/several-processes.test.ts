/** Outputs of several processes of one name: the order in which they came decides nothing, and what is of another machine is said. */
import { describe, expect, it } from '@jest/globals';
import type { ProcessLife, Reading } from '../../analysis/types.ts';
import type { Investigation, Target } from '../../flows/types.ts';
import { MB } from '../support/evidence.ts';
import { counters, life, minute, opened, start, taken } from './support/a-case.ts';

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
