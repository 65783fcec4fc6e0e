/** The conclusion that memory outside the .NET heap leaks. */
import { isMemoryManager } from './allocating-code.ts';
import { type Concluded, first, perHour } from './concluded.ts';
import { counterWords } from './counter-trends.ts';
import { topRow } from './findings/leak-report-growth.ts';
import { ownMemory, partsText, twoParts } from './own-memory.ts';
import type { Finding } from './types.ts';
import { bytesText, capital, shareText, shortText } from './wording.ts';

/** Nobody looked at the GC heap, and nothing else says that what grows is outside it. */
function unplacedMemory({ found, growth }: Concluded): string | null {
  const isUnplaced = ({ rule, strength }: Finding): boolean =>
    rule === 'memory-growth' || (rule === 'private-memory-growth' && strength === 'weak');
  const signs = found.findings.filter((each) => each.points === 'native' && !isUnplaced(each));
  if (signs.length > 0 || growth?.bytesPerHour == null || !found.findings.some(({ rule }) => rule === 'memory-growth')) return null;
  const { name, verb } = counterWords[ownMemory(found.file)?.counter ?? 'privateBytes'];
  return `${capital(name)} ${verb[0]} by ${bytesText(growth.bytesPerHour)} an hour; whether it is the .NET heap is not known.`;
}

/** One sentence, its numbers in it. */
export function native(concluded: Concluded): string {
  const { found, component } = concluded;
  const rate = perHour(concluded);
  const unplaced = unplacedMemory(concluded);
  if (unplaced !== null) return unplaced;
  const where = found.file.life.runtime === 'native' ? 'Native memory' : 'Memory outside the .NET heap';
  const module = found.attribution === null ? null : topRow(found.attribution, 'module');
  if (rate !== null && module !== null) {
    const share = module.share ?? 0;
    const part = share >= 0.95 ? 'all of it' : `${shareText(share)} of it`;
    const held = isMemoryManager(module.name)
      ? `${part} was allocated through ${module.name}, ${component === null ? 'for whom is not known yet' : `by ${shortText(component)}`}`
      : `${part} is held by ${module.name}`;
    return `${where} grows by ${rate}; ${held}.`;
  }
  const parts = twoParts(found.file);
  if (rate !== null && parts !== null)
    return `${partsText(parts)}${component === null ? '' : ` What is known of it points to ${shortText(component)}.`}`;
  if (rate !== null)
    return `${where} grows by ${rate}${component === null ? '; who allocates it is not known yet' : `; what is known of it points to ${shortText(component)}`}.`;
  return nativeLevel(concluded);
}

const nativeSigns = [
  'leak-report-growth',
  'allocation-growth',
  'block-size-growth',
  'native-heap-growth',
  'native-heaps-grow',
  'mapping-growth',
  'private-memory-growth',
  'native-heap-dominates',
  'one-block-size',
  'native-heap-large',
  'native-heaps-many',
  'leak-report-level',
  'allocations-outstanding',
  'allocation-stack',
  'known-types',
  'pinned-by-io',
];

/** Without a rate: what was seen, and whose it is where that sentence does not say so. */
function nativeLevel(concluded: Concluded): string {
  const { component } = concluded;
  const says = first(concluded, ...nativeSigns) ?? 'Native memory is what stands out.';
  if (component === null || says.includes(shortText(component)) || /^(?:blocks of |native heap)/.test(component)) return says;
  return `${says} It is allocated by ${shortText(component)}.`;
}
