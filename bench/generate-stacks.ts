/**
 * The output of `~*kL` in a 64-bit process of 10,000 threads, as a debugger's log file holds it:
 * 120 different stacks, most threads idle in the same few, about 34 frames each.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

const kinds = 120;
const modules = ['ntdll', 'KERNELBASE', 'clr', 'mscorlib_ni', 'System_ni', 'System_Web_ni', 'w3wphost', 'webengine4', 'Contoso_Orders'];
const types = ['ThreadPoolWorkQueue', 'RequestQueue', 'OrderRepository', 'HttpRuntime', 'Semaphore', 'SqlConnectionPool'];
const verbs = ['Dispatch', 'WaitForObject', 'ProcessRequestNotification', 'ExecuteStep', 'LoadOrders', 'CallDescrWorkerInternal'];

interface Kind {
  readonly sites: readonly string[];
}

function siteOf(random: Random): string {
  const module = modules[random.below(modules.length)] ?? '';
  const type = types[random.below(types.length)] ?? '';
  const verb = verbs[random.below(verbs.length)] ?? '';
  const isManaged = module.endsWith('_ni') || module.startsWith('Contoso');
  const name = isManaged ? `${module.replace('_ni', '')}.${type}.${verb}(System.Object, Int32)` : `${type}::${verb}`;
  return `${module}!${name}+0x${(1 + random.below(0xfff)).toString(16)}`;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const address = (high: number, low: number): string => `${hex(high, 8)}\`${hex(low, 8)}`;

export interface StacksText {
  readonly threads: number;
  readonly frames: number;
  readonly kinds: number;
}

/** Writes `threads` threads; every kind of stack occurs. */
export function generateStacks(path: string, threads: number, seed: number): StacksText {
  const random = createRandom(seed);
  const stacks: Kind[] = Array.from({ length: kinds }, () => ({
    sites: Array.from({ length: 20 + random.below(29) }, () => siteOf(random)),
  }));
  // Each frame of a kind returns to the same address in every thread; the stack pointer is the thread's own.
  const returns = stacks.map(({ sites }) => sites.map(() => address(0x7ffe, random.below(2 ** 31))));
  const file = openSync(path, 'w');
  writeSync(file, '0:000> ~*kL\r\n\r\n');
  let frames = 0;
  for (let thread = 0; thread < threads; thread++) {
    const kind = thread < kinds ? thread : Math.floor(random.next() ** 3 * kinds);
    const mark = thread === 0 ? '.' : ' ';
    const lines = [
      `${mark}${String(thread).padStart(3)}  Id: 1a2c.${hex(0x400 + thread * 4, 1)} Suspend: 1 Teb: ${address(0xd2, thread * 0x2000)} Unfrozen`,
      ' # Child-SP          RetAddr               Call Site',
    ];
    let stackPointer = 0x0d0ff2c8 + thread * 0x4000;
    for (const [at, site] of (stacks[kind]?.sites ?? []).entries()) {
      lines.push(`${hex(at, 2)} ${address(0xd2, stackPointer)} ${returns[kind]?.[at] ?? ''}     ${site}`);
      stackPointer += 0x30 + 8 * random.below(40);
      frames++;
    }
    writeSync(file, `${lines.join('\r\n')}\r\n\r\n`);
  }
  closeSync(file);
  return { threads, frames, kinds };
}
