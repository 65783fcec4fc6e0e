/** Who groups the stacks of 10,000 threads: each returns the threads it saw and how many different stacks. */
import { readFile as readWhole } from 'node:fs/promises';
import { stackShapes } from '../generate-stack-shapes.ts';
import { readInThread } from './reading-thread.ts';

export interface StacksRead {
  readonly threads: number;
  readonly kinds: number;
}
export type StackReader = (path: string) => Promise<StacksRead>;

const plumbline: StackReader = (path) => {
  const blocks = readInThread(path);
  const readings = blocks.flatMap((block) => block.readings).filter((reading) => reading.kind === 'stacks');
  // What was left out to keep the record small was read and grouped too; the note says how much that is.
  const left = /(\d+) different stacks of (\d+) threads were left out/.exec(blocks.flatMap((block) => block.notes).join(' '));
  return Promise.resolve({
    threads: readings.reduce((sum, reading) => sum + reading.threads, 0),
    kinds: readings.reduce((sum, reading) => sum + reading.stacks.length, 0) + Number(left?.[1] ?? 0),
  });
};

const header = /^[.#\s]*(\d+)\s+Id: ([0-9a-f]+)\.([0-9a-f]+)/;
/** Each form of a line has a pattern of its own: one for all would be slower. */
const wide = /^[0-9a-f]{2,4} [0-9a-f`]{17} [0-9a-f`]{17}\s+(\S.*?)(?:\+0x[0-9a-f]+)?$/;
const narrow = /^[0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} [0-9a-f]{8} (\S.*?)(?:\+0x[0-9a-f]+)?$/;

/** What one writes in an afternoon: lines, two regular expressions, a map by the joined frames. */
const splitAndRegex =
  (frame: RegExp, head: RegExp = header): StackReader =>
  async (path) => {
    const stacks = new Map<string, number>();
    let [threads, frames]: [number, string[]] = [0, []];
    const end = (): void => {
      if (frames.length === 0) return;
      const key = frames.join('\n');
      stacks.set(key, (stacks.get(key) ?? 0) + 1);
      [threads, frames] = [threads + 1, []];
    };
    for (const line of (await readWhole(path, 'utf8')).split(/\r?\n/)) {
      if (head.test(line)) end();
      else {
        const site = frame.exec(line)?.[1];
        if (site !== undefined) frames.push(site);
      }
    }
    end();
    return { threads, kinds: stacks.size };
  };

export const stackReaders: Readonly<Record<string, StackReader>> = {
  plumbline,
  'split + regex': splitAndRegex(wide),
  'split + regex, kb': splitAndRegex(narrow),
  ...Object.fromEntries(stackShapes.map(({ title, form }) => [`peer of ${title}`, splitAndRegex(form.pattern, form.threadPattern)])),
};
