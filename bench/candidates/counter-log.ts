/** Who reads a wide counter log: each returns the rows it saw and the sum of the last row's wanted values. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { inferSchema, initParser } from 'udsv';
import type { Parser } from 'udsv';
import { readFile } from './reading-file.ts';

export interface LogRead {
  readonly rows: number;
  readonly lastSum: number;
}
export type LogReader = (path: string, wanted: readonly number[]) => Promise<LogRead>;

const chunkLength = 2 ** 20;
const bare = (cell: string): string => (cell.startsWith('"') ? cell.slice(1, -1) : cell);
const sumOf = (cells: readonly string[], wanted: readonly number[]): number =>
  wanted.reduce((sum, column) => sum + Number(bare(cells[column] ?? '')), 0);

/** Ids are no values to us: they join the rows of one process. They are added so that all sums are of the same cells. */
const plumbline: LogReader = async (path) => {
  const { blocks } = await readFile(path);
  const readings = blocks.flatMap((block) => block.readings).filter((reading) => reading.kind === 'counters');
  const series = readings.flatMap((reading) => reading.series);
  const pids = new Set(series.map((each) => each.life.pid ?? 0));
  const last = series.reduce((sum, { samples }) => sum + (samples.at(-1)?.value ?? 0), 0);
  const rows = Number(/of up to (\d+) samples/i.exec(blocks[0]?.notes.join(' ') ?? '')?.[1] ?? series[0]?.samples.length ?? 0);
  return { rows, lastSum: last + [...pids].reduce((sum, pid) => sum + pid, 0) };
};

const readlineAndSplit: LogReader = async (path, wanted) => {
  const lines = createInterface({ input: createReadStream(path, { highWaterMark: chunkLength }), crlfDelay: Number.POSITIVE_INFINITY });
  let [rows, lastSum] = [-1, 0];
  for await (const line of lines) {
    if (rows >= 0) lastSum = sumOf(line.split(','), wanted);
    rows++;
  }
  return { rows, lastSum };
};

/** The library's own way to read a stream: one chunk of text after another. */
const udsv: LogReader = async (path, wanted) => {
  let parser: Parser | null = null;
  let [rows, lastSum] = [0, 0];
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: chunkLength })) {
    const text = chunk as string;
    parser ??= initParser(inferSchema(text));
    parser.chunk<string[]>(text, parser.stringArrs, (row) => {
      lastSum = sumOf(row, wanted);
      rows++;
    });
  }
  parser?.end();
  return { rows, lastSum };
};

export const logReaders: Readonly<Record<string, LogReader>> = { plumbline, 'readline+split': readlineAndSplit, udsv };
