import { describe, expect, it } from '@jest/globals';
import { defaultScope, judge } from '../../analysis/index.ts';
import type { LimitForecast } from '../../analysis/types.ts';
import { evidenceOf, hostOf, lifeOf, minute, noon } from '../support/evidence.ts';
import { counters, flat, GB, rising } from '../support/made-evidence.ts';

const MB = 2 ** 20;
const hour = 60 * minute;
const scope = { ...defaultScope, process: 'w3wp' };
/** 60 minutes at 4 MB a minute: 736 MB at 12:59, 240 MB an hour. */
const leak = counters('log', { privateBytes: rising(500 * MB, 4 * MB), gcHeap: flat(80 * MB), handles: flat(900) });
const forecastsOf = (...evidence: Parameters<typeof judge>[0]): readonly LimitForecast[] => judge(evidence, scope).forecasts!;

describe('which limit the growth runs into', () => {
  it('is the pool’s, when it comes first, with an interval and where it is known from', () => {
    const found = judge([leak, hostOf('appcmd', { poolLimitBytes: 976 * MB }), hostOf('host', { ceilingBytes: 2 * GB })], scope);
    const [first, second] = found.forecasts!;
    expect(first).toMatchObject({ limit: 'pool-limit', counter: 'privateBytes', level: 976 * MB, evidence: ['appcmd', 'log'] });
    expect((first!.reachedAt!.at - (noon + 59 * minute)) / hour).toBeCloseTo(1, 1);
    expect(first!.reachedAt!.earliest).toBeLessThan(first!.reachedAt!.at);
    expect(first!.reachedAt!.latest).toBeGreaterThan(first!.reachedAt!.at);
    expect(second).toMatchObject({ limit: 'ceiling', level: 2 * GB });
    const finding = found.findings.find(({ id }) => id === 'limit-forecast:pool-limit:privateBytes')!;
    expect(finding.says).toMatch(
      /^The application pool recycles itself at 976 MB of private bytes: private bytes are 736 MB and grow by 240 MB an hour, so that is about 1 h after the last sample \(at the earliest \d+ min, at the latest 1 h \d+ min\)\.$/,
    );
    expect(finding).toMatchObject({ points: null, evidence: ['appcmd', 'log'], measured: { level: 976 * MB, at: first!.reachedAt!.at } });
  });

  it('is not said while nothing grows, nothing is known, or it is a month away', () => {
    const level = counters('log', { privateBytes: flat(500 * MB), gcHeap: flat(80 * MB) });
    expect(forecastsOf(level, hostOf('appcmd', { poolLimitBytes: 976 * MB }))).toEqual([]);
    expect(forecastsOf(leak)).toEqual([]);
    expect(forecastsOf(leak, hostOf('host', { ceilingBytes: 400 * GB }))).toEqual([]);
    expect(forecastsOf(hostOf('host', { ceilingBytes: 4 * GB }))).toEqual([]);
    expect(forecastsOf(leak, hostOf('none', { poolLimitBytes: 0 }))).toEqual([]);
  });

  it('is what a 32-bit process can hold in practice, by private and by virtual bytes', () => {
    const of32 = lifeOf(4312, { bitness: 32, runtime: 'netfx' });
    const both = counters('log', { privateBytes: rising(1000 * MB, 4 * MB), virtualBytes: rising(2000 * MB, 12 * MB) }, of32);
    const found = forecastsOf(both);
    expect(found.map(({ limit, counter, level }) => [limit, counter, level / MB])).toEqual([
      ['address-space', 'virtualBytes', 3400],
      ['address-space', 'privateBytes', 2800],
    ]);
    expect(forecastsOf(both, hostOf('os', { os: 'Windows Server 2003', osBitness: 32 })).map(({ reachedAt }) => reachedAt)).toEqual([
      null,
      null,
    ]);
    expect(forecastsOf(both, hostOf('os', { os: 'Linux 6.1' }))).toEqual([]);
  });

  it('is what the system can still commit, counted from the size at that time', () => {
    const [commit] = forecastsOf(leak, hostOf('host', { commitFreeBytes: 600 * MB, takenAt: noon + 29 * minute }));
    expect(commit).toMatchObject({ limit: 'commit' });
    expect(commit!.level / MB).toBeCloseTo(736 - 120 + 600, -1);
  });

  it('is the number of open files, which is no number of bytes', () => {
    const files = counters('log', { handles: rising(600, 5), privateBytes: flat(90 * MB) }, lifeOf(7, { process: 'leaky' }));
    const judgement = judge([files, hostOf('limits', { openFilesLimit: 1024, os: 'Linux 6.1' })], { ...defaultScope, process: 'leaky' });
    expect(judgement.forecasts).toMatchObject([{ limit: 'handle-limit', counter: 'handles', level: 1024 }]);
    expect(judgement.forecasts![0]!.says).toContain('The process may have 1,024 open files: handles are 89');
  });

  it('goes on with the slope of the life before, while the new one is too young', () => {
    const young = counters('young', { privateBytes: rising(300 * MB, 4 * MB) }, lifeOf(5000), 6, noon + 2 * hour);
    const [first] = forecastsOf(leak, young, hostOf('appcmd', { poolLimitBytes: 920 * MB }));
    expect(first!.says).toContain('private bytes are 320 MB and grow by 240 MB an hour if they grow as in the life before');
    expect((first!.reachedAt!.at - (noon + 2 * hour + 5 * minute)) / hour).toBeCloseTo(2.5, 1);
    expect(first!.evidence).toEqual(['appcmd', 'log', 'young']);
  });

  it('is conditional where it rises and is too early to be called a growth, and unsaid in the first half hour', () => {
    const bent = (m: number) => (500 + 6 * Math.max(0, m - 60)) * MB + MB * Math.sin(m * 2.3);
    const [first] = forecastsOf(
      counters('log', { privateBytes: bent }, lifeOf(4312), 180),
      hostOf('appcmd', { poolLimitBytes: 1800 * MB }),
    );
    expect(first!.says).toMatch(/grow by \d+ MB an hour\. If that goes on, which is not sure yet, it is about 1 h \d+ min/);
    const young = counters('log', { privateBytes: rising(100 * MB, 40 * MB) }, lifeOf(4312), 12);
    expect(forecastsOf(young, hostOf('appcmd', { poolLimitBytes: 1800 * MB }))).toEqual([]);
  });

  it('after a fix goes by what was sampled after it', () => {
    const after = counters('after', { privateBytes: flat(500 * MB) }, lifeOf(5000), 60, noon + 2 * hour);
    const judgement = judge([leak, after, hostOf('appcmd', { poolLimitBytes: 976 * MB })], { ...scope, fixedAt: noon + 90 * minute });
    expect(judgement.forecasts).toEqual([]);
  });

  it('is of this process: the limit of another one does not count', () => {
    const other = evidenceOf('other', { ...hostOf('x', { ceilingBytes: 900 * MB }), life: lifeOf(9, { process: 'sqlservr' }) });
    expect(forecastsOf(leak, other)).toEqual([]);
  });
});
