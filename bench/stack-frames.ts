/** Call sites and stacks of a made-up process: which frames a thread has, from the top, before any command prints them. */
import type { Random } from './random.ts';

export interface MadeFrame {
  /** Without offset, parameters and source line. */
  readonly name: string;
  readonly offset: number;
  /** Index among all call sites: what is printed with it follows from this. */
  readonly index: number;
}

/** How many of the threads share their stacks. */
export type Sharing = 'few stacks' | 'shared ends' | 'all different';

export interface Made {
  readonly sharing: Sharing;
  /** Different call sites of the process. */
  readonly sites: number;
  readonly nameOf: (random: Random, index: number) => string;
  /** Threads stand at different offsets of one function. */
  readonly offsetsDiffer: boolean;
}

const kinds = 140;
const recursionDepth = 180;

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[random.below(items.length)] as Item;
const several = (count: number, item: () => MadeFrame): readonly MadeFrame[] => Array.from({ length: count }, item);

/** A function that makes the stack of the next thread. */
export function createStacks(random: Random, made: Made): () => readonly MadeFrame[] {
  const sites = Array.from({ length: made.sites }, (_, index) => ({
    name: made.nameOf(random, index),
    offset: 1 + random.below(0xfff),
    index,
  }));
  const any = (): MadeFrame => pick(random, sites);
  const ends = Array.from({ length: 12 }, () => several(7, any));
  const bodies = Array.from({ length: kinds }, () => several(12 + random.below(28), any));
  const repeated = bodies.map((body, kind) => [...(ends[kind % 5] ?? []), ...body, ...(ends[5 + (kind % 7)] ?? [])]);
  const own = (): readonly MadeFrame[] => [...pick(random, ends), ...several(8 + random.below(24), any), ...pick(random, ends)];
  const next = (): readonly MadeFrame[] => {
    const chance = random.below(100);
    if (made.sharing === 'few stacks' || (made.sharing === 'shared ends' && chance < 60)) {
      return repeated[Math.floor(random.next() ** 2 * kinds)] ?? [];
    }
    if (made.sharing === 'all different' || chance < 97) return own();
    const again = any();
    return [...several(8, any), ...Array.from({ length: recursionDepth }, () => again)];
  };
  return () => (made.offsetsDiffer ? next().map((frame) => ({ ...frame, offset: 1 + random.below(0xfff) })) : next());
}

const modules = ['ntdll', 'KERNELBASE', 'KERNEL32', 'clr', 'coreclr', 'w3wphost', 'iiscore', 'Fabrikam_Billing', 'sqlncli11', 'MSVCR120'];
const nouns = ['Queue', 'Pool', 'Socket', 'Order', 'Invoice', 'Session', 'Cache', 'Lock', 'Timer', 'Request'];
const verbs = ['Wait', 'Dispatch', 'Process', 'Read', 'Enter', 'Load', 'Save', 'Invoke', 'Run', 'Allocate'];

/** `KERNELBASE!WaitForQueue17`, `clr!Thread3::DoInvoke` … */
export function nativeName(random: Random, index: number): string {
  const [noun, verb] = [pick(random, nouns), pick(random, verbs)];
  const name = index % 3 === 0 ? `${verb}For${noun}${index}` : `${noun}${index % 211}::${verb}${pick(random, nouns)}${index}`;
  return `${pick(random, modules)}!${name}`;
}

/** Long names: templates, lambdas, operators. */
export function templateName(random: Random, index: number): string {
  const [noun, verb] = [pick(random, nouns), pick(random, verbs)];
  const forms = [
    `std::_Func_impl_no_alloc<<lambda_${index}>,void,${noun} const &>::_Do_call`,
    `std::vector<std::shared_ptr<fabrikam::${noun}${index}>,std::allocator<std::shared_ptr<fabrikam::${noun}${index}> > >::${verb}`,
    `fabrikam::${noun}<int,${index}>::operator()`,
    `${noun}${index}::${verb}`,
  ];
  return `${pick(random, modules)}!${pick(random, forms)}`;
}

/** As the debugger names a managed method of a native image. */
export const managedName = (random: Random, index: number): string =>
  `Fabrikam_${pick(random, nouns)}_ni!Fabrikam.${pick(random, nouns)}s.${pick(random, verbs)}er${index}.${pick(random, verbs)}(System.String, Int32, Fabrikam.${pick(random, nouns)}[])`;

/** As SOS names a managed method. */
export const sosName = (random: Random, index: number): string =>
  `Fabrikam.${pick(random, nouns)}s.${pick(random, verbs)}er${index}.${pick(random, verbs)}Async(System.String, Int32, Fabrikam.${pick(random, nouns)}[])`;
