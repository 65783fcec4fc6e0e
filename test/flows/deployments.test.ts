import { describe, expect, it } from '@jest/globals';
import { deploymentsIn } from '../../flows/deployments.ts';
import { readWords } from '../../flows/index.ts';
import { at, counters, life, minute, moved, opened, refused, replayed, start, taken } from './support/a-case.ts';
import { leastProcessorMs } from '../support/processor-time.ts';

const now = Date.parse('2026-01-15T16:00:00.000Z');
const MB = 2 ** 20;

describe('what a person says was deployed', () => {
  it.each([
    ['deployed v2.3.1 at 14:05', '2026-01-15T14:05:00.000Z', 'v2.3.1'],
    ['deployed at 14:05', '2026-01-15T14:05:00.000Z', null],
    ['deployed at 17:05', '2026-01-14T17:05:00.000Z', null],
    ['We rolled out the new exporter on 2026-01-14 23:10 UTC.', '2026-01-14T23:10:00.000Z', 'the new exporter'],
    ['release 7.4 was deployed at 2026-01-15T14:05+01:00', '2026-01-15T13:05:00.000Z', '7.4'],
    ['deployment: shop-api 5.1, 09:30', '2026-01-15T09:30:00.000Z', 'shop-api 5.1'],
  ])('%s', (text, when, what) => {
    expect(deploymentsIn(text, now, 0)).toEqual([{ at: Date.parse(when), what }]);
  });

  it('is said on the channel’s clock unless the text has its own', () => {
    expect(deploymentsIn('deployed at 15:05', now, 60)[0]!.at).toBe(Date.parse('2026-01-15T14:05:00Z'));
    expect(deploymentsIn('deployed at 15:05 UTC', now, 60)[0]!.at).toBe(Date.parse('2026-01-15T15:05:00Z'));
  });

  it.each([
    'nothing was deployed at 14:05',
    'will be deployed at 18:00',
    'after the deployment it held 3 GB at 14:05',
    'deployed this morning',
    'restarted at 14:05',
    'deployed at 25:99',
    '',
  ])('is not read from "%s"', (text) => {
    expect(deploymentsIn(text, now, 0)).toEqual([]);
  });

  it('takes linear time on a hostile note', () => {
    for (const text of ['deployed '.repeat(3000), `deployed ${'1:'.repeat(10_000)}`, `deployed ${' '.repeat(20_000)}at`])
      expect(leastProcessorMs(() => deploymentsIn(text, now, 0), 100)).toBeLessThan(100);
  });

  it('may be typed as a word', () => {
    expect(readWords('deployed v2.3 at 14:05')).toEqual({ word: 'note', text: 'deployed v2.3 at 14:05' });
    expect(readWords('Deployed: 2026-01-15 14:05')).toEqual({ word: 'note', text: 'deployed 2026-01-15 14:05' });
  });
});

describe('a case that is told of a deployment', () => {
  const told = { type: 'noted', text: 'deployed v2.3 at 09:50' } as const;

  it('keeps it, shows on whose clock it was taken, and judges anew', () => {
    const curve = counters({ privateBytes: [400 * MB, 240 * MB], gcHeap: [60 * MB, 0] }, 120, start, life);
    const before = taken(opened(), curve).investigation;
    const after = moved(before, told);
    expect(after.deployments).toEqual([{ at: Date.parse('2026-01-15T09:50:00.000Z'), what: 'v2.3' }]);
    expect(after.timeline.at(-1)!.says).toBe('Note: deployed v2.3 at 09:50 (2026-01-15 09:50 UTC)');
    const finding = after.judgement!.findings.find(({ rule }) => rule === 'deployment')!;
    expect(finding.says).toContain('the deployment of v2.3, 10 min before the first sample');
    expect(moved(after, told).deployments).toEqual(after.deployments);
  });

  it('takes any other note as a note', () => {
    const noted = moved(opened(), { type: 'noted', text: 'the night shift knows' });
    expect(noted.deployments).toBeUndefined();
    expect(noted.timeline.at(-1)!.says).toBe('Note: the night shift knows');
  });

  it('asks for the time where none is told', () => {
    expect(refused(opened(), { type: 'noted', text: 'deployed v2.3' })).toContain('When was it deployed?');
  });

  it('reads a bare time in a recording on the recording’s clock', () => {
    const curve = counters({ privateBytes: [400 * MB, 240 * MB] }, 120, start - 30 * 24 * 60 * minute, life);
    const played = moved(taken(opened(replayed), curve).investigation, told);
    expect(played.deployments![0]!.at).toBe(Date.parse(at) - 30 * 24 * 60 * minute - 10 * minute);
  });
});
