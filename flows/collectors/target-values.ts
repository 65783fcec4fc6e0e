/** The only values of a target that may stand in a command, checked once more where the command is built. */
import type { KnownOfCase, Platform, Target } from '../types.ts';

const largestPid = 2 ** 32 - 1;

/** The pid as text; null when it is not a whole number from 1 on. */
export function pidOf(target: Target): string | null {
  const { pid } = target;
  return pid !== null && Number.isInteger(pid) && pid > 0 && pid <= largestPid ? String(pid) : null;
}

/** The image name without `.exe`; null when it holds anything but letters, digits, dot, dash and underscore. */
export function imageOf(target: Target): string | null {
  const name = target.process?.replace(/\.exe$/i, '') ?? '';
  return /^\w[\w.-]{0,63}$/.test(name) ? name : null;
}

export function isWindows(platform: Platform): boolean {
  return platform === 'windows-netfx' || platform === 'windows-dotnet';
}
export function isDotnet(platform: Platform): boolean {
  return platform === 'linux-dotnet' || platform === 'windows-dotnet';
}

/** What stands in a text for people where the pid is not known yet. */
export function pidForPeople(target: Target): string {
  return pidOf(target) ?? 'PID';
}

/** Where dumps go on Windows: a local folder, because a remote session cannot write to a share (double hop). */
export const dumpFolder = 'D:\\dumps\\';

/**
 * The path of the dump that a command reads: the one that its log printed, where every character of it is
 * harmless in a command line; else an example, which the instructions tell to replace.
 */
export function dumpToRead(target: Target, known: KnownOfCase | undefined): string {
  const path = known?.dumpPath ?? '';
  if (isWindows(target.platform))
    return /^[A-Za-z]:\\[\w .()@+\\-]{1,250}\.dmp$/i.test(path) ? path : `${dumpFolder}${imageOf(target) ?? 'w3wp'}.dmp`;
  return /^\/[\w.@+/-]{1,250}$/.test(path) && !path.includes('..') ? path : 'core.dmp';
}

/** How the instructions begin: with the path of the dump in the command, or telling to put it there. */
export function dumpPlace(target: Target, known: KnownOfCase | undefined): string {
  const isKnown = known?.dumpPath != null && dumpToRead(target, known) === known.dumpPath;
  return isKnown ? 'On the machine that holds the dump:' : 'On the machine that holds a dump, with its path in place of this one:';
}
