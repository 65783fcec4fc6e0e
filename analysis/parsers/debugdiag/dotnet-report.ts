/** The lines of one dump under the rule DotNetMemoryAnalysis → heap, largest types, finalizer queue, assemblies. */
import type { ProcessLife, Reading, TypeCount } from '../../types.ts';
import { readGraph } from './bar-graph.ts';
import { dotNetTitle } from './labels.ts';
import { leadingCount, leadingSizeBytes } from './numbers.ts';

const mebibyte = 2 ** 20;
/** The rule lists 40 types a graph and up to 100 of the large object heap. */
const maxTypes = 100;

interface Draft {
  ready: number | null;
  dynamic: number | null;
  heapBytes: number | null;
  committed: number | null;
  loh: number | null;
  readonly graphs: Map<string, readonly TypeCount[]>;
  readonly assembliesOfDomains: number[];
  /** The sections that say that there is nothing to list. */
  nothingReady: boolean;
}

/** `1.23 MBytes    (4567 objects )` behind the name of a type. */
function typeCount({ caption, value }: { readonly caption: string; readonly value: string }, sign: '.' | ','): TypeCount {
  const objects = /\((\d[\d.,' ]{0,14}) objects?/i.exec(value)?.[1];
  return {
    type: caption.slice(0, 300),
    count: objects === undefined ? 0 : (leadingCount(objects) ?? 0),
    bytes: leadingSizeBytes(value, sign),
  };
}

/** Sentences of the summary and of the sections, the number in each. */
function takeSentence(draft: Draft, line: string, sign: '.' | ','): void {
  const text = line.slice(0, 1000);
  const ready = /There are {1,3}(\d[\d.,' ]{0,14}) {1,3}objects ready for finalization/i.exec(text)?.[1];
  if (ready !== undefined) draft.ready ??= leadingCount(ready);
  const dynamic = /There are {1,3}(\d[\d.,' ]{0,14}) {1,3}dynamic assemblies loaded/i.exec(text)?.[1];
  if (dynamic !== undefined) draft.dynamic ??= leadingCount(dynamic);
  const heap = /^\s{0,8}GC Heap (?:Size|usage):?\s{1,20}(\d.{0,40})$/i.exec(text)?.[1];
  if (heap !== undefined) draft.heapBytes ??= leadingSizeBytes(heap, sign);
  const committed = /^\s{0,8}Total Commit Size\s{1,20}(\d[\d.,' ]{0,14}) MB/i.exec(text)?.[1];
  if (committed !== undefined) draft.committed ??= (leadingCount(committed) ?? 0) * mebibyte;
  const loh = /^\s{0,8}Total LOH Size:?\s{1,20}(\d.{0,40})$/i.exec(text)?.[1];
  if (loh !== undefined) draft.loh ??= leadingSizeBytes(loh, sign);
  if (/^\s{0,8}There are no objects in the finalizer queue/i.test(text)) draft.nothingReady = true;
  const domain = /^\s{0,8}[0-9A-F]{8,16}\s{1,20}(\d{1,7})\s{1,20}\d[\d.,' ]{0,20}(?:\s|$)/i.exec(text)?.[1];
  if (domain !== undefined) draft.assembliesOfDomains.push(Number(domain));
}

function walk(lines: readonly string[], sign: '.' | ','): Draft {
  const draft: Draft = {
    ready: null,
    dynamic: null,
    heapBytes: null,
    committed: null,
    loh: null,
    graphs: new Map(),
    assembliesOfDomains: [],
    nothingReady: false,
  };
  for (let at = 0; at < lines.length;) {
    const title = dotNetTitle(lines[at] ?? '');
    const graph = title === null ? null : readGraph(lines, at + 1);
    if (title !== null && graph !== null && graph.rows.length > 0 && title !== 'heap' && title !== 'domains') {
      draft.graphs.set(
        title,
        graph.rows.slice(0, maxTypes).map((row) => typeCount(row, sign)),
      );
      at = graph.next;
      continue;
    }
    takeSentence(draft, lines[at] ?? '', sign);
    at++;
  }
  return draft;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0);

/** The .NET readings of one dump; none where its lines hold nothing of that rule. */
export function readDotNetReport(life: ProcessLife, takenAt: number | null, lines: readonly string[], sign: '.' | ','): readonly Reading[] {
  const draft = walk(lines, sign);
  const readyTypes = draft.graphs.get('ready') ?? [];
  const live = draft.graphs.get('finalizable');
  const ready = draft.ready ?? (readyTypes.length > 0 ? sum(readyTypes.map(({ count }) => count)) : draft.nothingReady ? 0 : null);
  const largest = draft.graphs.get('largest');
  const base = { life, takenAt };
  const readings: Reading[] = [];
  if (ready !== null || live !== undefined) {
    const finalizable = live === undefined ? null : sum(live.map(({ count }) => count));
    readings.push({ ...base, kind: 'finalizerQueue', ready, finalizable, types: readyTypes });
  }
  if (largest !== undefined)
    readings.push({ ...base, kind: 'heapStatistic', types: largest, totalObjects: null, totalBytes: draft.heapBytes, partial: true });
  if (draft.heapBytes !== null || draft.committed !== null) {
    readings.push({ ...base, kind: 'gcHeap', bytes: draft.heapBytes, committed: draft.committed, free: null, loh: draft.loh });
  }
  if (draft.dynamic !== null) {
    const total = Math.max(sum(draft.assembliesOfDomains), draft.dynamic);
    readings.push({ ...base, kind: 'assemblies', total, dynamic: draft.dynamic, repeated: [], loaderHeapBytes: null });
  }
  return readings;
}
