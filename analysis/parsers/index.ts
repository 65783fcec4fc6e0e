/** Every format that is read, in order of recognition: the more particular before the more general. */
import type { ByteParser, TextParser } from '../types.ts';
import { csharpSource } from './csharp-source.ts';
import { debugdiagDotnetReport } from './debugdiag-dotnet-report.ts';
import { debugdiagHtml } from './debugdiag-html.ts';
import { debugdiagMht } from './debugdiag-mht.ts';
import { debugdiagReport } from './debugdiag-report.ts';
import { handleList } from './handle-list.ts';
import { handleSummary } from './handle-summary.ts';
import { processExplorerHandles } from './process-explorer-handles.ts';
import { procdumpConsole } from './procdump-console.ts';
import { cdbStacks } from './cdb-stacks.ts';
import { perfmonCsv } from './perfmon-csv.ts';
import { finalizeQueue } from './finalizequeue.ts';
import { dumpheapStat } from './dumpheap-stat.ts';
import { gcroot } from './gcroot.ts';
import { umdh } from './umdh.ts';
import { heapS } from './heap-s.ts';
import { heapStat } from './heap-stat.ts';
import { heapBlockStack } from './heap-block-stack.ts';
import { htrace } from './htrace.ts';
import { addressSummary } from './address-summary.ts';
import { eeheapGc } from './eeheap-gc.ts';
import { eeheapLoader } from './eeheap-loader.ts';
import { dumpDomain } from './dumpdomain.ts';
import { heapstat } from './heapstat.ts';

/** Large or binary inputs, recognised by their first bytes. */
export const byteParsers: readonly ByteParser[] = [perfmonCsv, debugdiagMht, debugdiagHtml];

/** Text, recognised line by line; one text may hold many outputs. */
export const textParsers: readonly TextParser[] = [
  cdbStacks,
  finalizeQueue,
  dumpheapStat,
  gcroot,
  umdh,
  handleSummary,
  handleList,
  processExplorerHandles,
  procdumpConsole,
  debugdiagReport,
  debugdiagDotnetReport,
  heapS,
  heapStat,
  heapBlockStack,
  htrace,
  addressSummary,
  eeheapGc,
  eeheapLoader,
  dumpDomain,
  heapstat,
  csharpSource,
];
