/** What else Linux and its containers print of memory: of whole containers, at the end of a process, of the allocator. */
import type { TextParser } from '../types.ts';
import { containerMemory } from './container-memory.ts';
import { mallocStats } from './malloc-stats.ts';
import { oomKill } from './oom-kill.ts';

export const linuxMemory: readonly TextParser[] = [containerMemory, oomKill, mallocStats];
