import { describe, expect, it } from '@jest/globals';
import { judge } from '../../analysis/index.ts';
import type { Reading } from '../../analysis/types.ts';
import { collectorById, collectors } from '../../flows/index.ts';
import { plan } from '../../flows/plan.ts';
import { collectingSteps, type Platform } from '../../flows/types.ts';
import { verificationOf } from '../../flows/verification.ts';
import { counters, evidenceOf, handles, life, linux, minute, replayed, settings, start, windows } from './support/a-case.ts';

const GB = 2 ** 30;
const MB = 2 ** 20;
const host: Reading = {
  kind: 'host',
  life: { ...life, bitness: 32 },
  takenAt: start,
  os: 'Windows Server 2016',
  uptimeMs: null,
  ceilingBytes: null,
  poolLimitBytes: 1.5 * GB,
  freeDiskBytes: 6 * GB,
  tools: [],
  rights: 'limited',
  deployedAt: null,
};

describe('the plan', () => {
  it('walks every step on .NET Framework', () => {
    const { steps } = plan(windows, [], settings);
    expect(steps.map(({ step }) => step)).toEqual([...collectingSteps]);
    expect(steps.filter(({ ruledOut }) => ruledOut !== null)).toEqual([]);
    expect(steps.every(({ collectors: ids }) => ids.length > 0)).toBe(true);
  });

  it('passes over what a native Linux process does not have, and says what to run instead', () => {
    const { steps } = plan(linux, [], settings);
    const ruledOut = steps.filter((each) => each.ruledOut !== null);
    expect(ruledOut.map(({ step }) => step)).toEqual([
      'assemblies',
      'managedHeap',
      'plainDump',
      'leakTracking',
      'leakReports',
      'callStacks',
    ]);
    expect(ruledOut.find(({ step }) => step === 'leakTracking')?.ruledOut).toMatch(/bpftrace .*heaptrack/);
  });

  it('names what stands in the way: 32 bits, the recycle limit, the disk, the rights', () => {
    const { warnings } = plan(windows, [evidenceOf(host)], settings);
    expect(warnings).toHaveLength(4);
    expect(warnings.join('\n')).toMatch(
      /32 bits[\s\S]*recycles itself at 1.50 GB[\s\S]*6.00 GB of disk[\s\S]*rights seen so far are limited/,
    );
  });

  it('warns of a disk that holds the dumps and nothing more', () => {
    const free = (bytes: number) => plan(windows, [evidenceOf({ ...host, freeDiskBytes: bytes })], settings).warnings.join(' ');
    expect(free(12 * GB)).toContain('12.0 GB of disk are free; 3 dumps of up to 3.00 GB need about 15.8 GB.');
    expect(free(16 * GB)).not.toContain('of disk are free');
  });

  it('puts together what several outputs tell of the host, whatever tells its time, and says which told it', () => {
    const preflight = evidenceOf(
      { ...host, life, takenAt: start + 60 * minute, poolLimitBytes: null, rights: 'administrator' },
      'preflight',
    );
    const appcmd = evidenceOf({ ...host, life, takenAt: null, freeDiskBytes: null, rights: null }, 'appcmd');
    for (const evidence of [
      [appcmd, preflight],
      [preflight, appcmd],
    ]) {
      const { warnings, known, ceiling } = plan(windows, evidence, settings);
      expect(warnings.join(' ')).toContain('recycles itself at 1.50 GB');
      expect(warnings.join(' ')).not.toContain('rights');
      expect(ceiling!.says).toContain('6.00 GB of free disk hold 3 dumps');
      expect(known).toContainEqual({ name: 'the pool recycles at private bytes of', says: '1.50 GB', evidence: 'appcmd' });
      expect(known).toContainEqual({ name: 'free disk', says: '6.00 GB', evidence: 'preflight' });
    }
  });

  it('leaves the host of another program alone', () => {
    const other = evidenceOf({ ...host, life: { ...life, process: 'sqlservr', bitness: 32 } });
    expect(plan(windows, [other], settings)).toMatchObject({ warnings: [], known: [], ceiling: null });
  });

  it('carries which limit the growth reaches first, and when', () => {
    const evidence = [
      evidenceOf(counters({ privateBytes: [0.7 * GB, 0.5 * GB], gcHeap: [90 * MB, 0] }, 60), 'log'),
      evidenceOf({ ...host, life: { ...life } }, 'host'),
    ];
    const judgement = judge(evidence, { process: 'w3wp', pid: 4312, minimumMs: 30 * minute, fixedAt: null });
    const { endsAt, thresholds, arithmetic } = plan(windows, evidence, settings, { judgement, wanted: [1.3 * GB, 1.4 * GB] });
    expect(endsAt).toMatchObject({ limit: 'pool-limit', level: 1.5 * GB });
    const reached = thresholds.map(({ reachedAt }) => reachedAt!.at);
    expect(reached[0]).toBeGreaterThan(start + 60 * minute);
    expect(reached[1]).toBeGreaterThan(reached[0]!);
    expect(endsAt!.reachedAt!.at).toBeGreaterThan(reached[1]!);
    expect(arithmetic.join('\n')).toContain('The pool recycles itself at 1.50 GB of private bytes; 90 % of that is 1.35 GB.');
  });

  it('keeps the thresholds it is given', () => {
    expect(plan(windows, [], settings, { wanted: [GB, 2 * GB] }).thresholds.map(({ bytes }) => bytes)).toEqual([GB, 2 * GB]);
    expect(plan(windows, [], settings, { wanted: [GB, 2 * GB] }).steps.find(({ step }) => step === 'leakReports')?.need.atLeast).toBe(2);
  });
});

describe('the collectors', () => {
  const platforms: readonly Platform[] = ['windows-netfx', 'windows-dotnet', 'linux-dotnet', 'linux-native'];
  const targets = platforms.map((platform) => ({ ...windows, platform }));
  const every = collectors.flatMap((collector) =>
    targets.flatMap((target) => [[collector.id, target.platform, collector.on(target, 1)] as const]),
  );

  it('are found by their id', () => {
    expect(new Set(collectors.map(({ id }) => id)).size).toBe(collectors.length);
    expect(collectors.every(({ id }) => collectorById(id)?.id === id)).toBe(true);
    expect(collectorById('constructor')).toBeNull();
  });

  it.each(every.filter(([, , how]) => how !== null))(
    '%s on %s says how by hand, with which rights and which impact',
    (_id, _platform, how) => {
      expect(how!.byHand.length).toBeGreaterThan(40);
      expect(how!.rights).not.toBe('');
      expect(how!.impact.says).toMatch(/\.$/);
      expect(how!.timeoutMs).toBeGreaterThan(0);
    },
  );

  it('never let a name or a pid into a command that is none', () => {
    for (const pid of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 40]) {
      for (const target of targets) {
        const how = collectorById('handle-summary')!.on({ ...target, pid }, 1);
        expect(how?.argv).toBeNull();
      }
    }
    const hostile = { ...windows, process: 'w3wp" & calc & "' };
    const counted = collectorById('counters')!.on(hostile, 1)!;
    expect(counted.argv).toBeNull();
    expect(collectors.flatMap((each) => each.on(hostile, 1)?.argv ?? []).join(' ')).not.toContain('calc');
  });

  it('print the documented commands', () => {
    expect(collectorById('handle-summary')!.on(windows, 1)!.argv).toEqual(['handle64', '-accepteula', '-nobanner', '-p', '4312', '-s']);
    expect(collectorById('process-dump')!.on(windows, 1)!.argv).toEqual([
      'procdump64',
      '-accepteula',
      '-ma',
      '-r',
      '-a',
      '4312',
      'D:\\dumps\\',
    ]);
    expect(collectorById('handle-summary')!.on(linux, 1)!.argv).toEqual(['find', '/proc/4312/fd', '-printf', '%f %l\\n']);
  });

  it('have something to play in a practice incident even where the tool is a window', () => {
    const played = collectors.filter((each) => each.on(replayed, 1) !== null).map((each) => each.on(replayed, 2)!.argv);
    expect(played.every((argv) => argv !== null)).toBe(true);
    expect(collectorById('leak-tracking')!.on(windows, 1)!.argv).toBeNull();
  });
});

describe('what will prove the fix', () => {
  const scope = { process: 'w3wp', pid: 4312, minimumMs: 30 * minute, fixedAt: null };

  it('is the Semaphore count in seed 000: whole numbers tell sooner than memory that goes up and down', () => {
    const evidence = [
      evidenceOf(
        counters({ privateBytes: [400 * MB, 300 * MB], gcHeap: [60 * MB, 0], handles: [9000, 9000], assemblies: [500, 4500] }, 60),
        'a',
      ),
      evidenceOf(handles(start + 20 * minute, { Event: 11_000, Semaphore: 10_500, File: 226 }), 'b'),
      evidenceOf(handles(start + 50 * minute, { Event: 14_440, Semaphore: 14_029, File: 226 }), 'c'),
    ];
    const verification = verificationOf(judge(evidence, scope), 30 * minute)!;
    expect(verification.counter).toBe('Semaphore handles');
    expect(verification.handleType).toBe('Semaphore');
    expect(verification.watchMs).toBeGreaterThanOrEqual(30 * minute);
    expect(verification.why).toContain('must not have grown');
  });

  it('is private bytes for a native leak, watched for as long as its noise asks for', () => {
    const judgement = judge([evidenceOf(counters({ privateBytes: [1.2 * GB, GB], gcHeap: [90 * MB, 0], handles: [500, 0] }, 60))], scope);
    const verification = verificationOf(judgement, 30 * minute)!;
    expect(verification.counterId).toBe('privateBytes');
    expect(verification.handleType).toBeNull();
    expect(verification.watchMs).toBeGreaterThanOrEqual(30 * minute);
    expect(verification.watchMs).toBeLessThanOrEqual(24 * 60 * minute);
  });

  it('is nothing where nothing leaks, or nothing is known', () => {
    expect(verificationOf(null, 1)).toBeNull();
    expect(verificationOf(judge([evidenceOf(counters({ privateBytes: [GB, 0], gcHeap: [90 * MB, 0] }, 120))], scope), 1)).toBeNull();
  });
});
