import { said } from './clues.ts';
import type { KnownCause } from './types.ts';

export const growthEnded: KnownCause = {
  id: 'growth-ended',
  title: 'It grew and stopped: the work behind it ended, something is full, or the leak was mended',
  explains: ['no-leak'],
  clues: [said(2.2, 'growth-stopped'), said(2.8, 'work-ended')],
  refutedBy: 'it grows again as soon as the same work runs, or it stays level through as much work as before',
  fix: 'Find what changed when it stopped: the load, a job that ended, a deployment, a setting. Let the same work run again and watch for as long as it grew before; only then is it cleared.',
  link: 'https://learn.microsoft.com/dotnet/core/diagnostics/debug-memory-leak',
  looksLike: 'A cache that warms up bends as it fills, and grows ever more slowly.',
};
