import type { Reading } from './types.ts';

/** What a host reading leaves open; one output tells one or two of its fields. */
export const untoldHost = {
  kind: 'host',
  takenAt: null,
  os: null,
  uptimeMs: null,
  ceilingBytes: null,
  poolLimitBytes: null,
  freeDiskBytes: null,
  tools: [],
  rights: null,
  deployedAt: null,
} as const satisfies Omit<Extract<Reading, { kind: 'host' }>, 'life'>;
