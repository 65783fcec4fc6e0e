/** What a debugger prints of native heaps, handles and the address space. */
import type { TextParser } from '../types.ts';
import { addressSummary } from './address-summary.ts';
import { heapBlockStack } from './heap-block-stack.ts';
import { heapS } from './heap-s.ts';
import { heapStat } from './heap-stat.ts';
import { htrace } from './htrace.ts';

export const nativeMemory: readonly TextParser[] = [heapS, heapStat, heapBlockStack, htrace, addressSummary];
