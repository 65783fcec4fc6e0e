/** G3: a dump of 3 GB, of which the tables are read, beside a program that reads the file through. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DumpRead } from './candidates/minidumps.ts';
import { generateMinidump, namesOfTheirOwn, sharedTexts } from './generate-minidump.ts';
import type { DumpShape, DumpText } from './generate-minidump.ts';
import { percentile, rowOf, runChild, runWordCount, wordCountRow } from './measure.ts';
import type { BenchOptions, Figure } from './measure.ts';

const megabytes = 3 * 1024;
/** Reads in one process; of all but the first of each the 95th percentile is taken. */
const times = 400;

function check(text: DumpText, result: unknown): DumpRead {
  const { handles, events, privateCommit, modules } = text;
  const found = result as DumpRead;
  for (const [name, expected] of Object.entries({ handles, events, privateCommit, modules })) {
    const read = found[name as keyof DumpRead];
    if (read !== expected) throw new Error(`Expected ${expected} as ${name} of the dump and read ${String(read)}`);
  }
  return found;
}

export const minidumpFigure = (options: BenchOptions): Figure => figureOf(options, 'Minidump', 'G3', sharedTexts);
/** The same limits asked of a dump whose handles have names of their own. */
export const namedMinidumpFigure = (options: BenchOptions): Figure => figureOf(options, 'Minidump with names', 'as G3', namesOfTheirOwn);

function figureOf(options: BenchOptions, name: string, goal: string, shape: DumpShape): Figure {
  const path = join(options.folder, 'full.dmp');
  const text = generateMinidump(path, megabytes, options.seed, shape);
  const reports = Array.from({ length: options.rounds }, () => runChild(options.folder, ['minidump', 'plumbline', String(times), path]));
  // Seconds each time, and what it says is plain after one.
  const through = runWordCount(path);
  rmSync(path);
  const { asked, reads } = check(text, reports[0]?.result);
  const runs = reports.flatMap((report) => report.runs.slice(1));
  const slow = percentile(
    runs.map(({ wallMs }) => wallMs),
    0.95,
  );
  const of = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  return {
    title: `${name}: ${of(text.bytes)} MB, ${text.handles} handles and the address space in ${of(text.streams)} MB; ${reads} reads of ${of(asked)} MB; by the clock 95 of 100 took at most ${slow.toFixed(1)} ms`,
    rows: [rowOf('plumbline', reports, true), wordCountRow([through])],
    goals: [
      { id: goal, says: 'MB read beside the two streams', measured: (asked - text.streams) / 2 ** 20, limit: 1, kind: 'at most' },
      {
        id: goal,
        says: 'ms of CPU time at the 95th percentile',
        measured: percentile(
          runs.map(({ cpuMs }) => cpuMs),
          0.95,
        ),
        limit: 5,
        kind: 'at most',
      },
    ],
  };
}
