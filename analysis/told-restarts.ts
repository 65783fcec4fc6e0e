/** When a process that is not known by pid began anew, as its other counters tell. */
import { keptAddressSpace } from './kept-address-space.ts';
import { restartsIn } from './trend/trend.ts';
import type { CounterId, Sample } from './types.ts';

export interface Restarts {
  /** Epoch ms, in order of time. */
  readonly at: readonly number[];
  /** `restarts`: it began anew at these times and at no others; `none`: what fell was given back by a process that went on. */
  readonly known: 'restarts' | 'none' | null;
}

/** These fall when the process begins anew, and tell it for the counters that fall by nature. */
const tellRestarts: readonly CounterId[] = ['privateBytes', 'workingSet', 'virtualBytes'];

/** A number since the start that is nearly nothing again. */
const startShare = 0.5;
/** So often it rises for each time that it falls: a rate, which other tools give under this name, goes up and down alike. */
const risesForEachFall = 3;
const fewestCounted = 4;

/** What .NET counts since the process began never falls while it lives. */
function countedAnew(samples: readonly Sample[]): readonly number[] {
  const steps = samples.slice(1).map(({ at, value }, i) => ({ at, value, before: samples[i]?.value ?? value }));
  const falls = steps.filter(({ value, before }) => value < before);
  const rises = steps.filter(({ value, before }) => value > before).length;
  const isCount = falls.every(({ value, before }) => before >= fewestCounted && value <= startShare * before);
  return isCount && rises >= risesForEachFall * falls.length ? falls.map(({ at }) => at) : [];
}

/** `samplesOf` gives the samples of a counter of this process, oldest first; undefined where it was not watched. */
export function toldRestarts(samplesOf: (counter: CounterId) => readonly Sample[] | undefined): Restarts {
  const counted = countedAnew(samplesOf('gen2Collections') ?? []);
  if (counted.length > 0) return { at: counted, known: 'restarts' };
  const [teller] = tellRestarts.flatMap((counter) => [samplesOf(counter) ?? []].filter(({ length }) => length > 0));
  if (teller === undefined) return { at: [], known: null };
  const at = restartsIn(teller);
  const virtual = samplesOf('virtualBytes');
  return virtual !== undefined && keptAddressSpace(at, teller, virtual) ? { at: [], known: 'none' } : { at, known: null };
}
