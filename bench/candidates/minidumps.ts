/** Who reads the tables of a dump: what it found, and how much it asked for. */
import { closeSync, fstatSync, openSync } from 'node:fs';
import type { Reading } from '../../analysis/types.ts';
import { fileSource, watched } from '../../bot/archives/source.ts';
import { readSource } from '../../bot/reading-file.ts';

export interface DumpRead {
  readonly handles: number;
  readonly events: number;
  readonly privateCommit: number;
  readonly modules: number;
  /** Bytes that were asked for, each time they were. */
  readonly asked: number;
  readonly reads: number;
}
export type DumpReader = (path: string) => Promise<DumpRead>;

function contentsOf(readings: readonly Reading[]): Omit<DumpRead, 'asked' | 'reads'> {
  const contents = { handles: 0, events: 0, privateCommit: 0, modules: 0 };
  for (const reading of readings) {
    if (reading.kind === 'handles') {
      contents.handles = reading.summary.total ?? 0;
      contents.events = reading.summary.byType['Event'] ?? 0;
    } else if (reading.kind === 'addressSpace') contents.privateCommit = reading.privateBytes ?? 0;
    else if (reading.kind === 'modules') contents.modules = reading.names.length;
  }
  return contents;
}

/** As the bot's reading thread does it. */
const plumbline: DumpReader = (path) => {
  const file = openSync(path, 'r');
  const read = { asked: 0, reads: 0 };
  const source = watched(fileSource(file, fstatSync(file).size), (asked) => {
    read.asked = asked;
    read.reads++;
  });
  const { blocks } = readSource(source, path);
  closeSync(file);
  return Promise.resolve({ ...contentsOf(blocks.flatMap((block) => block.readings)), ...read });
};

export const dumpReaders: Readonly<Record<string, DumpReader>> = { plumbline };
