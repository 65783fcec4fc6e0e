/** Logs of a debugger that are read by bytes: the stacks of thousands of threads, native ones and managed ones. */
import type { ByteParser } from '../types.ts';
import { cdbStackLog } from './cdb-stack-log.ts';
import { clrstackLog } from './clrstack-log.ts';

export const debuggerLogs: readonly ByteParser[] = [cdbStackLog, clrstackLog];
