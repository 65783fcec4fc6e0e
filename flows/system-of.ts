/** Which system an output was made on, where its tool or its words tell; and the platform that a case is on by what was read. */
import { defaultScope } from '../analysis/index.ts';
import { openCase } from '../analysis/case-file.ts';
import { livesIn, toldApart } from '../analysis/lives.ts';
import { isLinux, isWindows } from '../analysis/platform-of.ts';
import { linuxParsers, windowsParsers } from '../analysis/system-of-output.ts';
import type { Evidence, ProcessLife, Reading } from '../analysis/types.ts';
import type { Platform, Target } from './types.ts';

export type System = 'windows' | 'linux';

/** An output before or after it has become evidence. */
export type Told = Reading & Pick<Evidence, 'parser'>;

/** Beside the tools that tell the system of a process those that tell the system of its host, by the parser that reads them. */
const toolsOf: Readonly<Record<System, ReadonlySet<string>>> = {
  linux: new Set([...linuxParsers, 'gdb-backtrace']),
  windows: new Set([
    ...windowsParsers,
    ...['tasklist-modules', 'address-summary', 'resource-exhaustion', 'cim-host', 'cim-json', 'zombie-handles'],
    ...['appcmd-pool', 'appcmd-workers', 'iis-pool-table', 'was-events', 'was-event-table'],
  ]),
};

/** Images that are IIS's own: there is no other system on which they run. */
const windowsImage = /^(?:w3wp|iisexpress|inetinfo|svchost|dllhost)(?:#\d+)?$/i;

/** What an output says of its system; null: the same is printed on both. */
export function systemOf(told: Told): System | null {
  for (const system of ['linux', 'windows'] as const) if (toolsOf[system].has(told.parser)) return system;
  if (livesIn(told).some(({ runtime, process }) => runtime === 'netfx' || windowsImage.test(process ?? ''))) return 'windows';
  if (told.kind !== 'host' && told.kind !== 'handles') return null;
  const file = openCase([{ ...told, id: '', from: '', rawRef: '', notes: [], timeFrom: null, sequence: null }], defaultScope);
  return isLinux(file) ? 'linux' : isWindows(file) ? 'windows' : null;
}

export function systemOfPlatform(platform: Platform): System {
  return platform.startsWith('linux') ? 'linux' : 'windows';
}

/** The system of a process that somebody only named is a guess, but for a name that runs on one of them alone. */
export function isSure({ connector, process }: Target): boolean {
  return connector !== 'manual' || windowsImage.test(process ?? '');
}

/** The runtimes of what outputs name; of what none names only where nothing else tells one, for it may be of any process. */
function runtimesOf(outputs: readonly Told[]): readonly ProcessLife['runtime'][] {
  const lives = outputs.flatMap(livesIn).filter(({ runtime }) => runtime !== null);
  const named = lives.filter(toldApart);
  return (named.length > 0 ? named : lives).map(({ runtime }) => runtime);
}

/** The platform as the outputs tell it; where they do not, as it was. A system that they contradict each other about is left as it was. */
export function platformTold(outputs: readonly Told[], before: Platform | null): Platform {
  const systems = new Set(outputs.map(systemOf).filter((each) => each !== null));
  const old = before === null ? null : systemOfPlatform(before);
  const system = systems.size === 1 ? ([...systems][0] ?? old) : old;
  const runtimes = runtimesOf(outputs);
  const modern = runtimes.includes('dotnet');
  if (system === 'linux') return modern || (old === 'linux' && before === 'linux-dotnet') ? 'linux-dotnet' : 'linux-native';
  if (modern) return 'windows-dotnet';
  return runtimes.includes('netfx') || old !== 'windows' ? 'windows-netfx' : (before ?? 'windows-netfx');
}
