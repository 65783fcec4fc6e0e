/** Small building blocks for cases: a fixed clock, one person, a case at any point, evidence made by hand. */
import { createHash } from 'node:crypto';
import type { Evidence, ProcessLife, Reading, ReadResult } from '../../../analysis/types.ts';
import { advance, openInvestigation, takeIn } from '../../../flows/index.ts';
import type { FlowEvent, FlowSettings, Investigation, OpenInput, Person, TakeIn, TakenIn, Target } from '../../../flows/types.ts';

export const start = Date.parse('2026-01-15T10:00:00.000Z');
export const minute = 60_000;
export const at = new Date(start).toISOString();
export const person: Person = { id: 'local', name: 'Kim' };
export const settings: FlowSettings = {
  minimumCountersMs: 30 * minute,
  sampleIntervalMs: 15_000,
  handleSummariesApartMs: 10 * minute,
};
export const windows: Target = {
  host: 'WEB01',
  process: 'w3wp',
  pid: 4312,
  startedAt: start - 120 * minute,
  platform: 'windows-netfx',
  connector: 'manual',
  incident: null,
};
export const replayed: Target = { ...windows, connector: 'replay', incident: 'made-by-hand' };
export const linux: Target = { ...windows, host: 'here', process: 'leaky', platform: 'linux-native', connector: 'local' };

export function opened(target: Target | null = windows, more: Partial<OpenInput> = {}): Investigation {
  return openInvestigation({
    id: 'pl-1',
    at,
    owner: person,
    conversation: { any: 'thing' },
    asked: { host: 'WEB01', process: 'w3wp', pid: null },
    target,
    ticket: 'INC-1',
    symptom: null,
    settings,
    ...more,
  });
}

export type Event = FlowEvent extends infer E ? (E extends FlowEvent ? Omit<E, 'by' | 'at'> : never) : never;

/** Moves the case; a refusal is a failure of the test. */
export function moved(investigation: Investigation, ...events: readonly Event[]): Investigation {
  return events.reduce((record, event) => {
    const advanced = advance(record, { by: person, at, ...event });
    if (!advanced.moved) throw new Error(`${event.type} was refused: ${advanced.why}`);
    return advanced.investigation;
  }, investigation);
}

export function refused(investigation: Investigation, event: Event): string {
  const advanced = advance(investigation, { by: person, at, ...event });
  if (advanced.moved) throw new Error(`${event.type} was not refused`);
  return advanced.why;
}

export const life: ProcessLife = {
  machine: 'WEB01',
  process: 'w3wp',
  pid: 4312,
  startedAt: start - 120 * minute,
  bitness: 64,
  runtime: 'netfx',
  appPool: null,
};
export const unknownLife: ProcessLife = {
  machine: null,
  process: null,
  pid: null,
  startedAt: null,
  bitness: null,
  runtime: null,
  appPool: null,
};

export function handles(takenAt: number | null, byType: Readonly<Record<string, number>>, of: ProcessLife = life): Reading {
  const total = Object.values(byType).reduce((sum, count) => sum + count, 0);
  return { kind: 'handles', life: of, takenAt, summary: { byType, total, partial: false, byName: {} } };
}

/** Straight lines with a little noise, one sample a minute. */
export function counters(
  curves: Readonly<
    Partial<Record<'privateBytes' | 'virtualBytes' | 'gcHeap' | 'handles' | 'assemblies' | 'gen2Collections', readonly [number, number]>>
  >,
  minutes = 60,
  from = start,
  of: ProcessLife = life,
): Reading {
  const series = Object.entries(curves).map(([counter, [first, perHour]]) => ({
    life: of,
    counter: counter as 'privateBytes',
    printed: counter,
    samples: Array.from({ length: minutes + 1 }, (_, index) => ({
      at: from + index * minute,
      value: Math.round(first + (perHour * index) / 60 + Math.abs(first) * 0.0005 * Math.sin(index * 2.3)),
    })),
  }));
  return { kind: 'counters', life: of, takenAt: null, series };
}

export function resultOf(...readings: readonly Reading[]): ReadResult {
  return {
    blocks: readings.map((reading, index) => ({
      parser: `test-${reading.kind}`,
      title: reading.kind,
      fromLine: index + 1,
      lines: 1,
      readings: [reading],
      notes: [],
    })),
    unread: [],
  };
}

export function taking(result: ReadResult, more: Partial<TakeIn> = {}): TakeIn {
  const rawRef = createHash('sha256').update(JSON.stringify(result)).digest('hex');
  return { result, from: 'pasted text', rawRef, at, by: person, collectedAt: null, effectId: null, watch: null, ...more };
}

export function taken(investigation: Investigation, reading: Reading | readonly Reading[], more: Partial<TakeIn> = {}): TakenIn {
  const readings = Array.isArray(reading) ? (reading as readonly Reading[]) : [reading as Reading];
  return takeIn(investigation, taking(resultOf(...readings), more));
}

export function evidenceOf(reading: Reading, id = 'e-1'): Evidence {
  return { ...reading, id, parser: 'test', from: 'test', rawRef: id, notes: [], timeFrom: null, sequence: null };
}
