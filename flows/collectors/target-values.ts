/** The only values of a target that may stand in a command, checked once more where the command is built. */
import type { Platform, Target } from '../types.ts';

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
