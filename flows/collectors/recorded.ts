import type { CollectorHow, Target } from '../types.ts';

/** Whether the bot can run it at all: a recording plays only what was collected in it. */
export function isRecorded(target: Target, collector: string): boolean {
  return target.connector !== 'replay' || target.recorded === undefined || target.recorded.includes(collector);
}

/**
 * What is done in a tool's own window has no command line. In a practice incident its output is recorded,
 * so that it can be played there: the line says that it is played, and is no command of any tool.
 */
export function orPlayed(how: CollectorHow, collector: string, target: Target, occurrence: number): CollectorHow {
  return target.connector === 'replay' && how.argv === null && isRecorded(target, collector)
    ? { ...how, argv: ['replay', collector, String(occurrence)] }
    : how;
}
