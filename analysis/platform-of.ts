/** Which system the process runs on, from whatever tells it. */
import type { CaseFile } from './case-file.ts';

/** Kinds of handle that only Windows has. */
const windowsHandle = /^(?:event|key|mutant|semaphore|section|etwregistration|token)$/i;
const windowsImage = /^(?:w3wp|iisexpress|svchost|dllhost|inetinfo)(?:#\d+)?$/i;

/** What the evidence tells of the system; our own sampler prints the same counter names on both. */
export function isWindows(file: CaseFile): boolean {
  const { life } = file;
  const os = file.of('host').find((each) => each.os !== null)?.os ?? null;
  if (os !== null) return /windows/i.test(os);
  if (life.runtime === 'netfx' || life.appPool !== null || windowsImage.test(life.process ?? '')) return true;
  return file.of('handles').some(({ summary }) => Object.keys(summary.byType).some((type) => windowsHandle.test(type)));
}
