/** Every format that is read, in order of recognition: the more particular before the more general. */
import type { ByteParser, TextParser } from '../types.ts';
import { cdbStacks } from './cdb-stacks.ts';
import { perfmonCsv } from './perfmon-csv.ts';
import { finalizeQueue } from './finalizequeue.ts';
import { dumpheapStat } from './dumpheap-stat.ts';
import { gcroot } from './gcroot.ts';
import { umdh } from './umdh.ts';

/** Large or binary inputs, recognised by their first bytes. */
export const byteParsers: readonly ByteParser[] = [perfmonCsv];

/** Text, recognised line by line; one text may hold many outputs. */
export const textParsers: readonly TextParser[] = [cdbStacks, finalizeQueue, dumpheapStat, gcroot, umdh];
