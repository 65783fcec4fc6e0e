import type { ReadResult } from '../analysis/types.ts';
import type { Store } from '../store/types.ts';
import type { IncomingFile } from './chat.ts';
import type { Reader } from './reading.ts';

/** An output that is kept and has been read; what it means is for the case. */
export interface ReadOutput {
  readonly from: string;
  readonly rawRef: string;
  readonly result: ReadResult;
}

export interface Outputs {
  /** Kept first, so that nothing is lost; then read. */
  take(bytes: Uint8Array, from: string): Promise<ReadOutput>;
  takeFile(file: IncomingFile): Promise<ReadOutput | { readonly problem: string }>;
}

export function createOutputs(input: { store: Store; reader: Reader }): Outputs {
  async function readKept(rawRef: string, from: string): Promise<ReadOutput> {
    const path = input.store.rawPath(rawRef);
    const result: ReadResult =
      path === null
        ? { blocks: [], unread: [{ parser: null, fromLine: 1, lines: 0, problem: 'It was not kept, so it cannot be read.' }] }
        : await input.reader.read(path, from);
    return { from, rawRef, result };
  }
  const take = async (bytes: Uint8Array, from: string): Promise<ReadOutput> => readKept(await input.store.putRaw(bytes), from);
  return {
    take,
    async takeFile(file) {
      const loaded = await file.load();
      if (!loaded.ok) return { problem: `${file.name}: ${loaded.problem}` };
      return 'rawRef' in loaded ? readKept(loaded.rawRef, file.name) : take(loaded.bytes, file.name);
    },
  };
}
