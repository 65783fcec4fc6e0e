import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSource } from './source.ts';
import type { Source } from './source.ts';

/** Where a file of an archive lies while it is read: on the disk, so that its size is not felt in memory. */
export interface Scratch {
  add(bytes: Uint8Array): void;
  /** What has been added since it was cleared. */
  source(): Source;
  clear(): void;
}

/** The file has no name any more once it is open: whatever happens to the reader, nothing stays behind. */
export function withScratch<Result>(use: (scratch: Scratch) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
  const file = openSync(join(folder, 'entry'), 'wx+', 0o600);
  rmSync(folder, { recursive: true });
  let size = 0;
  try {
    return use({
      add(bytes) {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, size + at);
        size += bytes.length;
      },
      source: () => fileSource(file, size),
      clear: () => (size = 0),
    });
  } finally {
    closeSync(file);
  }
}
