/**
 * What programs print of GC.GetGCMemoryInfo and of their own Process object, by these names:
 *
 *   - GC Info HeapSizeBytes: 73 MiB
 *   - GC Info TotalCommittedBytes: 10,257 MiB
 *   - Process PrivateMemorySize: 11,218 MiB
 *
 * Microsoft Learn: GCMemoryInfo, System.Diagnostics.Process. The unit is the program's; a bare number is bytes.
 */
import { unknownLife } from '../life.ts';
import { readSize } from '../numbers.ts';
import type { CounterId, Parsed, TextParser } from '../types.ts';

const line =
  /^\s{0,12}(?:[-*•] )?((?:GC|Process|Task Manager|GCMemoryInfo|System|Total|Peak)?[ .]?(?:Info|Get)?[ .]?[\w. ()]{3,60}?)\s?[:=]\s{0,40}(-?\d[\d.,' ]{0,30} ?(?:[KMGT]i?)?B?(?:ytes?)?)$/i;

type GcValue = 'heap' | 'committed' | 'fragmented';
const meanings: readonly (readonly [RegExp, CounterId | GcValue])[] = [
  [/HeapSizeBytes/i, 'heap'],
  [/TotalCommittedBytes/i, 'committed'],
  [/FragmentedBytes/i, 'fragmented'],
  [/GetTotalMemory/i, 'gcHeap'],
  [/Private ?MemorySize(?:64)?|Private ?Bytes/i, 'privateBytes'],
  [/^(?!.*Peak).*(?:Virtual ?MemorySize(?:64)?|Virtual ?Bytes)/i, 'virtualBytes'],
  [/^(?!.*(?:Peak|Task Manager)).*(?:Working ?Set(?:64)?)/i, 'workingSet'],
  [/Handle ?Count/i, 'handles'],
];

/** At least one of these names must stand on the line that a block starts with: nothing else prints them. */
const distinctive =
  /\b(?:HeapSizeBytes|TotalCommittedBytes|GetTotalMemory|FragmentedBytes|TotalAvailableMemoryBytes|HighMemoryLoadThresholdBytes|MemoryLoadBytes)\b/i;

function parse(lines: readonly string[]): Parsed {
  const values = new Map<CounterId | GcValue, number>();
  for (const each of lines) {
    const found = line.exec(each);
    const meaning = found === null ? undefined : meanings.find(([name]) => name.test(found[1] ?? ''))?.[1];
    const size = found === null ? null : readSize(found[2] ?? '');
    if (meaning !== undefined && size !== null && !values.has(meaning)) values.set(meaning, size.bytes);
  }
  const value = (name: CounterId | GcValue): number | null => values.get(name) ?? null;
  const gcHeap = value('heap') ?? value('gcHeap');
  const gcCommitted = value('committed');
  if (gcHeap === null && gcCommitted === null) {
    return {
      ok: false,
      problem:
        'This names the GC’s figures, but HeapSizeBytes and TotalCommittedBytes have no value in it. Print both, and Process.PrivateMemorySize64 beside them.',
      line: 1,
    };
  }
  const life = { ...unknownLife, runtime: 'dotnet' as const };
  const process = (['privateBytes', 'virtualBytes', 'workingSet', 'handles'] as const).flatMap((id) =>
    values.has(id) ? [[id, values.get(id)] as const] : [],
  );
  const measured = [
    ...process,
    ...(gcHeap === null ? [] : [['gcHeap', gcHeap] as const]),
    ...(gcCommitted === null ? [] : [['gcCommitted', gcCommitted] as const]),
  ];
  return {
    ok: true,
    readings: [
      { kind: 'gcHeap', life, takenAt: null, bytes: gcHeap, committed: gcCommitted, free: value('fragmented'), loh: null },
      { kind: 'snapshot', life, takenAt: null, values: Object.fromEntries(measured) },
    ],
    notes: [],
  };
}

export const gcInfo: TextParser = {
  id: 'gc-info',
  title: 'GC memory figures',
  hints: ['heapsizebytes', 'totalcommittedbytes', 'gettotalmemory'],
  span(lines, from) {
    const first = lines[from] ?? '';
    if (!distinctive.test(first) || !line.test(first)) return 0;
    let at = from + 1;
    while (at < lines.length && line.test(lines[at] ?? '')) at++;
    return at - from;
  },
  parse,
};
