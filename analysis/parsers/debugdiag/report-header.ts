/** The name/value table at the head of each dump's report, and the virtual memory summary. */
import { namedDump } from '../../dump-name.ts';
import { imageName } from '../../life.ts';
import type { ProcessLife, Reading } from '../../types.ts';
import { fieldAt } from './labels.ts';
import type { Field } from './labels.ts';
import { durationMs, leadingSizeBytes } from './numbers.ts';

/** The first value of each label: later tables (allocation summary of the heap) use some of the words again. */
function valuesOf(lines: readonly string[]): ReadonlyMap<Field, string> {
  const values = new Map<Field, string>();
  for (let at = 0; at < lines.length; at++) {
    const found = fieldAt(lines, at);
    if (found !== null && !values.has(found.field)) values.set(found.field, found.value);
  }
  return values;
}

/** The pool in `w3wp.exe -ap "Shop" -v "v4.0"`. */
const poolIn = (commandLine: string): string | null => /\s-ap "([^"]{1,200})"/i.exec(commandLine)?.[1] ?? null;

export interface ReportHeader {
  readonly life: ProcessLife;
  readonly takenAt: number | null;
  readonly addressSpace: (Reading & { readonly kind: 'addressSpace' }) | null;
  readonly notes: readonly string[];
}

/** Whose dump it is and when it was taken, from the table and from the dump's name. */
export function readHeader(dump: string | null, lines: readonly string[], sign: '.' | ','): ReportHeader {
  const values = valuesOf(lines);
  const named = namedDump(dump ?? '');
  const image = values.get('image');
  const bits = values.get('bitness')?.slice(0, 2);
  const pid = values.get('pid');
  const life: ProcessLife = {
    ...named.life,
    machine: values.get('machine') ?? null,
    process: image === undefined ? named.life.process : imageName(image),
    pid: pid === undefined ? named.life.pid : Number(pid),
    bitness: bits === '64' ? 64 : bits === '32' ? 32 : null,
    appPool: poolIn(values.get('commandLine') ?? '') ?? named.life.appPool,
  };
  const uptimeMs = durationMs(values.get('uptime') ?? '');
  const minutes = uptimeMs === null ? null : Math.round(uptimeMs / 60_000);
  return {
    life,
    takenAt: named.takenAt,
    addressSpace: readAddressSpace(values, life, named.takenAt, sign),
    notes: minutes === null ? [] : [`The process had run for ${Math.floor(minutes / 60)} h ${minutes % 60} min when the dump was taken.`],
  };
}

function readAddressSpace(
  values: ReadonlyMap<Field, string>,
  life: ProcessLife,
  takenAt: number | null,
  sign: '.' | ',',
): ReportHeader['addressSpace'] {
  const size = (field: Field): number | null => leadingSizeBytes(values.get(field) ?? '', sign);
  if (size('committed') === null || size('free') === null) return null;
  return {
    kind: 'addressSpace',
    life,
    takenAt,
    usage: {},
    privateBytes: null,
    committed: size('committed'),
    reserved: size('reserved'),
    free: size('free'),
    largestFree: size('freeBlock'),
  };
}
