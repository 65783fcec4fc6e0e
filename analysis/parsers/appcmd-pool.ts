/**
 * appcmd list apppool "POOL" /text:* (or /config, with or without /xml): what may end the process.
 *
 *   APPPOOL.NAME:"Shop"
 *       enable32BitAppOnWin64:"true"
 *         privateMemory:"1800000"
 *   <APPPOOL APPPOOL.NAME="Shop" state="Started"><add name="Shop"><recycling><periodicRestart privateMemory="1800000">
 *   <add name="Shop" managedRuntimeVersion="v4.0">           (/config without /xml, applicationHost.config)
 *
 * privateMemory and memory are KB of 1024 bytes; /config leaves defaults out. IIS docs, configuration
 * reference: applicationPools/add, recycling/periodicRestart, processModel; FACTS 2. Only the settings
 * below are looked at: a pool's user and password may stand beside them.
 */
import { unknownLife } from '../life.ts';
import type { Parsed, TextParser } from '../types.ts';
import { untoldHost } from '../untold-host.ts';

const kilobyte = 1024;
const maxLine = 20_000;
const names =
  'APPPOOL\\.NAME|enable32BitAppOnWin64|privateMemory|memory|requests|time|idleTimeout|pingingEnabled|pingResponseTime|maxProcesses';
const setting = new RegExp(`(?:^|[\\s<])(${names})(?::|=)"([^"]{0,200})"`, 'g');
const poolLine = /<APPPOOL\s{1,8}APPPOOL\.NAME="[^"]{1,200}"|APPPOOL\.NAME:"[^"]{1,200}"/;
/** `/config` names the pool as the configuration does, where any list has an `add`: what stands in it tells a pool. */
const addLine = /^\s{0,40}<add name="([^"]{1,200})"[^<>]{0,2000}>$/;
const insideAdd = /^\s{0,40}<(?:processModel|recycling|periodicRestart)\b/;
const textLine = /^\s{0,24}(?:[\w.]{1,60}:"[^"]{0,2000}"|\[[\w.]{1,60}\]|APPPOOL)$/;
const xmlLine = /^\s{0,40}<\/?[\w?.-]{1,40}(?:\s[^<>]{0,4000})?>/;
const shortLine = /^\s{0,8}APPPOOL "(.{1,200})" \(MgdVersion:[^,]{0,20},MgdMode:\w{1,20},state:(\w{1,20})\)$/;

const isOurs = (line: string): boolean => line.length <= maxLine && (textLine.test(line) || xmlLine.test(line));

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (first.length > maxLine) return 0;
  if (shortLine.test(first)) {
    let end = from;
    while (shortLine.test(lines[end] ?? '')) end++;
    return end - from;
  }
  if (!isOurs(first)) return 0;
  if (addLine.test(first)) return addedPool(lines, from);
  // The heading and an XML declaration stand before the line that names the pool.
  const near = lines.slice(from, from + 4).findIndex((line) => line.length <= maxLine && poolLine.test(line));
  if (near === -1 || !lines.slice(from, from + near).every(isOurs)) return 0;
  let end = from;
  while (end < lines.length && isOurs(lines[end] ?? '')) end++;
  return end - from;
}

/** Lines of a pool's `add`, to its end. */
function addedPool(lines: readonly string[], from: number): number {
  if (!insideAdd.test(lines[from + 1] ?? '')) return 0;
  let end = from + 1;
  while (end < lines.length && isOurs(lines[end] ?? '') && !/^\s{0,40}<\/add>/.test(lines[end - 1] ?? '')) end++;
  return end - from;
}

/** Settings by name, one map a pool. */
function poolsIn(lines: readonly string[]): readonly ReadonlyMap<string, string>[] {
  const pools: Map<string, string>[] = [];
  const added = addLine.exec(lines[0] ?? '')?.[1];
  if (added !== undefined) pools.push(new Map([['APPPOOL.NAME', added]]));
  for (const line of lines) {
    for (const [, name = '', value = ''] of line.matchAll(setting)) {
      if (name === 'APPPOOL.NAME') pools.push(new Map());
      const pool = pools.at(-1);
      if (pool?.has(name) === false) pool.set(name, value);
    }
  }
  return pools;
}

const amount = (text: string | undefined): number => (/^\d{1,12}$/.test(text ?? '') ? Number(text) : 0);
/** `1.05:00:00`, `00:20:00`: a time that is not none. */
const isSet = (text: string | undefined): boolean => /[1-9]/.test(text ?? '');
const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20).toLocaleString('en-US')} MB`;

/** ms; 0: never; null: not told. */
function restartOf(text: string | undefined): number | null {
  const found = /^(?:(\d{1,4})\.)?(\d{1,2}):(\d\d):(\d\d)$/.exec(text ?? '');
  if (found === null) return null;
  const [, days, hours, minutes, seconds] = found;
  return (((Number(days ?? 0) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function recyclings(pool: ReadonlyMap<string, string>): readonly string[] {
  const [limit, virtual] = [amount(pool.get('privateMemory')) * kilobyte, amount(pool.get('memory')) * kilobyte];
  const requests = amount(pool.get('requests'));
  const [time, idle] = [pool.get('time'), pool.get('idleTimeout')];
  return [
    ...(limit === 0 ? [] : [`at ${mebibytes(limit)} of private bytes: a dump above that never comes`]),
    ...(virtual === 0 ? [] : [`at ${mebibytes(virtual)} of virtual bytes`]),
    ...(requests === 0 ? [] : [`after ${requests.toLocaleString('en-US')} requests`]),
    ...(isSet(time) ? [`every ${time ?? ''} (days.hours:minutes:seconds)`] : []),
    ...(isSet(idle) ? [`when it has been idle for ${idle ?? ''}`] : []),
  ];
}

function parse(lines: readonly string[]): Parsed {
  const pools = poolsIn(lines);
  const pool = pools[0];
  if (pool === undefined || pools.length > 1 || pool.size === 1) {
    const count = pools.length > 1 ? `${pools.length} pools` : 'the pool, but not its settings';
    return {
      ok: false,
      problem: `This tells of ${count}. Ask for all settings of the one in question: %windir%\\system32\\inetsrv\\appcmd list apppool "POOL" /text:*`,
      line: 1,
    };
  }
  const appPool = pool.get('APPPOOL.NAME') ?? null;
  const limit = amount(pool.get('privateMemory')) * kilobyte;
  const told = (name: string, value: number): number | null => (pool.has(name) ? value : null);
  const every = restartOf(pool.get('time'));
  const ends = recyclings(pool);
  const pings = pool.get('pingingEnabled') === 'true' ? (pool.get('pingResponseTime') ?? '00:01:30') : null;
  return {
    ok: true,
    readings: [
      {
        ...untoldHost,
        life: { ...unknownLife, process: 'w3wp', appPool, bitness: pool.get('enable32BitAppOnWin64') === 'true' ? 32 : null },
        // 0: no limit is set, which is known as well.
        poolLimitBytes: told('privateMemory', limit),
        virtualLimitBytes: told('memory', amount(pool.get('memory')) * kilobyte),
        restartEveryMs: every,
      },
    ],
    notes: [
      ...(ends.length === 0 ? [] : [`The pool ${appPool ?? ''} ends its process ${ends.join('; ')}.`]),
      ...(pings === null
        ? []
        : [
            `WAS ends a process that does not answer a ping within ${pings}: a dump that suspends it for longer ends it (procdump -r does not).`,
          ]),
      ...(amount(pool.get('maxProcesses')) > 1
        ? [`The pool runs ${pool.get('maxProcesses') ?? ''} worker processes: each leaks on its own account.`]
        : []),
      ...(ends.length === 0 ? [] : ['Changing any setting of a pool recycles it, and the leak starts again from nothing.']),
    ],
  };
}

export const appcmdPool: TextParser = {
  id: 'appcmd-pool',
  title: 'Settings of an IIS application pool (appcmd)',
  hints: ['apppool.name', 'apppool "', '<add name="'],
  span,
  parse,
};
