/**
 * `~*kb` of a 32-bit process of 10,000 threads: no frame numbers, three arguments that differ in every line, stacks that
 * share their first frames, one in four that no other thread has, and recursions 200 frames deep.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { StacksText } from './generate-stacks.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

const modules = ['ntdll', 'KERNELBASE', 'RPCRT4', 'combase', 'clr', 'w3core', 'webengine', 'Contoso_Orders', 'Contoso_Billing'];
const differentSites = 3_000;
const kinds = 150;
const recursionDepth = 200;

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');

type Site = readonly [name: string, offset: string];
const siteOf = (random: Random, index: number): Site => [
  `${modules[random.below(modules.length)] ?? ''}!Type${index % 97}::Method${index}`,
  `+0x${(1 + random.below(0xfff)).toString(16)}`,
];

/** Call sites of a thread, from the top: one of the kinds, a stack of its own, or a recursion. */
function stackOf(random: Random, sites: readonly Site[], repeated: readonly (readonly Site[])[]): readonly Site[] {
  const any = (): Site => sites[random.below(sites.length)] ?? ['', ''];
  const chance = random.below(100);
  if (chance < 70) return repeated[Math.floor(random.next() ** 2 * repeated.length)] ?? [];
  if (chance < 95) return Array.from({ length: 20 + random.below(20) }, any);
  const again = any();
  return [...Array.from({ length: 8 }, any), ...Array.from({ length: recursionDepth }, () => again)];
}

/** Writes `threads` threads. */
export function generateMixedStacks(path: string, threads: number, seed: number): StacksText {
  const random = createRandom(seed);
  const sites = Array.from({ length: differentSites }, (_, index) => siteOf(random, index));
  const heads = Array.from({ length: 12 }, () => Array.from({ length: 6 }, () => sites[random.below(sites.length)] ?? (['', ''] as const)));
  const repeated = Array.from({ length: kinds }, (_, kind) => [
    ...(heads[kind % heads.length] ?? []),
    ...Array.from({ length: 15 + random.below(25) }, () => sites[random.below(sites.length)] ?? (['', ''] as const)),
  ]);
  const different = new Set<string>();
  const file = openSync(path, 'w');
  writeSync(file, '0:000> ~*kb\r\n\r\n');
  let frames = 0;
  for (let thread = 0; thread < threads; thread++) {
    const stack = stackOf(random, sites, repeated);
    different.add(stack.map(([name]) => name).join('\n'));
    const lines = stack.map(([name, offset], at) => {
      const pointer = hex(0x0068_0000 + thread * 0x4000 + at * 0x24);
      return `${pointer} ${hex(0x7700_0000 + random.below(2 ** 20))} ${hex(random.below(2 ** 31))} 00000000 ${pointer} ${name}${offset}`;
    });
    const head = `${thread === 0 ? '.' : ' '}${String(thread).padStart(3)}  Id: 1a2c.${(0x400 + thread * 4).toString(16)} Suspend: 1 Teb: ${hex(0x7ef0_0000 - thread * 0x1000)} Unfrozen`;
    writeSync(file, `${[head, 'ChildEBP RetAddr  Args to Child              ', ...lines].join('\r\n')}\r\n\r\n`);
    frames += stack.length;
  }
  closeSync(file);
  return { threads, frames, kinds: different.size };
}
