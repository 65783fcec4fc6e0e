import { quote } from '../../connectors/quote.ts';
import type { Collector, CollectorHow, Target } from '../types.ts';
import { harmless } from './impacts.ts';
import { imageOf, isWindows, pidForPeople, pidOf } from './target-values.ts';

/** 15 s and 40 min: the 30 min that a slope needs (FACTS.md §12.3), and a warm-up before them. */
const intervalSeconds = 15;
const samples = 160;

/** The process ids go into the same log because instances are renumbered when one ends (FACTS.md §1.4). */
const processCounters = ['ID Process', 'Private Bytes', 'Virtual Bytes', 'Handle Count', 'Thread Count', 'Elapsed Time'] as const;
const clrCounters = ['Process ID', '# Bytes in all Heaps', '# Total committed Bytes', '# Gen 2 Collections'] as const;
const loadingCounters = ['Current Assemblies', 'Bytes in Loader Heap'] as const;

function counterPaths(image: string, platform: Target['platform']): readonly string[] {
  const of = (object: string, names: readonly string[]) => names.map((name) => `\\${object}(${image}*)\\${name}`);
  const ofProcess = of('Process', processCounters);
  // A modern .NET process has no .NET CLR counters (FACTS.md §1.5).
  if (platform !== 'windows-netfx') return ofProcess;
  return [...ofProcess, ...of('.NET CLR Memory', clrCounters), ...of('.NET CLR Loading', loadingCounters)];
}

function onWindows(target: Target): CollectorHow {
  const image = imageOf(target);
  const argv = [
    'typeperf',
    ...counterPaths(image ?? 'w3wp', target.platform),
    '-si',
    String(intervalSeconds),
    '-sc',
    String(samples),
    '-f',
    'CSV',
    '-o',
    'counters.csv',
    '-y',
  ] as const;
  const modern =
    target.platform === 'windows-dotnet'
      ? `At the same time, for the .NET heap: dotnet-counters collect -p ${pidForPeople(target)} --counters System.Runtime --refresh-interval ${intervalSeconds} --format csv -o runtime.csv --duration 00:00:40:00\n`
      : '';
  return {
    argv: image === null ? null : argv,
    shell: 'powershell',
    rights: 'Performance Monitor Users, or administrator',
    impact: harmless(intervalSeconds * samples, 'No effect on the process; runs 40 min by itself.'),
    byHand: `${quote(argv, 'powershell')}\n${modern}Then drop counters.csv here, or paste it. A log that you already have (perfmon, logman, relog -f csv) is as good. On a Windows that is not English, counter names are localised: pick the same counters in perfmon, or put their names into a file and give it with -cf.`,
    timeoutMs: intervalSeconds * samples * 1000 + 60_000,
  };
}

function onLinux(target: Target): CollectorHow {
  const pid = pidForPeople(target);
  const loop = `for i in $(seq ${samples}); do date -u +%Y-%m-%dT%H:%M:%SZ; cat /proc/${pid}/status; sleep ${intervalSeconds}; done > counters.txt`;
  const modern =
    target.platform === 'linux-dotnet'
      ? `\nAt the same time, for the .NET heap: dotnet-counters collect -p ${pid} --counters System.Runtime --refresh-interval ${intervalSeconds} --format csv -o runtime.csv --duration 00:00:40:00`
      : '';
  return {
    argv: pidOf(target) === null ? null : ['cat', `/proc/${pid}/status`],
    shell: 'posix',
    rights: 'any user of the machine',
    impact: harmless(intervalSeconds * samples, 'No effect on the process; reads /proc until enough is known.'),
    byHand: `${loop}${modern}\nThen drop the file here, or paste it.`,
    timeoutMs: 15_000,
  };
}

export const counters: Collector = {
  id: 'counters',
  title: 'Counters over time',
  yields: ['counters', 'snapshot'],
  tells:
    'Which memory grows: private or only virtual, the .NET heap or something beside it, with handles, threads or assemblies. That divides the possible causes into classes before anything is done to the process.',
  on: (target) => (isWindows(target.platform) ? onWindows(target) : onLinux(target)),
};
