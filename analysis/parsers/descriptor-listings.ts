/** The ways in which the open descriptors of a process, or its sockets, are listed or counted, in order of recognition. */
import type { TextParser } from '../types.ts';
import { connections } from './connections.ts';
import { descriptorCounts } from './descriptor-counts.ts';
import { fdCount } from './fd-count.ts';
import { fdList } from './fd-list.ts';
import { lsof } from './lsof.ts';
import { lsofBusybox } from './lsof-busybox.ts';
import { lsofFields } from './lsof-fields.ts';

export const descriptorListings: readonly TextParser[] = [fdCount, fdList, lsof, lsofFields, lsofBusybox, descriptorCounts, connections];
