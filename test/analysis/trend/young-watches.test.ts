/** The young bench in small: a watch is judged again and again while it grows, and the first answer is acted upon. */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, it } from '@jest/globals';

interface Goal {
  readonly says: string;
  readonly measured: number;
}
const root = resolve(import.meta.dirname, '../../..');

/** In a process of its own: this much arithmetic is many times slower inside of jest. */
function measured(seed: number, each: number): (part: string) => number {
  const script = `import { ownYoungWatches } from './bench/young.ts'; console.log(JSON.stringify(ownYoungWatches(${seed}, ${each})));`;
  const out = execFileSync(join(root, 'node_modules/.bin/node'), ['--input-type=module', '-e', script], { encoding: 'utf8', cwd: root });
  const goals = JSON.parse(out) as readonly Goal[];
  return (part) => goals.find(({ says }) => says.includes(part))!.measured;
}

it('of watches that are judged from their shortest on, few levels are ever called a leak, and leaks soon are', () => {
  const goal = measured(20_261_121, 12);
  expect(goal('of healthy processes ever say leak')).toBeLessThanOrEqual(0.1);
  expect(goal('of leaks say so')).toBeGreaterThanOrEqual(0.95);
  expect(goal('nine in ten')).toBeLessThanOrEqual(1.6);
}, 60_000);
