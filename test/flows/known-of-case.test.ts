import { describe, expect, it } from '@jest/globals';
import { filedPlace, howOf, offer } from '../../flows/index.ts';
import { counters, handles, life, minute, moved, opened, replayed, start, taken } from './support/a-case.ts';
import { GB, MB, dump } from './support/incident-evidence.ts';

describe('what the evidence knows goes into the commands', () => {
  it('a dump is read where its log says that it lies, the newest one', () => {
    let record = taken(opened(), dump('C:\\Utils\\w3wp.exe_160619_003119.dmp', start)).investigation;
    record = taken(record, dump('C:\\Utils\\w3wp.exe_160619_023119.dmp', start + 120 * minute)).investigation;
    for (const collector of ['finalizer-queue', 'assembly-list', 'call-stacks', 'heap-statistic', 'address-space']) {
      expect(howOf(record, collector, 1)?.argv).toContain('C:\\Utils\\w3wp.exe_160619_023119.dmp');
      expect(howOf(record, collector, 1)?.byHand).not.toContain('D:\\dumps');
    }
  });

  it.each(["C:\\a';calc;'.dmp", 'C:\\$(calc).dmp', '\\\\share\\a.dmp', 'C:\\a.exe', 'relative.dmp', `C:\\${'a'.repeat(400)}.dmp`])(
    'a path that could be more than a path is never put into a command: %s',
    (path) => {
      const record = taken(opened(), dump(path, start)).investigation;
      expect(howOf(record, 'finalizer-queue', 1)?.argv).toContain('D:\\dumps\\w3wp.dmp');
    },
  );

  it('the impact of a dump is said in GB and seconds once the size of the process is known', () => {
    const grows = counters({ privateBytes: [4.4 * GB, GB], gcHeap: [60 * MB, 0], handles: [500, 0], assemblies: [200, 0] });
    const record = taken(opened(), grows).investigation;
    const impact = howOf(record, 'process-dump', 1)!.impact;
    expect(impact.bytes! / GB).toBeCloseTo(5.56, 1);
    expect(impact.seconds).toBeGreaterThan(50);
    expect(impact.seconds).toBeLessThan(60);
    expect(impact.says).toMatch(/^Writes about 5\.5\d GB in up to 5\d s\./);
    expect(howOf(opened(), 'process-dump', 1)!.impact).toMatchObject({ bytes: null, seconds: null });
  });
});

describe('an output is spoken of by its number', () => {
  it('so that a person can say when it was made', () => {
    const record = taken(opened(), [handles(null, { Event: 5000 }), dump('C:\\a.dmp', start)]).investigation;
    for (const evidence of ['1', 'e1', 'e-1']) {
      const told = moved(record, { type: 'timeTold', evidence, takenAt: start });
      expect(told.evidence[0]).toMatchObject({ takenAt: start, timeFrom: 'person' });
      expect(told.timeline.at(-1)?.says).toBe('Told that [1] from pasted text was made at 2026-01-15 10:00 UTC.');
    }
  });
});

describe('what was filed', () => {
  it('is said by its folder, an address as it is', () => {
    const place = (where: string) => filedPlace({ system: 'folder', id: 'x', where });
    expect(place('/var/lib/plumbline/tickets/INC-4711/01ff3d4f42940813')).toBe('tickets/INC-4711');
    expect(place('D:\\plumbline\\tickets\\INC-4711')).toBe('tickets/INC-4711');
    expect(place('https://jira.example/browse/INC-4711')).toBe('https://jira.example/browse/INC-4711');
  });
});

describe('the verdict of what there is', () => {
  const level = () => taken(opened(), handles(start, { Event: 14_440, Semaphore: 14_029, File: 226 }, { ...life })).investigation;

  it('is one word away where the counters are offered and the class is known', () => {
    const record = moved(level(), { type: 'goOnRequested' });
    expect(offer(record)).toMatchObject({ step: 'concluded', collector: { id: 'counters' } });
    expect(record.plan.verification?.counter).toBe('Semaphore handles');
  });

  it('is verified on the type of which there are many, where a second summary shows no growth', () => {
    const record = taken(level(), handles(start + 30 * minute, { Event: 14_422, Semaphore: 14_029, File: 226 })).investigation;
    expect(record.plan.verification?.counter).toBe('Semaphore handles');
  });

  it('is left again for what new evidence asks', () => {
    const record = taken(
      moved(level(), { type: 'goOnRequested' }),
      handles(start + 30 * minute, { Event: 17_000, Semaphore: 17_000, File: 230 }),
    );
    expect(offer(record.investigation).step).toBe('plainDump');
  });

  it('keeps what the fix is meant to end', () => {
    const record = moved(opened(replayed), { type: 'skipped', reason: 'x' });
    const concluded = moved(taken(record, handles(start, { Event: 14_440, Semaphore: 14_029 })).investigation, { type: 'goOnRequested' });
    const { lead } = concluded.judgement!.verdict;
    expect(moved(concluded, { type: 'fixAnnounced', what: 'cached' }).fix).toMatchObject({ what: 'cached', lead });
  });
});
