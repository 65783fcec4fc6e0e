/** Counters that read 0 throughout: an instance that is not this process, or that was not there. */
import { counterWords, type NamedTrend } from '../counter-trends.ts';
import { capital, durationText, listText } from '../wording.ts';
import type { CounterId } from '../types.ts';
import { finding, type Question } from './types.ts';

/** No process is without these while it lives; two zeros may be the moment of its start. */
const neverZero: readonly CounterId[] = ['privateBytes', 'virtualBytes', 'workingSet', 'handles', 'threads'];
const leastSamples = 3;

export function readsZero({ taken }: NamedTrend): boolean {
  return taken.length >= leastSamples && taken.every(({ value }) => value === 0);
}

/** What is asked about is not also told as a measurement. */
export function isInDoubt(trend: NamedTrend): boolean {
  return neverZero.includes(trend.counter) && readsZero(trend);
}

export const zeroCounters: Question = {
  id: 'zero-counters',
  ask: ({ file }) => {
    const zero = neverZero.flatMap((counter) => file.trend(counter) ?? []).filter(isInDoubt);
    const [first] = zero;
    if (first === undefined) return [];
    const names = listText(zero.map(({ counter }) => counterWords[counter].name));
    const one = zero.length === 1 && names.startsWith('the ');
    return [
      finding({
        rule: 'zero-counters',
        says: `${capital(names)} ${one ? 'reads' : 'read'} 0 throughout (${durationText((first.taken.at(-1)?.at ?? 0) - (first.taken[0]?.at ?? 0))}): is this the process, and is the instance name right?`,
        strength: 'strong',
        evidence: zero.flatMap(({ evidence }) => evidence),
        measured: { counters: zero.length },
      }),
    ];
  },
};
