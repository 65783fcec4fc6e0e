import type { CollectorHow, Target } from '../types.ts';

/**
 * What is done in a tool's own window has no command line. In a practice incident its output is recorded,
 * so that it can be played there: the line says that it is played, and is no command of any tool.
 */
export function orPlayed(how: CollectorHow, collector: string, target: Target, occurrence: number): CollectorHow {
  return target.connector === 'replay' && how.argv === null ? { ...how, argv: ['replay', collector, String(occurrence)] } : how;
}
