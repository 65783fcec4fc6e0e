import { describe, expect, it } from '@jest/globals';
import { checkParser, readText, readingsOf } from '../../support/check-parser.ts';
import { counters, find, notes, problem } from '../../support/counter-log.ts';

const monitor = `# HELP systemruntime_working_set_bytes Working Set
# TYPE systemruntime_working_set_bytes gauge
systemruntime_working_set_bytes 22000000 1618889166332
systemruntime_working_set_bytes 23000000 1618889176312
# HELP systemruntime_gc_heap_size_bytes GC Heap Size
# TYPE systemruntime_gc_heap_size_bytes gauge
systemruntime_gc_heap_size_bytes 0 1618889166333
systemruntime_gc_heap_size_bytes 4000000 1618889176312
# HELP systemruntime_cpu_usage_ratio CPU Usage
# TYPE systemruntime_cpu_usage_ratio gauge
systemruntime_cpu_usage_ratio 0 1618889176311
`;
const exporter = `# TYPE process_private_memory_bytes gauge
process_private_memory_bytes 1.3217e+08
# TYPE process_start_time_seconds gauge
process_start_time_seconds 1618889000.25
process_open_handles 412
# TYPE dotnet_gc_last_collection_heap_size_bytes gauge
dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation="gen0"} 1000
dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation="gen2"} 5000
`;

describe('Prometheus metrics of a .NET process', () => {
  checkParser('of dotnet-monitor', { parser: 'prometheus-metrics', text: monitor });
  checkParser('of an exporter without times', { parser: 'prometheus-metrics', text: exporter });

  it('with times are a counter log', () => {
    const reading = counters(readText(monitor));
    expect(find(reading, 'workingSet').samples).toEqual([
      { at: 1618889166332, value: 22e6 },
      { at: 1618889176312, value: 23e6 },
    ]);
    expect(find(reading, 'gcHeap').samples).toHaveLength(1);
    expect(notes(readText(monitor))).toContain('no collection had run');
  });

  it('without times are one moment, generations added up', () => {
    expect(readingsOf(readText(exporter))[0]).toMatchObject({
      kind: 'snapshot',
      life: { startedAt: 1618889000250, runtime: 'dotnet' },
      values: { privateBytes: 132170000, handles: 412, gcHeap: 6000 },
    });
  });

  it('with times and generations add up tick by tick', () => {
    const text = ['gen0', 'gen2']
      .flatMap((generation, index) =>
        [1, 2].map(
          (tick) =>
            `dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation="${generation}"} ${tick * (index + 1)} 161888916${tick}33${index}`,
        ),
      )
      .join('\n');
    expect(find(counters(readText(text)), 'gcHeap').samples.map((sample) => sample.value)).toEqual([3, 6]);
  });

  it('of 0 for memory, handles or threads were not measured', () => {
    const linux = exporter.replace(/(process_private_memory_bytes) \d\S+/, '$1 0').replace('handles 412', 'handles 0');
    const [reading] = readingsOf(readText(linux));
    expect(reading).toMatchObject({ kind: 'snapshot', values: { gcHeap: 6000 } });
    expect(Object.keys(reading?.kind === 'snapshot' ? reading.values : {})).toEqual(['gcHeap']);
    expect(notes(readText(linux))).toContain('could not read');
    const nothing = '# TYPE process_private_memory_bytes gauge\nprocess_private_memory_bytes 0\nprocess_open_handles 0\n';
    expect(problem(readText(nothing))).toContain('/proc/PID/status');
  });

  it('of something else are answered with what to ask for', () => {
    expect(problem(readText('# HELP http_requests_total Requests\n# TYPE http_requests_total counter\nhttp_requests_total 5\n'))).toContain(
      'systemruntime_gc_heap_size_bytes',
    );
  });
});

describe('metrics of windows_exporter', () => {
  const metric = (name: string, process: string, pid: number, value: string): string =>
    `${name}{creating_process_id="912",process="${process}",process_id="${pid}"} ${value}`;
  const text = [
    '# HELP windows_process_private_bytes Current number of bytes this process has allocated.',
    '# TYPE windows_process_private_bytes gauge',
    metric('windows_process_private_bytes', 'bakery', 4412, '2.675240e+09'),
    metric('windows_process_private_bytes', 'bakery', 5120, '2.12e+08'),
    '# TYPE windows_process_handles gauge',
    metric('windows_process_handles', 'bakery', 4412, '29401'),
    metric('windows_process_handles', 'bakery', 5120, '812'),
  ].join('\n');
  checkParser('of the collector process', { parser: 'prometheus-metrics', text });

  it('are never added up over processes: each has its own', () => {
    expect(readingsOf(readText(text))).toMatchObject([
      { kind: 'snapshot', life: { process: 'bakery', pid: 4412 }, values: { privateBytes: 2_675_240_000, handles: 29_401 } },
      { kind: 'snapshot', life: { process: 'bakery', pid: 5120 }, values: { privateBytes: 212_000_000, handles: 812 } },
    ]);
  });

  it('of the machine alone are answered with what to collect', () => {
    const machine = '# TYPE windows_memory_commit_limit gauge\nwindows_memory_commit_limit 3.9e+10\n';
    expect(readText(machine).unread.map(({ problem }) => problem)).toEqual([expect.stringContaining('collector process')]);
  });
});
