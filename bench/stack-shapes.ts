/** G4 asked of other shapes: the stacks of 10,000 threads as each of the debugger’s commands prints them. A table without limits. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generateStackShape, stackShapes } from './generate-stack-shapes.ts';
import type { StackShape } from './generate-stack-shapes.ts';
import { interleaved, timesOf } from './measure.ts';
import type { BenchOptions, Figure } from './measure.ts';

const threads = 10_000;
/** Reads in one process: the first pays for the compiler. */
const times = 6;

/** The cells of a shape; stops where the peer reads something else. */
function measured(shape: StackShape, options: BenchOptions): readonly string[] {
  const path = join(options.folder, 'shape.txt');
  const frames = generateStackShape(path, shape, threads, options.seed);
  const size = statSync(path).size / 1e6;
  const peer = `peer of ${shape.title}`;
  const { rows, results } = interleaved(options, 'stacks', ['plumbline', peer], path, { times, columns: [] });
  rmSync(path);
  const [ours, theirs] = results.map(([, result]) => JSON.stringify(result));
  if (ours !== theirs) throw new Error(`${shape.title}: ours ${ours ?? ''}, the peer ${theirs ?? ''}`);
  return [
    shape.title,
    size.toFixed(1),
    String(frames),
    ...rows.map(({ cpuMs }) => cpuMs.toFixed(1)),
    timesOf(rows, peer, 'plumbline').toFixed(2),
    timesOf(rows, 'plumbline', 'wc -l').toFixed(1),
    rows[0]?.peakMb?.toFixed(0) ?? '-',
  ];
}

export function stackShapesFigure(options: BenchOptions): Figure {
  const head = ['shape', 'MB', 'frames', 'ours CPU ms', 'split + regex', 'wc -l', '× faster', '× wc -l', 'peak MB'];
  return {
    title: 'Shapes of stacks, 10,000 threads each',
    rows: [],
    tables: [{ title: 'CPU time', head, rows: stackShapes.map((shape) => measured(shape, options)) }],
    goals: [],
  };
}
