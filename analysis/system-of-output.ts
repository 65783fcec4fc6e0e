/** The system, and the .NET, that an output tells by what printed it: outputs of two systems are never of one process. */
import type { Evidence, ProcessLife } from './types.ts';

type Told = Pick<ProcessLife, 'system' | 'clr' | 'image'>;

/** What only Linux prints: /proc, and tools that trace a process there. */
export const linuxParsers: ReadonlySet<string> = new Set([
  'proc-status',
  'smaps-rollup',
  'pmap',
  'fd-list',
  'fd-count',
  'proc-limits',
  'gcore',
  'bcc-memleak',
  'heaptrack-console',
  'heaptrack-totals',
  'malloc-stats',
  'oom-kill',
  'procdump-linux',
]);

/** What only Windows has: its performance counters, its kernel's handles, heaps of ntdll, its own minidumps. */
export const windowsParsers: ReadonlySet<string> = new Set([
  'perfmon-csv',
  'typeperf-console',
  'get-counter-csv',
  'get-counter-json',
  'get-counter-table',
  'handle-summary',
  'handle-list',
  'handle-debugger',
  'htrace',
  'process-explorer-handles',
  'gdi-objects',
  'heap-s',
  'heap-stat',
  'heap-block-stack',
  'heap-list',
  'umdh',
  'vmmap',
  'minidump',
  'procdump-console',
  'debugdiag-report',
  'debugdiag-html',
  'debugdiag-mht',
  'crt-leak-dump',
  'visual-leak-detector',
]);

/** They ask the runtime of .NET 5+ while it runs; the .NET Framework does not answer them. Dumps and reports are opened of either. */
const asksCore = /^dotnet-(?:counters|stack|monitor)/;

/** They print the name that the system has for the program. A debugger's may be that of the dump, which people name as they like. */
const namesImage: ReadonlySet<string> = new Set([
  'perfmon-csv',
  'typeperf-console',
  'get-counter-csv',
  'get-counter-json',
  'get-counter-table',
  'process-list',
  'process-table',
  'tasklist-modules',
  'handle-list',
  'gdi-objects',
  'vmmap',
  'minidump',
  'debugdiag-report',
  'debugdiag-html',
  'debugdiag-mht',
  'procdump-console',
  'heaptrack-totals',
  'heaptrack-console',
  'proc-status',
  'pmap',
  'ps',
  'ps-rows',
  'lsof',
]);
/** Programs that run others, of which some tools print the name instead; and what the first thread of such a one is called. */
const runsOthers = /^(?:dotnet|mono|corerun|node|mainthread|java|python[\d.]*|perl|ruby|php|sh|bash|\[?_?total\]?)$/;

/** Without the number, or the pid, by which perfmon tells several apart, and the ending of its file; null where it may be another name of the same. */
function imageOf(parser: string, process: string | null): string | null {
  if (process === null || !namesImage.has(parser)) return null;
  const name = process
    .toLowerCase()
    .replace(/[#_]\d{1,10}$/, '')
    .replace(/\.(?:exe|dll)$|\+$/, '');
  // A process may call itself as it likes on Linux: `nginx: worker process`.
  return name === '' || /[\s:/]/.test(name) || runsOthers.test(name) ? null : name;
}

function toldOf({ parser }: Evidence, { runtime, process }: ProcessLife): Told {
  const system = linuxParsers.has(parser) ? 'linux' : windowsParsers.has(parser) ? 'windows' : null;
  const clr = asksCore.test(parser) ? 'core' : parser === 'perfmon-csv' && runtime === 'netfx' ? 'framework' : null;
  const image = imageOf(parser, process);
  return { ...(system === null ? {} : { system }), ...(clr === null ? {} : { clr }), ...(image === null ? {} : { image }) };
}

const marked = (evidence: Evidence, life: ProcessLife): ProcessLife => ({ ...life, ...toldOf(evidence, life) });

/** Each output with what its tool tells of the process; .NET 5+ has no `.NET CLR` counters, so whose they are runs the Framework. */
export function withSystems(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.map((each) => {
    if (each.kind === 'source' || each.kind === 'host') return each;
    if (each.kind !== 'counters') return { ...each, life: marked(each, each.life) };
    return { ...each, life: marked(each, each.life), series: each.series.map((one) => ({ ...one, life: marked(each, one.life) })) };
  });
}
