/** What leaks, by name: a function, a type, a kind of handle, an assembly. Only what stands in the evidence. */
import { allocatingCode } from './allocating-code.ts';
import { withoutOffset } from './attribution.ts';
import { queuedType } from './causes/object-clues.ts';
import type { Found } from './causes/types.ts';
import { handleComponent } from './component-of-handles.ts';
import { holdsIn } from './findings/block-sizes.ts';
import { about, aboutOf } from './finding-subject.ts';
import { holderOf, holdingChains, isLoaderAllocator, throughType } from './root-chain.ts';
import { knownTypesIn } from './findings/known-types.ts';
import { topRow } from './findings/leak-report-growth.ts';
import { isFrameworkType, suspectTypes } from './suspect-types.ts';
import type { LeakClass, RootChain, TypeCount } from './types.ts';

/** A function that leads its module's growth names it better than the module. */
const leads = 0.5;

/** Only the number of a stack, which is not in the comparison. */
const isTrace = (name: string): boolean => /^BackTrace/i.test(name);

/** The code in the one allocation stack that was pasted beside a comparison without its stacks; null where none was. */
function allocatesBeside({ stack, file }: Found): string | null {
  const stacks = file.of('stacks').flatMap((each) => each.stacks);
  const allocates = stack?.frames.some(({ printed }) =>
    /RtlAllocateHeap|RtlReAllocateHeap|VirtualAlloc|malloc|operator new/i.test(printed),
  );
  return stacks.length === 1 && allocates === true ? (stack?.ownFrame ?? null) : null;
}

function nativeComponent(found: Found, leading: string | null): string | null {
  const { attribution } = found;
  if (attribution !== null && attribution.totalGrowth > 0) {
    const [top, module] = [topRow(attribution, 'function'), topRow(attribution, 'module')];
    if (top !== null && (top.growth ?? 0) >= leads * (module?.growth ?? 0))
      return (isTrace(top.name) ? allocatesBeside(found) : null) ?? allocatingCode(found, withoutOffset(top.name));
    if (module !== null) return allocatingCode(found, module.name);
  }
  const known = knownType(found, 'native', leading);
  if (known !== null) return known;
  const reported = about(found, 'leak-report-level');
  const level = reported === null ? null : allocatingCode(found, reported);
  const stack = about(found, 'allocations-outstanding') ?? about(found, 'allocation-stack');
  return (
    stack ?? level ?? sized(found) ?? nativeHeap(found) ?? threadStacks(found) ?? grownRegion(found, 'native heaps') ?? heapsAtLarge(found)
  );
}

/** The heaps together, where nothing says which of them. */
function heapsAtLarge({ findings }: Found): string | null {
  const together: readonly string[] = ['native-heap-dominates', 'native-heaps-grow'];
  return findings.some(({ rule, points }) => together.includes(rule) && points !== null) ? 'native heaps' : null;
}

function nativeHeap(found: Found): string | null {
  const heap = about(found, 'native-heap-growth') ?? about(found, 'native-heap-large');
  return heap === null ? null : `native heap ${heap}`;
}

function sized(found: Found): string | null {
  const size = about(found, 'block-size-growth') ?? about(found, 'one-block-size');
  return size === null ? null : (holdsIn(found, Number(size)) ?? `blocks of ${size} bytes`);
}

/** The type of which there are too many, by its name in the evidence. */
function knownType(found: Found, leakClass: LeakClass, leading: string | null): string | null {
  const known = found.findings.filter(({ rule }) => rule === 'known-types');
  const finding = known.find((each) => aboutOf(each) === leading) ?? known.find(({ points }) => points === leakClass);
  const cause = aboutOf(finding);
  if (finding === undefined || cause === null) return null;
  const many = knownTypesIn(found.file).filter(({ suspect, rests }) => suspect.cause === cause && !rests);
  const types = [...found.file.of('heapStatistic'), ...found.file.of('finalizerQueue')].flatMap((each) => each.types);
  const suspects = suspectTypes.filter((each) => each.cause === cause);
  const named = suspects.find(({ type }) => many.some(({ count }) => count.type === type));
  if (named !== undefined) return named.type;
  const family = suspects.find(({ type }) => type.endsWith('*'))?.type.slice(0, -1) ?? null;
  return family === null ? null : (stateMachine(types, family) ?? wholeName(types, family));
}

/** Two registrations for each source are what any source has. */
const partsOfEach = 10;

/** A beginning that ends within a name is none: the type of that family of which there are most. */
function wholeName(types: readonly TypeCount[], family: string): string {
  const [top] = types
    .filter(({ type }) => type.startsWith(family) && !type.includes('[]'))
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  const rest = top?.type.slice(family.length) ?? '';
  // A part of which there are far more than wholes piles up within them: registrations of one token.
  const isPart = rest.startsWith('+') && (top?.count ?? 0) >= partsOfEach * (types.find(({ type }) => type === family)?.count ?? 0);
  return top !== undefined && (/^\w/.test(rest) || isPart) ? top.type : family;
}

/** Of boxes around asynchronous methods the method that waits most often: `Shop.Feed+<Wait>d__4`. */
function stateMachine(types: readonly TypeCount[], family: string): string | null {
  const boxes = types.filter(({ type }) => type.startsWith(family)).sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  return (
    boxes
      .map(({ type }) => /[[,<]([\w.`]{1,200}\+<[^>]{1,200}(?:>[\w-]{0,80})?>d__\d{1,4})/.exec(type.slice(0, 1500))?.[1])
      .find(Boolean) ?? null
  );
}

const chainsOf = ({ file }: Found): readonly RootChain[] => file.of('gcRoots').flatMap(({ chains }) => holdingChains(chains));

/** Sources, tasks and buffers are parts of what waits; a type of which there are too many is one of those. */
function queuedFirst(found: Found, leading: string | null): string | null {
  return leading === 'producer-without-back-pressure' ? queuedType(found.file) : null;
}

function managedComponent(found: Found, leading: string | null): string | null {
  const known = queuedFirst(found, leading) ?? knownType(found, 'managed', leading);
  if (known !== null) return known;
  const owners = chainsOf(found).map(holderOf);
  const owner = owners.find(({ how, owner: type }) => type !== null && how !== 'asynchronous I/O' && how !== 'other')?.owner ?? null;
  // The class of a static variable may be of a library; a crowd of own objects in its collection says more.
  const crowd = heldTypes(found).has(owner ?? '') ? null : crowdHeld(found);
  if (owner !== null) return crowd ?? owner;
  const grown = found.findings.filter(({ rule }) => rule === 'heap-growth');
  const own = grown.find((each) => !isFrameworkType(aboutOf(each) ?? '')) ?? grown[0];
  const holes = found.findings.some(({ rule, strength }) => rule === 'heap-fragmentation' && strength === 'strong');
  return (
    aboutOf(own) ??
    about(found, 'finalizable-growth') ??
    about(found, 'finalizer-stuck') ??
    about(found, 'finalizer-queue') ??
    about(found, 'gc-handles') ??
    crowding(found) ??
    heldBy(found) ??
    (holes ? 'free space on the GC heap' : (timers(found) ?? heldIn(found)))
  );
}

function timers(found: Found): string | null {
  return found.findings.some(({ rule }) => rule === 'timers-grow') ? 'active timers' : null;
}

/** What stands in the chains that were shown, arrays by what they are of. */
const heldTypes = (found: Found): ReadonlySet<string> =>
  new Set(chainsOf(found).flatMap(({ types }) => types.flatMap((type) => [type, type.replace(/\[\]$/, '')])));

const crowdsOf = (found: Found): readonly (string | null)[] => found.findings.filter(({ rule }) => rule === 'heap-level').map(aboutOf);

/** Of several crowds the own one whose chain was shown. */
function crowdHeld(found: Found): string | null {
  const held = heldTypes(found);
  return crowdsOf(found).find((each) => each !== null && held.has(each) && !isFrameworkType(each)) ?? null;
}

/** Strings and arrays crowd any heap: an own type whose chain was shown says more. */
function crowding(found: Found): string | null {
  const type = crowdHeld(found) ?? crowdsOf(found)[0] ?? about(found, 'heap-cohort') ?? about(found, 'heap-family');
  if (type === null || !isFrameworkType(type)) return type;
  const holder = heldBy(found);
  return holder === null || isFrameworkType(holder) ? type : holder;
}

/** What keeps the objects whose chains were shown, where no statistic says more. */
function heldBy(found: Found): string | null {
  return (
    chainsOf(found)
      .map(throughType)
      .find((type) => type !== null) ?? null
  );
}

/** Where no type of anybody stands in the chain, the collection that holds the object. */
function heldIn(found: Found): string | null {
  const held = chainsOf(found).flatMap(({ types }) => types.slice(0, -1));
  return held.find((type) => type.startsWith('System.Collections.')) ?? null;
}

function loaderComponent(found: Found, leading: string | null): string | null {
  const assembly = about(found, 'dynamic-assemblies');
  if (assembly !== null && assembly !== 'dynamic') return assembly;
  if (found.findings.some(({ rule }) => rule === 'loader-allocator')) return heldAllocator(found);
  const emitted = found.findings.some(({ rule }) => rule === 'emit-builders');
  const object = about(found, 'loader-objects-grow');
  const known = knownType(found, 'loader-heap', leading) ?? (emitted ? emittedType(found) : null);
  const counted = found.findings.some(({ rule }) => rule === 'assembly-level') ? 'loaded assemblies' : null;
  const heap = found.findings.some(({ rule }) => rule === 'loader-heap-large' || rule === 'loader-heap-growth') ? 'loader heap' : null;
  return known ?? object ?? (assembly === null ? (counted ?? heap) : 'dynamic assemblies');
}

/** The allocator of a context that does not unload, and who outside the framework refers to it. */
function heldAllocator(found: Found): string {
  const chains = chainsOf(found).filter(({ types }) => isLoaderAllocator(types.at(-1)));
  const holder = chains.map(throughType).find((type) => type !== null && !isFrameworkType(type)) ?? null;
  return `System.Reflection.LoaderAllocator${holder === null ? '' : `, held by ${holder}`}`;
}

/** What defines types and assemblies says more than the parts it is made of. */
function emittedType(found: Found): string | null {
  const outer = found.file
    .of('heapStatistic')
    .flatMap((each) => each.types)
    .filter(({ type }) => type.startsWith('System.Reflection.Emit.') && !type.includes('[]'))
    .map(({ type, count }) => ({
      type: type.split('+')[0] ?? type,
      count,
      defines: /(?:Assembly|Module|[a-z]Type|\.Type)Builder/.test(type),
    }))
    .filter(({ type }) => !type.includes('GenericTypeParameter'));
  return outer.sort((a, b) => Number(b.defines) - Number(a.defines) || b.count - a.count || (a.type < b.type ? -1 : 1))[0]?.type ?? null;
}

function threadStacks(found: Found): string | null {
  const threads = found.findings.some(
    ({ rule, measured }) => rule === 'thread-pile-up' || (rule === 'counter-pattern' && measured['threads'] === 1),
  );
  return threads ? 'thread stacks' : null;
}

/** What !address and the lists of mappings call the parts of an address space that have a name of their own. */
const regions = {
  'native heaps': /^(?:Heap(?:32|64)?|malloc)$/,
  'thread stacks': /^(?:Stack(?:32|64)?|thread stacks)$/,
  'mapped views': /^Mapped ?File$/,
};

/** The part that is most of the address space that grew, where it is this one. */
function grownRegion({ differences }: Found, wanted: keyof typeof regions): string | null {
  const row = differences.find(({ kind }) => kind === 'addressSpace')?.rows[0];
  return row !== undefined && row.growth > 0 && regions[wanted].test(row.name) ? wanted : null;
}

/** `leading`: id of the likeliest cause; its types come first. */
export function componentOf(found: Found, leakClass: LeakClass, leading: string | null): string | null {
  switch (leakClass) {
    case 'native':
      return nativeComponent(found, leading);
    case 'managed':
      return managedComponent(found, leading);
    case 'handle':
      return handleComponent(found);
    case 'loader-heap':
      return loaderComponent(found, leading);
    case 'virtual':
      return threadStacks(found) ?? grownRegion(found, 'thread stacks') ?? grownRegion(found, 'mapped views');
    case 'no-leak':
    case 'not-enough-data':
      return null;
  }
}
