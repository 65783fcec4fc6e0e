import { describe, expect, it } from '@jest/globals';
import type { Reading } from '../../analysis/types.ts';
import { offer, stepOf, wanted } from '../../flows/index.ts';
import type { Investigation } from '../../flows/types.ts';
import { counters, life, minute, moved, opened, replayed, start, taken, unknownLife } from './support/a-case.ts';
import { GB, dump, native } from './support/incident-evidence.ts';

describe('leak tracking with a connector that can sample', () => {
  function tracking(): Investigation {
    let record = taken(moved(opened(replayed), { type: 'goOnRequested' }), native).investigation;
    record = moved(record, { type: 'skipped', reason: 'handles are flat' }, { type: 'collectRequested', collector: 'leak-tracking' });
    const effect = record.pending.find((each) => each.type === 'collect')!;
    const modules: Reading = { kind: 'modules', life: unknownLife, takenAt: null, names: ['LeakTrack.dll'] };
    return taken(record, modules, { effectId: effect.id, collectedAt: start + 100 * minute }).investigation;
  }
  const sampled = (record: Investigation, from: number, perHour: number, minutes: number, of = life) =>
    taken(record, counters({ privateBytes: [from, perHour] }, minutes, start + 101 * minute, of), {
      watch: wanted(record).watches[0]!.id,
      from: 'watch',
    }).investigation;

  it('watches private bytes and takes a dump at each threshold', () => {
    let record = tracking();
    expect(offer(record)).toMatchObject({ step: 'leakTracking', phase: 'watching', nth: 1, of: 3 });
    expect(wanted(record).watches).toMatchObject([{ step: 'leakTracking', threshold: 2.2 * GB }]);
    record = sampled(record, GB, GB, 30);
    expect(offer(record).phase).toBe('watching');
    expect(record.evidence.filter((each) => each.from === 'watch')).toHaveLength(1);

    for (const [index, minutes] of [80, 110, 140].entries()) {
      record = sampled(record, GB, GB, minutes);
      expect(offer(record)).toMatchObject({ phase: 'collecting', nth: index + 1 });
      const effect = record.pending.find((each) => each.type === 'collect')!;
      expect(effect).toMatchObject({ collector: 'process-dump', occurrence: index + 1 });
      record = taken(record, dump(`D:\\dumps\\${index}.dmp`, start + (200 + index) * minute), {
        effectId: effect.id,
        collectedAt: start,
      }).investigation;
    }
    expect(stepOf(record)).toBe('leakReports');
    expect(record.pending.filter((each) => each.type === 'post').map((each) => each.text)[0]).toContain('dump 1 of 3');
  });

  it('does not dump at a threshold that the process was above from the start', () => {
    const record = sampled(tracking(), 2.4 * GB, 0.1 * GB, 20);
    expect(offer(record).phase).toBe('watching');
    expect(record.snapshot.facts.nextThreshold).toBeCloseTo(2.6 * GB);
  });

  it('never dumps twice because one dump told nothing', () => {
    let record = sampled(tracking(), GB, GB, 80);
    const effect = record.pending.find((each) => each.type === 'collect')!;
    record = taken(record, [], { effectId: effect.id }).investigation;
    expect(offer(record)).toMatchObject({ step: 'leakTracking', phase: 'offering' });
    expect(record.problem).toContain('told nothing new');
    expect(record.pending.filter((each) => each.type === 'collect')).toEqual([]);
  });

  it('takes the restart before the tracker was attached as part of the step, and a later one as its end', () => {
    const restarted = { ...life, pid: 7412, startedAt: start + 90 * minute };
    let record = sampled(tracking(), GB, GB, 10, restarted);
    expect(record.target?.pid).toBe(7412);
    const watched = record.evidence.filter((each) => each.from === 'watch');
    expect(watched.map((each) => each.sequence?.group)).toEqual([`watch:${wanted(record).watches[0]!.id}`]);
    expect(offer(record).phase).toBe('watching');
    record = moved(record, { type: 'lifeChanged', pid: 8000, startedAt: start + 120 * minute });
    expect(offer(record)).toMatchObject({ step: 'leakTracking', phase: 'offering', nth: 1 });
    expect(record.pending.filter((each) => each.type === 'post').at(-1)).toMatchObject({ text: expect.stringContaining('attached anew') });
  });

  it('goes by the thresholds that the person sets', () => {
    const record = moved(tracking(), { type: 'thresholdsSet', bytes: [1.4 * GB, 1.8 * GB] });
    expect(offer(record)).toMatchObject({ of: 2 });
    expect(wanted(record).watches[0]?.threshold).toBe(1.4 * GB);
    expect(stepOf(sampled(record, GB, GB, 30))).toBe('leakTracking');
    expect(offer(sampled(record, GB, GB, 30)).phase).toBe('collecting');
  });
});
