/** Evidence made by hand, and evidence read from files as the product reads them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readBytes } from '../../analysis/index.ts';
import { unknownLife } from '../../analysis/life.ts';
import { untoldHost } from '../../analysis/untold-host.ts';
import type { CounterId, CounterSeries, Evidence, ProcessLife, Reading, Sample } from '../../analysis/types.ts';

/** `Reading` of one kind without life and time, which most tests leave unknown. */
export type Said = Reading extends infer R
  ? R extends Reading
    ? Omit<R, 'life' | 'takenAt'> & Partial<Pick<R, 'life' | 'takenAt'>>
    : never
  : never;

export function evidenceOf(id: string, said: Said, more: Partial<Pick<Evidence, 'sequence' | 'from'>> = {}): Evidence {
  const reading = { life: unknownLife, takenAt: null, ...said };
  const where = {
    parser: 'made by hand',
    from: id,
    rawRef: id,
    notes: [],
    timeFrom: reading.takenAt === null ? null : 'content',
    sequence: null,
  };
  return { ...where, ...more, ...reading, id } as Evidence;
}

/** What one output tells of the host; the rest is not told. */
export function hostOf(id: string, fields: Partial<Extract<Said, { kind: 'host' }>>): Evidence {
  return evidenceOf(id, { ...untoldHost, ...fields });
}

export const lifeOf = (pid: number, more: Partial<ProcessLife> = {}): ProcessLife => ({ ...unknownLife, process: 'w3wp', pid, ...more });

export const noon = Date.UTC(2026, 4, 4, 12);
export const minute = 60_000;
export const MB = 1024 * 1024;

/** A counter sampled each minute. */
export function counter(
  id: CounterId,
  minutes: number,
  value: (minute: number) => number,
  life: ProcessLife = lifeOf(4312),
  from = noon,
): CounterSeries {
  const samples: Sample[] = Array.from({ length: minutes }, (_, i) => ({ at: from + i * minute, value: value(i) }));
  return { life, counter: id, printed: id, samples };
}

/** What the product reads from these files, with ids and the order within each file, as intake gives them. */
export function evidenceFrom(files: readonly string[]): readonly Evidence[] {
  return files.flatMap((file) => evidenceInText(basename(file), readFileSync(file)));
}

export function evidenceInText(name: string, bytes: Uint8Array): readonly Evidence[] {
  const rawRef = createHash('sha256').update(bytes).digest('hex');
  return readBytes(name, bytes)
    .blocks.flatMap(({ readings, parser, notes }) => readings.map((reading) => ({ reading, parser, notes })))
    .map(({ reading, parser, notes }, index) => {
      const timeFrom = reading.takenAt === null ? null : ('content' as const);
      return { ...reading, id: `${name}#${index}`, parser, from: name, rawRef, notes, timeFrom, sequence: { group: rawRef, index } };
    });
}

export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map((file) => join(folder, file));
}
