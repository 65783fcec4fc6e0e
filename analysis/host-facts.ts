/**
 * What is known of the host and of where the process must end, field by field: one output tells one or two of them (appcmd the
 * pool's limits, /proc/PID/limits the open files, preflight the disk), and none hides what another one told.
 */
import type { EvidenceOf } from './order-of-evidence.ts';
import type { Evidence } from './types.ts';

/** A value with the output that told it. `takenAt`: epoch ms; null where that output does not tell its time. */
export interface Told<T> {
  readonly value: T;
  readonly evidence: string;
  readonly from: string;
  readonly takenAt: number | null;
}

type Host = EvidenceOf<'host'>;
type Value<K extends keyof Host> = NonNullable<Host[K]>;

export interface HostFacts {
  readonly os: Told<string> | null;
  readonly osBitness: Told<32 | 64> | null;
  readonly bitness: Told<32 | 64> | null;
  readonly rights: Told<Value<'rights'>> | null;
  readonly freeDiskBytes: Told<number> | null;
  readonly commitFreeBytes: Told<number> | null;
  /** The lowest of what each tool told last: a container's and a resource limit hold at the same time. */
  readonly ceilingBytes: Told<number> | null;
  readonly poolLimitBytes: Told<number> | null;
  readonly virtualLimitBytes: Told<number> | null;
  readonly openFilesLimit: Told<number> | null;
  readonly restartEveryMs: Told<number> | null;
  readonly deployedAt: Told<number> | null;
  readonly tools: readonly string[];
}

function told<T>({ id, from, takenAt }: Evidence, value: T): Told<T> {
  return { value, evidence: id, from, takenAt };
}

/** Newest first; what tells no time is older than all that does. Of equals the smaller value: a limit that is set too low misleads nobody. */
function newest<T extends string | number>(all: readonly Told<T>[]): Told<T> | null {
  const sorted = [...all].sort(
    (a, b) =>
      (b.takenAt ?? -Infinity) - (a.takenAt ?? -Infinity) ||
      (a.value < b.value ? -1 : a.value > b.value ? 1 : a.evidence < b.evidence ? -1 : 1),
  );
  return sorted[0] ?? null;
}

function lowestOfEachTool(hosts: readonly Host[]): Told<number> | null {
  const byTool = [...Map.groupBy(hosts, ({ parser }) => parser).values()].flatMap(
    (some) => newest(some.flatMap((each) => (isAmount(each.ceilingBytes) ? [told(each, each.ceilingBytes)] : []))) ?? [],
  );
  return byTool.reduce<Told<number> | null>((least, each) => (least === null || each.value < least.value ? each : least), null);
}

const isAmount = (value: number | null | undefined): value is number => typeof value === 'number' && value > 0;

/** Evidence of other processes must have been left out by the caller; order does not matter. */
export function hostFacts(evidence: readonly Evidence[]): HostFacts {
  const hosts = evidence.filter((each): each is Host => each.kind === 'host');
  const field = <K extends 'os' | 'rights' | 'osBitness'>(key: K): Told<Value<K> & (string | number)> | null =>
    newest(hosts.flatMap((each) => (each[key] == null ? [] : [told(each, each[key] as Value<K>)])));
  type Amount =
    'poolLimitBytes' | 'virtualLimitBytes' | 'openFilesLimit' | 'restartEveryMs' | 'deployedAt' | 'freeDiskBytes' | 'commitFreeBytes';
  const amount = (key: Amount, least: 0 | 1): Told<number> | null =>
    newest(hosts.flatMap((each) => ((each[key] ?? -1) >= least ? [told(each, each[key] ?? 0)] : [])));
  // A pool's settings say 32 bits; any output of the process itself may say more.
  const bits = evidence.flatMap((each) => (each.life.bitness === null ? [] : [told(each, each.life.bitness)]));
  return {
    os: field('os'),
    osBitness: field('osBitness'),
    bitness: newest(bits.filter((each) => hosts.some(({ id }) => id === each.evidence))) ?? newest(bits),
    rights: field('rights'),
    freeDiskBytes: amount('freeDiskBytes', 0),
    commitFreeBytes: amount('commitFreeBytes', 0),
    ceilingBytes: lowestOfEachTool(hosts),
    // 0: no limit is set, which is known as well.
    poolLimitBytes: amount('poolLimitBytes', 0),
    virtualLimitBytes: amount('virtualLimitBytes', 0),
    openFilesLimit: amount('openFilesLimit', 1),
    restartEveryMs: amount('restartEveryMs', 0),
    deployedAt: amount('deployedAt', 1),
    tools: [...new Set(hosts.flatMap(({ tools }) => tools))].sort(),
  };
}
