import { describe, expect, it } from '@jest/globals';
import { offer, stepOf, wanted } from '../../flows/index.ts';
import type { Reading } from '../../analysis/types.ts';
import type { Investigation } from '../../flows/types.ts';
import { counters, handles, life, minute, moved, opened, replayed, start, taken, unknownLife, windows } from './support/a-case.ts';
import { MB, dump } from './support/incident-evidence.ts';

describe('the XmlSerializer incident', () => {
  const grows = counters({
    privateBytes: [400 * MB, 300 * MB],
    gcHeap: [60 * MB, 0],
    handles: [9000, 9000],
    assemblies: [500, 4500],
    gen2Collections: [10, 60],
  });
  const source: Reading = {
    kind: 'source',
    life: unknownLife,
    takenAt: null,
    language: 'csharp',
    lines: 9,
    patterns: [
      {
        pattern: 'xml-serializer-constructor',
        line: 3,
        text: 'var serializer = new XmlSerializer(typeof(List<Country>), new XmlRootAttribute("CodeList"));',
        file: null,
      },
    ],
  };
  /** The dump is read: what is left to ask for is the code that was deployed. */
  function dumped(target = replayed, piled = 'System.Threading.ReaderWriterLock', type = 'Semaphore'): Investigation {
    let record = taken(opened(target), grows).investigation;
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
    record = taken(record, handles(start + 20 * minute, { Event: 11_751, [type]: 11_340, File: 226 })).investigation;
    record = taken(
      record,
      handles(start + 50 * minute, { Event: type === 'Semaphore' ? 14_440 : 11_760, [type]: 14_029, File: 226 }),
    ).investigation;
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
      types: [{ type: piled, count: 14_000, bytes: null }],
    }).investigation;
  }

  /** Nothing that was read names who generates the assemblies. */
  function undecided(target = replayed): Investigation {
    return dumped(target, 'My.Thing', 'Section');
  }
  function concluded(): Investigation {
    return taken(dumped(), source).investigation;
  }

  it('asks what was deployed while no cause is sure, and the constructor leads once it is read', () => {
    const record = undecided();
    expect(offer(record)).toMatchObject({
      step: 'plainDump',
      phase: 'offering',
      collector: { id: 'source' },
      how: { argv: ['replay', 'source', '1'] },
    });
    expect(record.judgement?.verdict.causes[0]?.id).not.toBe('xml-serializer-constructors');
    const { verdict } = taken(record, source).investigation.judgement!;
    expect(verdict).toMatchObject({ class: 'loader-heap' });
    expect(verdict.causes[0]).toMatchObject({ id: 'xml-serializer-constructors' });
    expect(stepOf(taken(record, source).investigation)).toBe('concluded');
    expect(concluded().judgement!.verdict.causes[0]!.confidence).toBeGreaterThan(0.9);
  });

  it('goes on to the verdict without the source, when the person passes on, and the dump counts as done', () => {
    const record = moved(undecided(windows), { type: 'skipped', reason: 'the repository is not at hand' });
    expect(stepOf(record)).toBe('concluded');
    expect(record.snapshot.facts.skipped).toEqual([]);
    expect(record.timeline.at(-1)?.says).toContain('the repository is not at hand');
  });

  it('takes the source whenever it comes: before the dump it is not asked for again', () => {
    let record = taken(opened(replayed), [grows, source]).investigation;
    record = moved(record, { type: 'skipped', reason: 'x' }, { type: 'skipped', reason: 'x' });
    record = taken(record, dump('C:\\one.dmp', start + 62 * minute)).investigation;
    expect(offer(record).collector?.id).toBe('finalizer-queue');
  });

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
