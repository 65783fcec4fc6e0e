/** A reading in one short line: its kind, whose it is, and the figures that a wrong reading would get wrong. */
import type { CallStack, ProcessLife, Reading, ReadResult } from '../../analysis/types.ts';

const list = (names: Readonly<Record<string, number | undefined>>, most = 3): string => {
  const all = Object.entries(names).sort(([, a], [, b]) => (b ?? 0) - (a ?? 0));
  const shown = all.slice(0, most).map(([name, value]) => `${name} ${String(value)}`);
  return all.length > most ? `${shown.join(', ')} and ${all.length - most} more` : shown.join(', ');
};

const top = (stack: CallStack | undefined): string => {
  const frame = stack?.frames[0];
  return frame === undefined ? 'no frame' : `${stack?.frames.length ?? 0} frames from ${frame.function ?? frame.module ?? 'no name'}`;
};

function lifeOf(life: ProcessLife): string {
  const started = life.startedAt === null ? null : new Date(life.startedAt).toISOString();
  const bits = life.bitness === null ? null : `${life.bitness}-bit`;
  const told = [life.machine, life.process, life.pid, started, bits, life.runtime, life.appPool];
  return told.filter((each) => each !== null).join(' ');
}

function heapFigures(reading: Reading): string | null {
  switch (reading.kind) {
    case 'gcHeap':
      return `${String(reading.bytes)} bytes, committed ${String(reading.committed)}, free ${String(reading.free)}, LOH ${String(reading.loh)}`;
    case 'heapStatistic':
      return `${reading.types.length} types, ${String(reading.totalObjects)} objects, ${String(reading.totalBytes)} bytes${reading.partial ? ', partial' : ''}; ${list(Object.fromEntries(reading.types.map((each) => [each.type, each.count])), 1)}`;
    case 'finalizerQueue':
      return `${String(reading.ready)} ready, ${String(reading.finalizable)} finalizable, ${reading.types.length} types`;
    case 'addressSpace':
      return `private ${String(reading.privateBytes)}, committed ${String(reading.committed)}, reserved ${String(reading.reserved)}, free ${String(reading.free)}, largest free ${String(reading.largestFree)}; ${list(reading.usage)}`;
    case 'nativeHeaps':
      return `${reading.heaps.length} heaps, committed ${reading.heaps.reduce((sum, each) => sum + each.committed, 0)}, reserved ${reading.heaps.reduce((sum, each) => sum + each.reserved, 0)}`;
    case 'heapBlocks':
      return `heap ${String(reading.heap)}, ${reading.sizes.length} sizes, ${reading.sizes.reduce((sum, each) => sum + each.blocks, 0)} blocks, ${reading.sizes.reduce((sum, each) => sum + each.bytes, 0)} bytes`;
    case 'allocations':
      return `${reading.diff ? 'difference' : 'level'} of ${reading.entries.length}, ${reading.entries.reduce((sum, each) => sum + each.bytes, 0)} bytes; ${top(reading.entries[0]?.stack ?? undefined)}`;
    case 'gcRoots':
      return `${reading.chains.length} chains`;
    case 'assemblies':
      return `${reading.total}, ${reading.dynamic} dynamic, ${reading.repeated.length} names repeat, loader heap ${String(reading.loaderHeapBytes)}`;
    default:
      return null;
  }
}

function figures(reading: Reading): string {
  switch (reading.kind) {
    case 'counters':
      return reading.series
        .map((each) => `${lifeOf(each.life)} ${each.counter} ${each.samples.length} × ${String(each.samples.at(-1)?.value)}`)
        .join('; ');
    case 'snapshot':
      return list(reading.values, 20);
    case 'handles':
      return `total ${String(reading.summary.total)}${reading.summary.partial ? ', partial' : ''}; ${list(reading.summary.byType)}`;
    case 'handleTrace':
      return `${reading.diff ? 'difference' : 'trace'} of ${reading.open.length}; ${top(reading.open[0])}`;
    case 'dumpLog':
      return reading.dumps.map((each) => `${each.state} ${String(each.bytes)} bytes in ${String(each.seconds)} s`).join('; ');
    case 'leakReport': {
      const { report } = reading;
      return `${report.leakTrack}, ${String(report.trackingMs)} ms, ${String(report.outstandingBytes)} bytes, ${String(report.outstandingAllocations)} allocations, ${String(report.outstandingHandles)} handles; ${report.modules.length} modules, ${report.modules.flatMap((each) => each.functions).length} functions`;
    }
    case 'stacks':
      return `${reading.threads} threads, ${reading.stacks.length} stacks; ${top(reading.stacks[0])}`;
    case 'modules':
      return `${reading.names.length} names`;
    case 'host':
      return `os ${String(reading.os)}, ceiling ${String(reading.ceilingBytes)}, pool limit ${String(reading.poolLimitBytes)}, rights ${String(reading.rights)}`;
    case 'source':
      return `${reading.patterns.length} patterns in ${reading.lines} lines`;
    default:
      return heapFigures(reading) ?? '';
  }
}

export function readingFigures(reading: Reading): string {
  const at = reading.takenAt === null ? '' : ` at ${new Date(reading.takenAt).toISOString()}`;
  const life = lifeOf(reading.life);
  return `${reading.kind}${life === '' ? '' : ` of ${life}`}${at}: ${figures(reading)}`;
}

/** All that an input said, a line each: what was read by whom, with its notes, and what was not read and why. */
export function resultFigures({ blocks, unread }: ReadResult): readonly string[] {
  return [
    ...blocks.flatMap((block) => [
      `${block.parser}, line ${block.fromLine} + ${block.lines}`,
      ...block.readings.map((reading) => `  ${readingFigures(reading)}`),
      ...block.notes.map((note) => `  note: ${note}`),
    ]),
    ...unread.map((part) => `not read by ${String(part.parser)}: ${part.problem}`),
  ];
}
