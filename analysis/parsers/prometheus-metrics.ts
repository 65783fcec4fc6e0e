/**
 * Metrics in Prometheus' text format: dotnet-monitor's /metrics, the OpenTelemetry exporter of .NET,
 * prometheus-net; with the time of each sample (epoch ms) or without.
 *
 *   # TYPE systemruntime_gc_heap_size_bytes gauge
 *   systemruntime_gc_heap_size_bytes 0 1618889166333
 *   dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation="gen2"} 4194304
 *
 *   windows_process_private_bytes{creating_process_id="912",process="w3wp",process_id="4412"} 2.67e+09   (windows_exporter)
 *
 * https://prometheus.io/docs/instrumenting/exposition_formats/; dotnet-monitor documentation/api/metrics.md;
 * prometheus-net DotNetStats.cs. dotnet-monitor's MB are millions of bytes, as the runtime's are.
 */
import { unknownBeforeCollection } from '../dotnet-counter-names.ts';
import { imageName, unknownLife } from '../life.ts';
import { createSeries } from '../thin.ts';
import { isMeasure } from '../numbers.ts';
import type { CounterId, Parsed, ProcessLife, Reading, Sample, TextParser } from '../types.ts';

const names: Readonly<Record<string, CounterId>> = {
  systemruntime_working_set_bytes: 'workingSet',
  systemruntime_gc_heap_size_bytes: 'gcHeap',
  systemruntime_gc_committed_bytes: 'gcCommitted',
  systemruntime_gc_committed: 'gcCommitted',
  systemruntime_assembly_count: 'assemblies',
  systemruntime_active_timer_count: 'timers',
  systemruntime_threadpool_thread_count: 'poolThreads',
  dotnet_gc_last_collection_heap_size_bytes: 'gcHeap',
  dotnet_gc_last_collection_memory_committed_size_bytes: 'gcCommitted',
  dotnet_process_memory_working_set_bytes: 'workingSet',
  dotnet_assembly_count: 'assemblies',
  dotnet_timer_count: 'timers',
  dotnet_thread_pool_thread_count: 'poolThreads',
  process_runtime_dotnet_gc_heap_size_bytes: 'gcHeap',
  process_runtime_dotnet_gc_committed_memory_size_bytes: 'gcCommitted',
  process_runtime_dotnet_assemblies_count: 'assemblies',
  process_runtime_dotnet_timer_count: 'timers',
  process_runtime_dotnet_thread_pool_threads_count: 'poolThreads',
  dotnet_total_memory_bytes: 'gcHeap',
  process_private_memory_bytes: 'privateBytes',
  process_working_set_bytes: 'workingSet',
  process_virtual_memory_bytes: 'virtualBytes',
  process_resident_memory_bytes: 'workingSet',
  process_open_handles: 'handles',
  process_open_fds: 'handles',
  process_num_threads: 'threads',
  // windows_exporter, collectors process and netframework: one sample for each process of the machine.
  windows_process_private_bytes: 'privateBytes',
  windows_process_virtual_bytes: 'virtualBytes',
  windows_process_working_set: 'workingSet',
  windows_process_working_set_bytes: 'workingSet',
  windows_process_handles: 'handles',
  windows_process_handle_count: 'handles',
  windows_process_threads: 'threads',
  windows_process_thread_count: 'threads',
  windows_netframework_clrmemory_heap_size_bytes: 'gcHeap',
  windows_netframework_clrmemory_committed_bytes: 'gcCommitted',
  windows_netframework_clrloading_assemblies_loaded: 'assemblies',
  windows_netframework_clrloading_loader_heap_size_bytes: 'loaderHeap',
};
/** No process is without these: a 0 is what the exporter could not read (prometheus-net on Linux has no private memory and no handles). */
const neverZero: ReadonlySet<CounterId> = new Set<CounterId>(['privateBytes', 'virtualBytes', 'workingSet', 'handles', 'threads']);
const startTime = 'process_start_time_seconds';

const sampleShape =
  /^([a-zA-Z_:][a-zA-Z0-9_:]{2,120})(\{[^{}]{0,1000}\})?[ \t]{1,8}([-+]?(?:\d[\d.]{0,30}(?:[eE][-+]?\d{1,3})?|NaN|Inf))(?:[ \t]{1,8}(\d{10,17}))?$/;
const comment = /^# (?:HELP|TYPE|UNIT|EOF)\b/;

interface MetricSample {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
  readonly at: number | null;
}

function sampleOf(line: string): MetricSample | null {
  const found = line.length > 1400 ? null : sampleShape.exec(line);
  if (found === null) return null;
  const [, name = '', labels = '', text = '', at] = found;
  const value = isMeasure(Number(text)) ? Number(text) : Number.NaN;
  return { name: plainName(name), labels, value, at: at === undefined ? null : Number(at) };
}

/** Exporters append `_total` to running totals and, for some units, `_ratio`; neither is part of the name here. */
const plainName = (name: string): string => name.replace(/_total$/, '').toLowerCase();

const isMetric = (line: string): boolean => comment.test(line) || sampleShape.test(line);

function span(lines: readonly string[], from: number): number {
  const first = lines[from] ?? '';
  if (first.length > 1400 || !(comment.test(first) || names[sampleOf(first)?.name ?? ''] !== undefined)) return 0;
  let at = from;
  while (at < lines.length && (isMetric(lines[at] ?? '') || (lines[at] === '' && isMetric(lines[at + 1] ?? '')))) at++;
  return at - from;
}

interface Metric {
  readonly printed: string;
  /** By labels: the generations of a heap are parts of one value. */
  readonly parts: Map<string, MetricSample[]>;
}

function add(metrics: Map<CounterId, Metric>, counter: CounterId, sample: MetricSample): void {
  const metric = metrics.get(counter) ?? { printed: sample.name, parts: new Map<string, MetricSample[]>() };
  // The same counter under a second name (OpenTelemetry beside prometheus-net) is the same value twice.
  if (metric.printed !== sample.name) return;
  metrics.set(counter, metric);
  const part = metric.parts.get(sample.labels);
  if (part === undefined) metric.parts.set(sample.labels, [sample]);
  else part.push(sample);
}

/** Samples of one counter, its parts added up: the last of each together, the last but one, and so on. */
function samplesOf({ parts }: Metric): readonly Sample[] {
  const timed = [...parts.values()].map((part) => part.filter((sample) => sample.at !== null));
  const first = timed[0] ?? [];
  const count = Math.min(...timed.map((part) => part.length));
  const builder = createSeries();
  let last = Number.NEGATIVE_INFINITY;
  for (let back = count; back > 0; back--) {
    const at = first.at(-back)?.at ?? null;
    if (at === null || at <= last) continue;
    last = at;
    builder.add(
      at,
      timed.reduce((sum, part) => sum + (part.at(-back)?.value ?? 0), 0),
    );
  }
  return builder.samples();
}

/** Of a whole machine's processes the largest are kept. */
const maxProcesses = 8;
const ofProcess = /[{,] ?process="([^"]{1,200})"/;
const ofPid = /[{,] ?process_id="(\d{1,10})"/;

/** windows_exporter names the process of each sample; an exporter within a process has no need to. */
function processOf({ name, labels }: MetricSample): string {
  return name.startsWith('windows_') ? `${ofProcess.exec(labels)?.[1] ?? ''}|${ofPid.exec(labels)?.[1] ?? ''}` : '';
}

function parse(lines: readonly string[]): Parsed {
  const samples = lines.map(sampleOf).filter((sample) => sample !== null);
  const groups = [...Map.groupBy(samples, processOf)]
    .map(([key, some]) => ({ key, ...gathered(some) }))
    .filter(({ metrics }) => metrics.size > 0);
  if (groups.length === 0) {
    return {
      ok: false,
      problem: zeroProblem(samples) ?? foreign(samples),
      line: 1,
    };
  }
  const sawNoCollection = groups.some((group) => group.sawNoCollection);
  const sawUnmeasured = groups.some((group) => group.sawUnmeasured);
  const readings = groups.map(({ key, metrics, life }) => {
    const [process = '', pid = ''] = key.split('|');
    const own = key === '' ? life : { ...life, process: process === '' ? null : imageName(process), pid: pid === '' ? null : Number(pid) };
    return readingOf(metrics, own);
  });
  const kept = readings.length <= maxProcesses ? readings : [...readings].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, maxProcesses);
  return {
    ok: true,
    readings: kept,
    notes: [
      ...(sawNoCollection ? ['A .NET heap of 0 means that no collection had run yet; those values were left out.'] : []),
      ...(sawUnmeasured ? ['Memory, handles or threads of 0 are what the exporter could not read; those values were left out.'] : []),
      ...(kept.length === readings.length ? [] : [`Of ${readings.length} processes the ${kept.length} largest were kept.`]),
    ],
  };
}

const noCollection = 'These metrics hold a .NET heap of 0 only: no collection had run yet. Take them again after some load.';

const unmeasured =
  'These metrics hold 0 for the memory of the process: the exporter could not read it. cat /proc/PID/status tells it on Linux, Get-Process on Windows.';

/** What zeros alone mean; null where there is none of a known counter. */
function zeroProblem(samples: readonly MetricSample[]): string | null {
  const zeros = new Set(samples.flatMap(({ name, value }) => (value === 0 ? (names[name] ?? []) : [])));
  return [...zeros].some((counter) => !neverZero.has(counter)) ? noCollection : zeros.size > 0 ? unmeasured : null;
}

/** What other exporters tell is of the machine or of a container. */
function foreign(samples: readonly MetricSample[]): string {
  const of = (prefix: string): boolean => samples.some(({ name }) => name.startsWith(prefix));
  if (of('container_') || of('node_') || of('windows_') || of('machine_')) {
    return 'These are Prometheus metrics of a machine or of containers, and none of one process. Of windows_exporter the collector process is read (--collectors.enabled process), on Linux cat /proc/PID/status.';
  }
  return 'These are Prometheus metrics, but none tells of the memory of a .NET process. /metrics of dotnet-monitor has systemruntime_gc_heap_size_bytes and systemruntime_working_set_bytes.';
}

function sizeOf(reading: Reading): number {
  if (reading.kind === 'snapshot') return reading.values.privateBytes ?? reading.values.workingSet ?? 0;
  return reading.kind === 'counters' ? Math.max(0, ...reading.series.map(({ samples }) => samples.at(-1)?.value ?? 0)) : 0;
}

interface Gathered {
  readonly metrics: ReadonlyMap<CounterId, Metric>;
  readonly life: ProcessLife;
  readonly sawNoCollection: boolean;
  readonly sawUnmeasured: boolean;
}

function gathered(samples: readonly MetricSample[]): Gathered {
  const metrics = new Map<CounterId, Metric>();
  let life: ProcessLife = unknownLife;
  let [sawNoCollection, sawUnmeasured] = [false, false];
  for (const sample of samples) {
    if (!Number.isFinite(sample.value)) continue;
    if (sample.name === startTime) life = { ...life, startedAt: Math.round(sample.value * 1000) };
    if (/^(?:systemruntime|dotnet|process_runtime_dotnet)_/.test(sample.name)) life = { ...life, runtime: 'dotnet' };
    if (sample.name.startsWith('windows_netframework_')) life = { ...life, runtime: 'netfx' };
    const counter = names[sample.name];
    if (counter === undefined) continue;
    const isUnknown = sample.value === 0 && sample.labels === '' && unknownBeforeCollection.has(counter);
    const isUnmeasured = sample.value === 0 && neverZero.has(counter);
    sawNoCollection ||= isUnknown;
    sawUnmeasured ||= isUnmeasured;
    if (!isUnknown && !isUnmeasured) add(metrics, counter, sample);
  }
  return { metrics, life, sawNoCollection, sawUnmeasured };
}

function readingOf(metrics: ReadonlyMap<CounterId, Metric>, life: ProcessLife): Reading {
  const series = [...metrics]
    .map(([counter, metric]) => ({ life, counter, printed: metric.printed, samples: samplesOf(metric) }))
    .filter(({ samples }) => samples.length > 0);
  if (series.length > 0) {
    const takenAt = Math.max(...series.map(({ samples }) => samples.at(-1)?.at ?? 0));
    return { kind: 'counters', life, takenAt, series };
  }
  const values = Object.fromEntries(
    [...metrics].map(([counter, { parts }]) => [counter, [...parts.values()].reduce((sum, part) => sum + (part.at(-1)?.value ?? 0), 0)]),
  ) as Partial<Record<CounterId, number>>;
  return { kind: 'snapshot', life, takenAt: null, values };
}

export const prometheusMetrics: TextParser = {
  id: 'prometheus-metrics',
  title: 'Metrics in Prometheus’ text format',
  hints: ['# type ', '# help ', ...Object.keys(names)],
  span,
  parse,
};
