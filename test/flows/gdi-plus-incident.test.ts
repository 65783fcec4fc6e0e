import { describe, expect, it } from '@jest/globals';
import { offer, stepOf, wanted } from '../../flows/index.ts';
import { counters, handles, life, minute, moved, opened, start, taken, unknownLife } from './support/a-case.ts';
import { GB, MB, dump, native, report, stack } from './support/incident-evidence.ts';

describe('the GDI+ incident, by hand', () => {
  it('is led from the counters to the cause, the fix and the report', () => {
    let record = opened();
    expect(stepOf(record)).toBe('preflight');
    record = moved(record, { type: 'skipped', reason: 'no rights on the host' });
    record = moved(record, { type: 'byHandChosen', collector: 'counters' });
    expect(offer(record)).toMatchObject({ step: 'counters', phase: 'awaitingOutput' });

    record = taken(record, native).investigation;
    expect(record.judgement?.verdict.class).toBe('native');
    expect(offer(record)).toMatchObject({ step: 'handleTypes', nth: 1, of: 2, next: 'leakTracking' });

    record = taken(record, handles(start + 5 * minute, { Event: 502, Semaphore: 204 })).investigation;
    expect(offer(record)).toMatchObject({ step: 'handleTypes', nth: 2 });
    record = taken(record, handles(start + 20 * minute, { Event: 506, Semaphore: 204 })).investigation;
    expect(offer(record)).toMatchObject({ step: 'leakTracking', nth: 1, of: 3 });
    expect(offer(record).how?.byHand).toContain('Monitor For Leaks');

    record = moved(record, { type: 'byHandChosen', collector: 'leak-tracking' });
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      expect(offer(record)).toMatchObject({ step: 'leakTracking', nth: index + 1, of: 3 });
      record = taken(record, dump(`D:\\dumps\\${name}.dmp`, start + (60 + index) * minute)).investigation;
    }
    expect(stepOf(record)).toBe('leakReports');
    record = taken(record, [report(1.65, 1.68, 1.17, 1.16), report(2.03, 2.14, 1.63, 1.62)]).investigation;
    expect(offer(record)).toMatchObject({ step: 'leakReports', nth: 3, of: 3 });
    record = taken(record, report(2.43, 2.7, 2.19, 2.17)).investigation;
    expect(stepOf(record)).toBe('callStacks');
    record = taken(record, { kind: 'stacks', life: unknownLife, takenAt: null, threads: 1, stacks: [stack] }).investigation;

    expect(stepOf(record)).toBe('concluded');
    expect(record.judgement?.verdict.ownFrame).toBe('MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome');
    expect(record.judgement?.attribution?.bytesPerHour).toBeGreaterThan(1.2 * GB);
    expect(record.plan.verification?.counterId).toBe('privateBytes');

    record = moved(record, { type: 'fixAnnounced', what: 'System.Drawing is gone' });
    expect(stepOf(record)).toBe('verifyingFix');
    const flat = counters(
      { privateBytes: [0.6 * GB, 0], gcHeap: [90 * MB, 0], handles: [480, 0] },
      90,
      Date.parse(record.fix!.at) + minute,
      {
        ...life,
        pid: 9000,
        startedAt: start + 1,
      },
    );
    record = taken(record, flat).investigation;
    expect(offer(record)).toMatchObject({ step: 'reported', phase: 'offering' });
    expect(wanted(record).due.map(({ id }) => id)).toEqual(['recheck-1h', 'recheck-24h', 'recheck-7d']);

    record = moved(record, { type: 'reportRequested' });
    const filing = record.pending.find((effect) => effect.type === 'fileTicket')!;
    expect(filing).toMatchObject({ final: true, status: 'queued' });
    record = moved(
      record,
      { type: 'ticketFiled', effectId: filing.id, ticket: { system: 'folder', id: 'INC-1', where: 'tickets/INC-1' } },
      { type: 'closedCase' },
    );
    expect(stepOf(record)).toBe('closed');
    expect(record.filed).toHaveLength(1);
  });

  it('is concluded at once when everything is pasted together, in any order', () => {
    const all = [
      { kind: 'stacks', life: unknownLife, takenAt: null, threads: 1, stacks: [stack] } as const,
      report(2.43, 2.7, 2.19, 2.17),
      report(1.65, 1.68, 1.17, 1.16),
      report(2.03, 2.14, 1.63, 1.62),
    ];
    for (const readings of [all, all.toReversed()]) {
      const record = taken(opened(), readings).investigation;
      expect(stepOf(record)).toBe('concluded');
      expect(record.judgement?.verdict).toMatchObject({
        class: 'native',
        ownFrame: 'MyDrawing!MyDrawing.GdiPlusCanvas.BitmapToMonochrome',
      });
    }
  });

  it('takes leak reports that arrive while the counters are still watched, and comes back to what is missing', () => {
    const record = taken(moved(opened(), { type: 'goOnRequested' }), report(1.65, 1.68, 1.17, 1.16)).investigation;
    expect(record.evidence).toHaveLength(1);
    expect(record.snapshot.facts.met).not.toContain('leakReports');
    expect(stepOf(record)).toBe('counters');
  });
});
