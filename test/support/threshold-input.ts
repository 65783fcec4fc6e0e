/** What is known of a process that grows, for the planner of its dumps. */
import { defaultThresholds, type ThresholdInput } from '../../flows/dump-thresholds.ts';

const GB = 2 ** 30;
const hour = 3_600_000;
export const now = Date.parse('2026-01-15T12:00:00.000Z');
export const known: ThresholdInput = {
  wanted: defaultThresholds,
  bitness: 64,
  startBytes: 1.2 * GB,
  at: now,
  slopePerHour: 1 * GB,
  ci95: [0.8 * GB, 1.25 * GB],
  from: now - 2 * hour,
  borrowed: false,
  unsure: false,
  stands: false,
  osBitness: null,
  virtualBytes: null,
  virtualPerHour: null,
  ceilingBytes: null,
  poolLimitBytes: null,
  virtualLimitBytes: null,
  commitFreeBytes: null,
  freeDiskBytes: null,
  startedAt: null,
  restartEveryMs: null,
  trackedSince: null,
};
