/** A few single looks at one process (Get-Process, ps, status, a counters screen), in order: too few for a trend. */
import { type EvidenceOf, inOrder } from '../order-of-evidence.ts';
import type { CounterId } from '../types.ts';
import type { Exhibits } from './types.ts';

export type Look = EvidenceOf<'snapshot'>;

/** The looks that tell this counter, of the tool that told most of them: two tools do not count the same. */
export function looksAt({ file }: Exhibits, counter: CounterId): readonly Look[] {
  const told = file.of('snapshot').filter(({ values }) => values[counter] !== undefined);
  const byTool = [...Map.groupBy(told, ({ parser }) => parser).values()];
  return inOrder(byTool.reduce((most, each) => (each.length > most.length ? each : most), [])).ordered;
}
