/** Our way in as the bot's reading thread goes it: ranges are read one after another, and it waits for nothing else. */
import { closeSync, fstatSync, openSync } from 'node:fs';
import type { ReadBlock } from '../../analysis/types.ts';
import { fileSource, watched } from '../../bot/archives/source.ts';
import { readSource } from '../../bot/reading-file.ts';

/** `tell` is told after each range how many bytes were read in all. */
export function readInThread(path: string, tell: (bytes: number) => void = () => undefined): readonly ReadBlock[] {
  const file = openSync(path, 'r');
  try {
    return readSource(watched(fileSource(file, fstatSync(file).size), tell), path).blocks;
  } finally {
    closeSync(file);
  }
}
