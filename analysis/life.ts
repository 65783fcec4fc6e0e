/** What an output tells of the process that it describes. */
import type { ProcessLife } from './types.ts';

/** An output that tells nothing of its process. */
export const unknownLife: ProcessLife = {
  machine: null,
  process: null,
  pid: null,
  startedAt: null,
  bitness: null,
  runtime: null,
  appPool: null,
};

/** `C:\Windows\System32\inetsrv\w3wp.exe` → `w3wp`: the image name without path and `.exe`, as printed. */
export function imageName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1).trim();
  return name.toLowerCase().endsWith('.exe') ? name.slice(0, -4) : name;
}

/** All by which two lives are told apart, in one text. */
export const keyOfLife = ({ machine, process, pid, startedAt, startText, promptHost }: ProcessLife): string =>
  [machine, process, pid, startedAt, startText, promptHost].map((each) => each ?? '').join('|');
