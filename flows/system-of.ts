/** Which system an output was made on, where its tool or its words tell; and the platform that a case is on by what was read. */
import { defaultScope } from '../analysis/index.ts';
import { openCase } from '../analysis/case-file.ts';
import { livesIn, toldApart } from '../analysis/lives.ts';
import { isLinux, isWindows } from '../analysis/platform-of.ts';
import type { Evidence, ProcessLife, Reading } from '../analysis/types.ts';
import type { Platform, Target } from './types.ts';

export type System = 'windows' | 'linux';

/** An output before or after it has become evidence. */
export type Told = Reading & Pick<Evidence, 'parser'>;

/** Tools that exist on one of the two systems only, by the parser that reads them. */
const toolsOf: Readonly<Record<System, readonly string[]>> = {
  linux: [
    'proc-limits',
    'proc-status',
    'smaps-rollup',
    'fd-list',
    'gcore',
    'gdb-backtrace',
    'bcc-memleak',
    'heaptrack-totals',
    'procdump-linux',
  ],
  windows: [
    ...['handle-summary', 'handle-list', 'handle-debugger', 'process-explorer-handles', 'htrace', 'umdh', 'tasklist-modules', 'minidump'],
    ...['debugdiag-report', 'debugdiag-dotnet-report', 'debugdiag-html', 'debugdiag-mht', 'heap-s', 'heap-stat', 'address-summary'],
    ...['perfmon-csv', 'typeperf-console', 'get-counter-csv', 'get-counter-json', 'get-counter-table', 'resource-exhaustion'],
    ...['appcmd-pool', 'appcmd-workers', 'iis-pool-table', 'was-events', 'was-event-table', 'procdump-console', 'cim-host', 'cim-json'],
  ],
};

/** Images that are IIS's own: there is no other system on which they run. */
const windowsImage = /^(?:w3wp|iisexpress|inetinfo|svchost|dllhost)(?:#\d+)?$/i;

/** What an output says of its system; null: the same is printed on both. */
export function systemOf(told: Told): System | null {
  for (const system of ['linux', 'windows'] as const) if (toolsOf[system].includes(told.parser)) return system;
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
