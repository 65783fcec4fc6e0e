/** What a collector does to production, in one sentence for the card. */
import type { Impact } from '../types.ts';
import { GB, bytes, duration } from '../figures.ts';

export function harmless(seconds: number, says = 'No effect on the process.'): Impact {
  return { kind: 'none', seconds, bytes: null, says };
}

/** Images and mapped files beside private bytes: a dump taken at 3.0 GB of private bytes had 3.16 GB. Bytes. */
const imagesBytes = 0.16 * GB;
/** 5.6 GB took 55 s; 0.967 GB took 4.4 s on an idle disk. The slower one is said. */
const secondsPerGB = 55 / 5.6;

/** What a full dump at this size of private bytes writes: bytes, and how long that takes. */
export function dumpOf(privateBytes: number): { readonly bytes: number; readonly seconds: number } {
  const size = privateBytes + imagesBytes;
  return { bytes: size, seconds: Math.max(1, Math.round((size / GB) * secondsPerGB)) };
}

export function secondsText(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : duration(seconds * 1000);
}

/** `privateBytes` of the process, where they are known: a full dump is about as large, and its images. */
export function writesDump(privateBytes: number | null, says: string): Impact {
  if (privateBytes === null) {
    return {
      kind: 'writesDump',
      seconds: null,
      bytes: null,
      says: `Writes a file about as large as private bytes, up to 10 s a GB. ${says}`,
    };
  }
  const { bytes: size, seconds } = dumpOf(privateBytes);
  return { kind: 'writesDump', seconds, bytes: size, says: `Writes about ${bytes(size)} in up to ${secondsText(seconds)}. ${says}` };
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
