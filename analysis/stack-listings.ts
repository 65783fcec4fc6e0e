/** Listings of the threads' stacks: a large text is read in windows, and the windows of one text are one listing. */
import type { CaseFile } from './case-file.ts';
import type { EvidenceOf } from './order-of-evidence.ts';

export interface StackListing {
  readonly ids: readonly string[];
  /** The whole listing, as one reading. */
  readonly whole: EvidenceOf<'stacks'>;
}

/** Readings of one text that name different threads are one list of stacks. */
export function stackListings(file: CaseFile): readonly StackListing[] {
  const byText = Map.groupBy(file.of('stacks'), ({ id, sequence, parser }) => (sequence === null ? id : `${sequence.group} ${parser}`));
  return [...byText.values()].flatMap((readings): readonly StackListing[] => {
    const named = readings.flatMap(({ stacks }) => stacks.flatMap((each) => each.threads));
    const apart = readings.map((whole) => ({ ids: [whole.id], whole }));
    const [first] = readings;
    if (first === undefined || readings.length < 2 || named.length === 0 || new Set(named).size < named.length) return apart;
    const threads = readings.reduce((sum, each) => sum + each.threads, 0);
    const whole = { ...first, threads, stacks: readings.flatMap(({ stacks }) => stacks) };
    return [{ ids: readings.map(({ id }) => id), whole }];
  });
}
