/** Which system the process runs on, from whatever tells it. */
import type { CaseFile } from './case-file.ts';
import { linuxParsers } from './system-of-output.ts';

/** Kinds of handle that only Windows has. */
const windowsHandle = /^(?:event|key|mutant|semaphore|section|etwregistration|token)$/i;
const windowsImage = /^(?:w3wp|iisexpress|svchost|dllhost|inetinfo)(?:#\d+)?$/i;

/** Kinds of descriptor that only Linux has. */
const linuxHandle = /^(?:anon_inode:|socket$|pipe$|memfd$|device$)/;

function systemOf(file: CaseFile): string | null {
  return file.of('host').find((each) => each.os !== null)?.os ?? null;
}

/** Only what says so: an unknown system is not taken for Linux. */
export function isLinux(file: CaseFile): boolean {
  const os = systemOf(file);
  if (os !== null) return /linux/i.test(os);
  if (file.evidence.some(({ parser }) => linuxParsers.has(parser))) return true;
  return file.of('handles').some(({ summary }) => Object.keys(summary.byType).some((type) => linuxHandle.test(type)));
}

/** What the evidence tells of the system; our own sampler prints the same counter names on both. */
export function isWindows(file: CaseFile): boolean {
  const { life } = file;
  const os = systemOf(file);
  if (os !== null) return /windows/i.test(os);
  if (life.runtime === 'netfx' || life.appPool !== null || windowsImage.test(life.process ?? '')) return true;
  return file.of('handles').some(({ summary }) => Object.keys(summary.byType).some((type) => windowsHandle.test(type)));
}
