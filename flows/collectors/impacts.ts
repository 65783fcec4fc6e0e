/** What a collector does to production, in one sentence for the card. */
import type { Impact } from '../types.ts';
import { bytes, duration } from '../figures.ts';

export function harmless(seconds: number, says = 'No effect on the process.'): Impact {
  return { kind: 'none', seconds, bytes: null, says };
}

/** `size` is the expected size of the file in bytes; null where private bytes are not known. */
export function writesDump(size: number | null, seconds: number, says: string): Impact {
  const file = size === null ? 'a file about as large as private bytes' : `about ${bytes(size)}`;
  return { kind: 'writesDump', seconds, bytes: size, says: `Writes ${file}. ${says}` };
}

export function pauses(seconds: number, says: string): Impact {
  return {
    kind: 'pausesProcess',
    seconds,
    bytes: null,
    says: `Pauses the process for about ${duration(seconds * 1000)}. ${says}`,
  };
}

/** Reading a dump happens on the machine that holds it and leaves the process alone. */
export function readsDump(minutes: number): Impact {
  return harmless(minutes * 60, `No effect on the process: it reads a dump, which takes about ${minutes} min of one core.`);
}
