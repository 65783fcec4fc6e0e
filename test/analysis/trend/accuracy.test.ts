/** The accuracy bench in small, so that nobody loses what docs/benchmarks.md promises without noticing. */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

interface Goal {
  readonly says: string;
  readonly measured: number;
}
const root = resolve(import.meta.dirname, '../../..');

/** In a process of its own: this much arithmetic is many times slower inside of jest. */
function accuracy(seed: number, each: number, growing: number): (part: string) => number {
  const script = `import { ownAccuracy } from './bench/accuracy.ts'; console.log(JSON.stringify(ownAccuracy(${seed}, ${each}, ${growing})));`;
  const out = execFileSync(join(root, 'node_modules/.bin/node'), ['--input-type=module', '-e', script], { encoding: 'utf8', cwd: root });
  const goals = JSON.parse(out) as readonly Goal[];
  return (part) => goals.find(({ says }) => says.includes(part))!.measured;
}

describe('made-up leaks and healthy processes', () => {
  // The goals themselves are of a thousand series (docs/benchmarks.md); a hundred scatter, and a slip is greater than that.
  it('are told apart, whole and as they grow', () => {
    const measured = accuracy(20_260_101, 10, 5);
    expect(measured('F1 of the whole records')).toBeGreaterThanOrEqual(0.95);
    expect(measured('precision')).toBeGreaterThanOrEqual(0.97);
    expect(measured('of healthy records ever alarm')).toBeLessThanOrEqual(0.1);
    expect(measured('of the leaks alarm')).toBeGreaterThanOrEqual(0.95);
    expect(measured('h from the leak’s beginning')).toBeLessThanOrEqual(14.5);
  }, 60_000);

  it('are never scored on the seeds that thresholds were chosen on', () => {
    expect(() => accuracy(9001, 1, 1)).toThrow(/used for tuning/);
  }, 60_000);
});
