/** Both incidents of the seeds as conversations, with evidence made by hand. */
import { describe, expect, it } from '@jest/globals';
import type { CallStack, LeakReport, Reading, StackFrame } from '../../analysis/types.ts';
import { offer, stepOf, wanted } from '../../flows/index.ts';
import type { Investigation } from '../../flows/types.ts';
import { counters, handles, life, minute, moved, opened, replayed, start, taken, unknownLife } from './support/a-case.ts';

const GB = 2 ** 30;
const MB = 2 ** 20;

function frame(module: string, name: string): StackFrame {
  return { module, function: name, offset: 16, printed: `${module}!${name}+0x10` };
}
const stack: CallStack = {
  threads: ['57'],
  count: 1,
  frames: [
    frame('GdiPlus', 'GpMemoryBitmap::InitImageBitmap'),
    frame('GdiPlus', 'GdipDrawImageRectRectI'),
    frame('clr', 'DoNDirectCall__PatchGetThreadCall'),
    frame('System_Drawing_ni', 'System.Drawing.Graphics.DrawImage'),
    frame('MyDrawing', 'MyDrawing.GdiPlusCanvas.BitmapToMonochrome'),
    frame('MyService', 'MyService.GetCommonImages'),
    frame('clr', 'ThreadpoolMgr::WorkerThreadStart'),
    frame('ntdll', 'RtlUserThreadStart'),
  ],
};
function report(hours: number, outstanding: number, gdi: number, top: number): Reading {
  const leakReport: LeakReport = {
    dump: null,
    leakTrack: 'tracked',
    trackingMs: hours * 60 * minute,
    outstandingBytes: outstanding * GB,
    outstandingAllocations: 13_000,
    outstandingHandles: 500,
    modules: [
      {
        module: 'GdiPlus',
        bytes: gdi * GB,
        allocations: 1500,
        functions: [
          { function: 'GdiPlus!GpMemoryBitmap::AllocBitmapData+c2', bytes: top * GB, allocations: 200, probability: null, stacks: [] },
        ],
      },
    ],
    handlesByType: {},
    warnings: [],
    printedPrecision: 0.005 * GB,
  };
  return { kind: 'leakReport', life: unknownLife, takenAt: null, report: leakReport };
}
function dump(path: string, at: number): Reading {
  return { kind: 'dumpLog', life, takenAt: at, dumps: [{ path, bytes: 2 * GB, seconds: 20, state: 'complete', detail: 'complete' }] };
}

const native = counters({
  privateBytes: [1.2 * GB, GB],
  gcHeap: [90 * MB, 0],
  handles: [500, 0],
  assemblies: [200, 0],
  gen2Collections: [10, 60],
});
const noMoreThan = (investigation: Investigation) => investigation.evidence.length;

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
    expect(noMoreThan(record)).toBe(1);
    expect(record.snapshot.facts.met).not.toContain('leakReports');
    expect(stepOf(record)).toBe('counters');
  });
});

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
