/** The evidence of both recorded incidents, built by hand: what charts, evidence cards and reports are drawn from. */
import type { CounterId, Evidence, LeakReport, ProcessLife, Reading } from '../../analysis/types.ts';
import { at, GB, gdiLife, MB, xmlLife } from './judgements.ts';

export function evidence(id: string, from: string, reading: Reading, notes: readonly string[] = []): Evidence {
  return { ...reading, id, from, parser: reading.kind, rawRef: id.padEnd(64, '0'), notes, timeFrom: 'content', sequence: null };
}

/** A straight curve with one sample in five minutes. */
function curve(counter: CounterId, life: ProcessLife, first: number, last: number) {
  const [from, to] = [at('11:50'), at('14:11')];
  const samples = Array.from({ length: 29 }, (_, index) => ({
    at: from + ((to - from) * index) / 28,
    value: first + ((last - first) * index) / 28,
  }));
  return { life, counter, printed: counter, samples };
}

function report(dump: number, tracked: string, total: number): Evidence {
  const [hours = 0, minutes = 0, seconds = 0] = tracked.split(':').map(Number);
  const leakReport: LeakReport = {
    dump: `w3wp-${dump}.dmp`,
    leakTrack: 'tracked',
    trackingMs: ((hours * 60 + minutes) * 60 + seconds) * 1000,
    outstandingBytes: total * GB,
    outstandingAllocations: 13_155,
    outstandingHandles: 469,
    modules: [],
    handlesByType: {},
    warnings: [],
    printedPrecision: 0.005 * GB,
  };
  return evidence(`report-${dump}`, `report ${dump}.mht`, { kind: 'leakReport', life: gdiLife, takenAt: null, report: leakReport });
}

export const gdiEvidence: readonly Evidence[] = [
  evidence('counters-1', 'watch', {
    kind: 'counters',
    life: gdiLife,
    takenAt: at('14:11'),
    series: [
      curve('privateBytes', gdiLife, 1.2 * GB, 2.66 * GB),
      curve('gcHeap', gdiLife, 0.14 * GB, 0.14 * GB),
      curve('handles', gdiLife, 469, 493),
    ],
  }),
  evidence('dump-1', 'dump 1', {
    kind: 'dumpLog',
    life: gdiLife,
    takenAt: at('13:27'),
    dumps: [{ path: 'D:\\dumps\\w3wp-1.dmp', bytes: 2.3 * GB, seconds: 4.4, state: 'complete', detail: '' }],
  }),
  report(1, '01:39:09', 1.68),
  report(2, '02:01:34', 2.14),
  report(3, '02:26:05', 2.7),
  evidence('stacks-1', 'stacks.txt', { kind: 'stacks', life: gdiLife, takenAt: null, threads: 1, stacks: [] }, [
    '73 frames of the framework were left out.',
  ]),
];

const handles = (id: string, time: string, event: number, semaphore: number): Evidence =>
  evidence(id, `${id}.txt`, {
    kind: 'handles',
    life: xmlLife,
    takenAt: at(time),
    summary: { byType: { Event: event, Semaphore: semaphore, File: 226 }, total: event + semaphore + 932, partial: false, byName: {} },
  });

export const xmlEvidence: readonly Evidence[] = [
  evidence('counters-1', 'counters.csv', {
    kind: 'counters',
    life: xmlLife,
    takenAt: at('14:11'),
    series: [
      curve('privateBytes', xmlLife, 420 * MB, 1.3 * GB),
      curve('gcHeap', xmlLife, 90 * MB, 92 * MB),
      curve('handles', xmlLife, 1150, 29_401),
      curve('assemblies', xmlLife, 210, 2410),
    ],
  }),
  handles('handles-1', '13:50', 12_100, 11_800),
  handles('handles-2', '14:05', 14_440, 14_029),
  evidence('source-1', 'pasted text', { kind: 'source', life: xmlLife, takenAt: null, language: 'csharp', patterns: [], lines: 11 }),
];
