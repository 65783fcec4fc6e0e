/** A small record for tests of what keeps and lists records: whole in form, empty in content. */
import type { Investigation } from '../../flows/types.ts';

const at = '2026-01-05T08:00:00.000Z';

export function investigationRecord(id: string, change: Partial<Investigation> = {}): Investigation {
  return {
    id,
    schema: 2,
    version: 0,
    flow: 'memory-leak',
    snapshot: { state: { active: { counters: 'watching' } }, facts: {}, historyValue: {} },
    token: 1,
    answered: [],
    createdAt: at,
    updatedAt: at,
    owner: { id: 'local', name: 'Ada' },
    conversation: null,
    settings: { minimumCountersMs: 1, sampleIntervalMs: 1, handleSummariesApartMs: 1 },
    target: null,
    asked: { host: 'WEB01', process: 'w3wp', pid: 4711 },
    candidates: [],
    ticket: 'INC-4711',
    symptom: null,
    plan: { steps: [], warnings: [], thresholds: [], arithmetic: [], minimumCountersMs: 1, sampleIntervalMs: 1, verification: null },
    evidence: [],
    unread: [],
    judgement: null,
    pending: [],
    problem: null,
    timeline: [],
    fix: null,
    filed: [],
    ...change,
  } as unknown as Investigation;
}
