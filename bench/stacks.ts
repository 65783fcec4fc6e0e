/** G4: the stacks of 10,000 threads, grouped. */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generateMixedStacks } from './generate-mixed-stacks.ts';
import { generateStacks } from './generate-stacks.ts';
import type { StacksText } from './generate-stacks.ts';
import { interleaved, timesOf } from './measure.ts';
import type { BenchOptions, Figure } from './measure.ts';

const threads = 10_000;
/** Reads in one process: the first pays for the compiler, the bot's reader lives on and pays once. */
const times = 10;

interface Shape {
  readonly title: string;
  readonly goal: string;
  /** The goal does not name this shape. */
  readonly isAim?: true;
  readonly peer: string;
  readonly generate: (path: string, threads: number, seed: number) => StacksText;
}

function figureOf({ title, goal, peer, generate, isAim }: Shape, options: BenchOptions): Figure {
  const aim = isAim === true ? { isAim } : {};
  const path = join(options.folder, 'stacks.txt');
  const text = generate(path, threads, options.seed);
  const size = (statSync(path).size / 1e6).toFixed(1);
  const { rows, results } = interleaved(options, 'stacks', ['plumbline', peer], path, { times, columns: [] });
  rmSync(path);
  const expected = JSON.stringify({ threads: text.threads, kinds: text.kinds });
  if (results.some(([, result]) => JSON.stringify(result) !== expected)) {
    throw new Error(`Expected ${expected}, the candidates read ${JSON.stringify(results)}`);
  }
  return {
    title: `${title}: ${size} MB, ${text.threads} threads, ${text.frames} frames, ${text.kinds} different stacks`,
    rows,
    goals: [
      {
        id: goal,
        says: 'times faster than split + regex',
        measured: timesOf(rows, peer, 'plumbline'),
        limit: 2.5,
        kind: 'at least',
        ...aim,
      },
      { id: goal, says: 'times the CPU time of wc -l', measured: timesOf(rows, 'plumbline', 'wc -l'), limit: 12, kind: 'at most', ...aim },
    ],
  };
}

export function stacksFigure(options: BenchOptions): Figure {
  return figureOf({ title: 'Debugger stacks', goal: 'G4', peer: 'split + regex', generate: generateStacks }, options);
}

/** The same of a text that is harder to foresee. */
export function mixedStacksFigure(options: BenchOptions): Figure {
  const mixed = { title: 'Mixed stacks of 32 bits', goal: 'as G4', peer: 'split + regex, kb', generate: generateMixedStacks };
  return figureOf({ ...mixed, isAim: true }, options);
}
