import { describe, expect, it } from '@jest/globals';
import { offer, stepOf, wanted } from '../../flows/index.ts';
import type { Investigation } from '../../flows/types.ts';
import { counters, handles, life, minute, moved, opened, replayed, start, taken } from './support/a-case.ts';
import { MB, dump } from './support/incident-evidence.ts';

describe('the XmlSerializer incident', () => {
  const grows = counters({
    privateBytes: [400 * MB, 300 * MB],
    gcHeap: [60 * MB, 0],
    handles: [9000, 9000],
    assemblies: [500, 4500],
    gen2Collections: [10, 60],
  });
  function concluded(): Investigation {
    let record = taken(opened(replayed), grows).investigation;
    expect(record.judgement?.verdict.class).toBe('loader-heap');
    expect(stepOf(record)).toBe('assemblies');
    record = taken(record, {
      kind: 'assemblies',
      life,
      takenAt: start + 61 * minute,
      total: 5000,
      dynamic: 4800,
      repeated: [],
      loaderHeapBytes: null,
    }).investigation;
    expect(stepOf(record)).toBe('handleTypes');
    record = taken(record, handles(start + 20 * minute, { Event: 11_751, Semaphore: 11_340, File: 226 })).investigation;
    record = taken(record, handles(start + 50 * minute, { Event: 14_440, Semaphore: 14_029, File: 226 })).investigation;
    expect(stepOf(record)).toBe('plainDump');
    expect(offer(record).collector?.id).toBe('process-dump');
    record = taken(record, dump('C:\\one.dmp', start + 62 * minute)).investigation;
    expect(offer(record).collector?.id).toBe('finalizer-queue');
    return taken(record, {
      kind: 'finalizerQueue',
      life,
      takenAt: start + 62 * minute,
      ready: 14_000,
      finalizable: 20_000,
      types: [{ type: 'System.Threading.ReaderWriterLock', count: 14_000, bytes: null }],
    }).investigation;
  }

  it('goes by assemblies, handle types and one dump to the verdict', () => {
    expect(stepOf(concluded())).toBe('concluded');
  });

  it('is verified on the Semaphore count, collected twice, and named before', () => {
    let record = concluded();
    expect(record.plan.verification?.counter).toBe('Semaphore handles');
    record = moved(record, { type: 'fixAnnounced', what: 'cached' });
    const since = Date.parse(record.fix!.at);
    const first = record.pending.find((each) => each.type === 'collect')!;
    expect(first).toMatchObject({ collector: 'handle-summary' });
    const fixed = { ...life, pid: 5000, startedAt: since };
    record = taken(record, handles(since + minute, { Event: 400, Semaphore: 210 }, fixed), { effectId: first.id }).investigation;
    expect(offer(record)).toMatchObject({ step: 'verifyingFix', phase: 'watching' });
    const watch = wanted(record).watches[0]!.id;
    record = taken(record, counters({ privateBytes: [200 * MB, 0], handles: [1340, 0] }, 60, since + minute, fixed), {
      watch,
    }).investigation;
    const second = record.pending.find((each) => each.type === 'collect')!;
    expect(second).toMatchObject({ collector: 'handle-summary' });
    record = taken(record, handles(since + 61 * minute, { Event: 404, Semaphore: 210 }, fixed), { effectId: second.id }).investigation;
    expect(offer(record)).toMatchObject({ step: 'reported', phase: 'offering' });
  });

  it('is back at the counters after a relapse, with nothing from before counted as done', () => {
    let record = moved(concluded(), { type: 'fixAnnounced', what: 'half of it' });
    const since = Date.parse(record.fix!.at);
    const fixed = { ...life, pid: 5000, startedAt: since };
    record = taken(record, handles(since + minute, { Event: 400, Semaphore: 210 }, fixed)).investigation;
    record = taken(record, handles(since + 60 * minute, { Event: 2400, Semaphore: 2210 }, fixed)).investigation;
    expect(stepOf(record)).toBe('counters');
    expect(record.snapshot.facts.met).toEqual([]);
    expect(record.pending.filter((each) => each.type === 'post').at(-1)).toMatchObject({ text: expect.stringContaining('grows again') });
  });
});
