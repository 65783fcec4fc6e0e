/** Who reads the tables of a dump: what it found, and how much it asked for. */
import type { Reading } from '../../analysis/types.ts';
import { readInThread } from './reading-thread.ts';

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

const plumbline: DumpReader = (path) => {
  const read = { asked: 0, reads: 0 };
  const blocks = readInThread(path, (asked) => {
    read.asked = asked;
    read.reads++;
  });
  return Promise.resolve({ ...contentsOf(blocks.flatMap((block) => block.readings)), ...read });
};

export const dumpReaders: Readonly<Record<string, DumpReader>> = { plumbline };
