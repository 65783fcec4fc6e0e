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
import { procdumpLinux } from './procdump-linux.ts';
import { restrack } from './restrack.ts';
import { procdumpConsole } from './procdump-console.ts';
import { cdbStacks } from './cdb-stacks.ts';
import { perfmonCsv } from './perfmon-csv.ts';
import { typeperfConsole } from './typeperf-console.ts';
import { getCounterTable } from './get-counter-table.ts';
import { getCounterCsv } from './get-counter-csv.ts';
import { getCounterJson } from './get-counter-json.ts';
import { samplerLines } from './sampler-lines.ts';
import { cimJson } from './cim-json.ts';
import { processTable } from './process-table.ts';
import { processCsv } from './process-csv.ts';
import { processList } from './process-list.ts';
import { dotnetCountersScreen } from './dotnet-counters-screen.ts';
import { gcInfo } from './gc-info.ts';
import { procStatus } from './proc-status.ts';
import { pmap } from './pmap.ts';
import { smapsRollup } from './smaps-rollup.ts';
import { descriptorListings } from './descriptor-listings.ts';
import { ps } from './ps.ts';
import { psRows } from './ps-rows.ts';
import { dotnetCountersCsv, dotnetCountersPaste } from './dotnet-counters-csv.ts';
import { finalizeQueue } from './finalizequeue.ts';
import { dumpheapStat } from './dumpheap-stat.ts';
import { gchandles } from './gchandles.ts';
import { gcroot } from './gcroot.ts';
import { umdh } from './umdh.ts';
import { nativeMemory } from './native-memory.ts';
import { eeheapGc } from './eeheap-gc.ts';
import { eeheapLoader } from './eeheap-loader.ts';
import { dumpDomain } from './dumpdomain.ts';
import { heapstat } from './heapstat.ts';
import { handleDebugger } from './handle-debugger.ts';
import { clrstack } from './clrstack.ts';
import { eestack } from './eestack.ts';
import { dotnetMonitorStacks } from './dotnet-monitor-stacks.ts';
import { dotnetStack } from './dotnet-stack.ts';
import { gdbBacktrace } from './gdb-backtrace.ts';
import { plainStack } from './plain-stack.ts';
import { lldbBacktrace } from './lldb-backtrace.ts';
import { lm } from './lm.ts';
import { runaway } from './runaway.ts';
import { linuxMemory } from './linux-memory.ts';
import { gdiObjects } from './gdi-objects.ts';
import { stampedValues } from './stamped-values.ts';
import { zombieHandles } from './zombie-handles.ts';
import { crtLeakDump } from './crt-leak-dump.ts';
import { sanitizerLeaks } from './sanitizer-leaks.ts';
import { valgrind } from './valgrind.ts';
import { visualLeakDetector } from './visual-leak-detector.ts';
import { heapProfile } from './heap-profile.ts';
import { vmmap } from './vmmap.ts';
import { bccMemleak } from './bcc-memleak.ts';
import { heaptrackConsole } from './heaptrack-console.ts';
import { heaptrackTotals } from './heaptrack-totals.ts';
import { heapList } from './heap-list.ts';
import { tasklistModules } from './tasklist-modules.ts';
import { debuggerLogs } from './debugger-logs.ts';
import { debuggerTrouble } from './debugger-trouble.ts';
import { minidump } from './minidump.ts';
import { dotnetCountersJson, dotnetCountersJsonPaste } from './dotnet-counters-json.ts';
import { prometheusMetrics } from './prometheus-metrics.ts';
import { gcdumpReport } from './gcdump-report.ts';
import { profilerTypes } from './profiler-types.ts';
import { appcmdWorkers } from './appcmd-workers.ts';
import { appcmdPool } from './appcmd-pool.ts';
import { appcmdRequests } from './appcmd-requests.ts';
import { appcmdError } from './appcmd-error.ts';
import { resourceExhaustion } from './resource-exhaustion.ts';
import { wasEventTable } from './was-event-table.ts';
import { wasEventXml } from './was-event-xml.ts';
import { wasEvents } from './was-events.ts';
import { iisPoolTable } from './iis-pool-table.ts';
import { cimHost } from './cim-host.ts';
import { freeDisk } from './free-disk.ts';
import { procLimits } from './proc-limits.ts';
import { gcore } from './gcore.ts';
import { dotnetDumpConsole } from './dotnet-dump-console.ts';
import { dumpobj } from './dumpobj.ts';
import { dumpAsync } from './dumpasync.ts';
import { parallelStacks } from './parallel-stacks.ts';
import { sosThreadLists } from './sos-thread-lists.ts';
import { timerInfo } from './timerinfo.ts';
import { clixml } from './clixml.ts';
import { powershellError } from './powershell-error.ts';

/** Large or binary inputs, recognised by their first bytes. */
export const byteParsers: readonly ByteParser[] = [
  minidump,
  perfmonCsv,
  dotnetCountersCsv,
  debugdiagMht,
  debugdiagHtml,
  ...debuggerLogs,
  dotnetCountersJson,
];

/** Text, recognised line by line; one text may hold many outputs. */
export const textParsers: readonly TextParser[] = [
  samplerLines,
  getCounterJson,
  dotnetMonitorStacks,
  cimJson,
  getCounterCsv,
  processCsv,
  processTable,
  processList,
  typeperfConsole,
  getCounterTable,
  dotnetCountersPaste,
  dotnetCountersJsonPaste,
  prometheusMetrics,
  gcdumpReport,
  profilerTypes,
  dotnetCountersScreen,
  gcInfo,
  procStatus,
  smapsRollup,
  pmap,
  ...descriptorListings,
  ps,
  ...linuxMemory,
  gdiObjects,
  zombieHandles,
  psRows,
  stampedValues,
  eestack,
  cdbStacks,
  parallelStacks,
  timerInfo,
  dumpAsync,
  finalizeQueue,
  gchandles,
  dumpheapStat,
  gcroot,
  umdh,
  ...nativeMemory,
  eeheapGc,
  eeheapLoader,
  dumpDomain,
  heapstat,
  handleSummary,
  handleList,
  processExplorerHandles,
  procdumpLinux,
  procdumpConsole,
  restrack,
  sanitizerLeaks,
  valgrind,
  visualLeakDetector,
  heapProfile,
  vmmap,
  debugdiagReport,
  debugdiagDotnetReport,
  csharpSource,
  handleDebugger,
  clrstack,
  dotnetStack,
  gdbBacktrace,
  lldbBacktrace,
  plainStack,
  lm,
  tasklistModules,
  runaway,
  crtLeakDump,
  bccMemleak,
  heaptrackConsole,
  heaptrackTotals,
  heapList,
  appcmdWorkers,
  appcmdPool,
  appcmdRequests,
  appcmdError,
  wasEvents,
  wasEventTable,
  wasEventXml,
  resourceExhaustion,
  iisPoolTable,
  cimHost,
  freeDisk,
  procLimits,
  gcore,
  dotnetDumpConsole,
  dumpobj,
  sosThreadLists,
  clixml,
  powershellError,
  debuggerTrouble,
];
