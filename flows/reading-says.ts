/** A reading in one short sentence: the answer to a paste. */
import type { Evidence } from '../analysis/types.ts';
import { bytes, duration } from './figures.ts';

function many(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`;
}

function largest(map: Readonly<Record<string, number>>, most: number): string {
  return Object.entries(map)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([name, count]) => `${name} ${count.toLocaleString('en-US')}`)
    .join(', ');
}

function countersSay(evidence: Extract<Evidence, { kind: 'counters' }>): string {
  const times = evidence.series.flatMap((each) => [each.samples[0]?.at, each.samples.at(-1)?.at]).filter((at) => at !== undefined);
  const span = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
  return `${many(evidence.series.length, 'counter')} over ${duration(span)}.`;
}

function reportSays(evidence: Extract<Evidence, { kind: 'leakReport' }>): string {
  const { report } = evidence;
  if (report.leakTrack === 'not-loaded') return 'LeakTrack was not loaded in this dump, so it does not tell who allocated.';
  const most = report.modules.toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0))[0];
  const whole = report.outstandingBytes === null ? 'Outstanding allocations' : `${bytes(report.outstandingBytes)} outstanding`;
  const tracked = report.trackingMs === null ? '' : ` after ${duration(report.trackingMs)} of tracking`;
  return `${whole}${tracked}${most?.bytes == null ? '' : `; ${most.module} holds ${bytes(most.bytes)}`}.`;
}

/** Every kind of reading has its sentence, or it does not compile. */
export function readingSays(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'counters':
      return countersSay(evidence);
    case 'snapshot': {
      const { privateBytes } = evidence.values;
      return privateBytes === undefined ? 'One moment of some counters.' : `Private bytes ${bytes(privateBytes)} at one moment.`;
    }
    case 'handles': {
      const { total, byType } = evidence.summary;
      return `${total === null ? '' : `${many(total, 'handle')}; `}${largest(byType, 3)}.`;
    }
    case 'handleTrace':
      return `${many(evidence.open.length, 'stack')} that opened handles.`;
    case 'dumpLog':
      return `${many(evidence.dumps.filter((each) => each.state === 'complete').length, 'complete dump')}.`;
    case 'leakReport':
      return reportSays(evidence);
    case 'stacks':
      return `${many(evidence.threads, 'thread')} with ${many(evidence.stacks.length, 'different stack')}.`;
    case 'finalizerQueue':
      return `${evidence.ready === null ? 'Some' : evidence.ready.toLocaleString('en-US')} objects wait for the finalizer${evidence.types[0] === undefined ? '' : `; ${evidence.types[0].type} among them`}.`;
    case 'heapStatistic':
      return `${evidence.totalObjects === null ? many(evidence.types.length, 'type') : many(evidence.totalObjects, 'object')} on the .NET heap.`;
    case 'gcRoots':
      return `${many(evidence.chains.length, 'chain')} that keep it alive.`;
    default:
      return memorySays(evidence);
  }
}

function sourceSays({ patterns, lines }: Extract<Evidence, { kind: 'source' }>): string {
  const removed = patterns.filter(({ side }) => side === 'removed').length;
  const there = patterns.length - removed;
  const found = there === 0 ? 'no known leaking pattern' : many(there, 'known leaking pattern');
  if (removed > 0) return `A change that takes ${many(removed, 'known leaking pattern')} away; ${found} in what it adds and leaves.`;
  return there === 0 ? `${many(lines, 'line')} of C# without a known leaking pattern.` : `${found} in ${many(lines, 'line')} of C#.`;
}

type Rest = Exclude<
  Evidence,
  {
    kind:
      | 'counters'
      | 'snapshot'
      | 'handles'
      | 'handleTrace'
      | 'dumpLog'
      | 'leakReport'
      | 'stacks'
      | 'finalizerQueue'
      | 'heapStatistic'
      | 'gcRoots';
  }
>;

function memorySays(evidence: Rest): string {
  switch (evidence.kind) {
    case 'gcHeap':
      return evidence.bytes === null ? 'The .NET heap.' : `The .NET heap holds ${bytes(evidence.bytes)}.`;
    case 'assemblies':
      return `${many(evidence.total, 'assembly', 'assemblies')}, ${evidence.dynamic.toLocaleString('en-US')} of them generated.`;
    case 'addressSpace':
      return `${evidence.committed === null ? 'The address space' : `${bytes(evidence.committed)} committed`}${evidence.reserved === null ? '' : `, ${bytes(evidence.reserved)} reserved`}.`;
    case 'nativeHeaps':
      return `${many(evidence.heaps.length, 'native heap')}.`;
    case 'heapBlocks':
      return `${many(evidence.sizes.length, 'block size')} of a native heap.`;
    case 'allocations':
      return `${many(evidence.entries.length, 'allocation stack')}${evidence.diff ? ' that differ' : ''}.`;
    case 'modules':
      return `${many(evidence.names.length, 'module')} loaded${evidence.names.some((name) => /^leaktrack/i.test(name)) ? ', LeakTrack among them' : ''}.`;
    case 'host':
      return `The host${evidence.os === null ? '' : ` runs ${evidence.os}`}.`;
    case 'source':
      return sourceSays(evidence);
  }
}
