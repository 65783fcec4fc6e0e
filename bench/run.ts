/**
 * `npm run bench -- [counter-log] [stacks] [mixed-stacks] [stack-shapes] [minidump] [named-minidump] [trends] [accuracy] [young] [calibration] [--rounds N] [--seed N] [--megabytes N] [--each N] [--json FILE]`
 * Each figure with its peers in the same run; inputs are written into a temporary folder and removed.
 */
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { accuracyFigure } from './accuracy.ts';
import { calibrationFigure } from './calibration.ts';
import { counterLogFigure } from './counter-log.ts';
import type { BenchOptions, Figure } from './measure.ts';
import { minidumpFigure, namedMinidumpFigure } from './minidump.ts';
import { stackShapesFigure } from './stack-shapes.ts';
import { mixedStacksFigure, stacksFigure } from './stacks.ts';
import { figureText, isMet } from './table.ts';
import { trendsFigure } from './trends.ts';
import { youngFigure } from './young.ts';

const programs: Readonly<Record<string, (options: BenchOptions) => Figure>> = {
  'counter-log': counterLogFigure,
  stacks: stacksFigure,
  'mixed-stacks': mixedStacksFigure,
  'stack-shapes': stackShapesFigure,
  minidump: minidumpFigure,
  'named-minidump': namedMinidumpFigure,
  trends: trendsFigure,
  accuracy: accuracyFigure,
  young: youngFigure,
  calibration: calibrationFigure,
};

/** The largest input is the counter log; a disk that gets full would spoil other people's work. */
function checkRoom(megabytes: number): void {
  const { bavail, bsize } = statfsSync(tmpdir());
  const needed = 2 * megabytes * 1e6;
  if (bavail * bsize < needed)
    throw new Error(`${tmpdir()} has ${bavail * bsize} bytes left; ${needed} are needed. Set TMPDIR, or use fewer --megabytes.`);
}

function run(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      megabytes: { type: 'string', default: '300' },
      each: { type: 'string', default: '60' },
      json: { type: 'string' },
    },
  });
  const names = positionals.length === 0 ? Object.keys(programs) : positionals;
  const unknown = names.filter((name) => programs[name] === undefined);
  if (unknown.length > 0) {
    process.stderr.write(`No benchmark is called ${unknown.join(', ')}. There are: ${Object.keys(programs).join(', ')}.\n`);
    process.exitCode = 1;
    return;
  }
  checkRoom(Number(values.megabytes));
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  const options = {
    folder,
    seed: Number(values.seed),
    rounds: Number(values.rounds),
    megabytes: Number(values.megabytes),
    each: Number(values.each),
  };
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}, ${process.platform}`;
  process.stdout.write(`${machine}; seed ${options.seed}, medians of ${options.rounds} interleaved rounds\n`);
  try {
    const figures = names.map((name) => {
      const figure = programs[name]?.(options);
      if (figure !== undefined) process.stdout.write(`\n${figureText(figure)}`);
      return figure;
    });
    const missed = figures.flatMap((figure) => figure?.goals.filter((goal) => !isMet(goal) && goal.isAim !== true) ?? []);
    if (values.json !== undefined) {
      const at = new Date().toISOString();
      writeFileSync(values.json, `${JSON.stringify({ at, machine, seed: options.seed, rounds: options.rounds, figures }, null, 2)}\n`);
    }
    process.stdout.write(
      `\n${missed.length === 0 ? 'All goals are met.' : `Missed: ${missed.map(({ id, says }) => `${id} ${says}`).join('; ')}.`}\n`,
    );
    process.exitCode = missed.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

run();
