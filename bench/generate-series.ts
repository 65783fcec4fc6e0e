/** Private bytes of a process over 48 h, one sample a minute: a leak, a daily load, a saw-tooth, noise. */
import type { Sample } from '../analysis/types.ts';
import { createRandom } from './random.ts';

const samplesPerSeries = 48 * 60;
const minute = 60_000;
const MB = 2 ** 20;

export function generateSeries(count: number, seed: number): readonly (readonly Sample[])[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, kind) => {
    const [base, rate, phase] = [200 + random.below(400), 2 + random.next() * 8, random.next()];
    return Array.from({ length: samplesPerSeries }, (_unused, at) => {
      const hours = at / 60;
      const shape = [rate * hours, 60 * Math.sin(2 * Math.PI * (hours / 24 + phase)), 80 * ((hours / 3 + phase) % 1), 0][kind % 4] ?? 0;
      return { at: at * minute, value: Math.max(0, (base + shape + 3 * random.normal()) * MB) };
    });
  });
}
