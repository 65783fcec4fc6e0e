/** Memory that grows together with handles, where it is more than handles need. */
import type { CaseFile } from './case-file.ts';
import { counterWords } from './counter-trends.ts';
import { ownMemory } from './own-memory.ts';
import { bytesText, capital } from './wording.ts';

/** A kernel handle and its wrapper cost some kB: from here on the memory is worth a word of its own. */
const muchPerHandle = 16 * 1024;

/** A sentence with a blank before it; empty where the memory does not grow, or by no more than handles need. `perHour`: handles. */
export function besideHandles(file: CaseFile, perHour: number): string {
  const memory = ownMemory(file);
  const bytes = memory?.motion === 'grows' ? (memory.slopePerHour ?? 0) : 0;
  if (memory === null || perHour <= 0 || bytes < muchPerHandle * perHour) return '';
  const { name, verb } = counterWords[memory.counter];
  return ` ${capital(name)} ${verb[0]} by ${bytesText(bytes)} an hour beside them: ${bytesText(bytes / perHour)} a handle.`;
}
