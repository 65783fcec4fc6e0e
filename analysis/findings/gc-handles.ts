/** GC handles by kind: each pinned or strong one keeps its object until somebody frees the handle. */
import type { CaseFile } from '../case-file.ts';
import { isOfTheHeap, newestOfEachPart } from '../heap-parts.ts';
import type { EvidenceOf } from '../order-of-evidence.ts';
import type { Finding } from '../types.ts';
import { bytesText, countText, shareText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** Pinned: buffers of calls in flight, some hundred. Strong: one for each static field's array, thread and native wrapper, some thousand. */
const many: Readonly<Record<string, number>> = { pinned: 5000, strong: 50_000, 'ref count': 50_000 };
/** A crowd that handles hold one by one, and that is most of the heap, whatever their number: pools are pinned, not held strongly. */
const manyHeld = 500;
const largeHeld = 50 * 1024 * 1024;
const mostOfHeap = 0.5;
const allButAll = 0.8;
const times = 4;
const nearlyAll = 0.5;

type Statistic = EvidenceOf<'heapStatistic'>;

/** What the heap holds in bytes, by another statistic; null where none was shown. */
function heapBytes(file: CaseFile): number | null {
  const whole = file.of('heapStatistic').filter(isOfTheHeap);
  const sizes = whole.map(({ types, totalBytes }) => totalBytes ?? types.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0));
  return sizes.length === 0 ? null : Math.max(...sizes);
}

/** Objects of one type that strong handles hold directly, which are most of the heap. */
function heldOneByOne(file: CaseFile, { id, handles, types }: Statistic): Finding[] {
  const heap = heapBytes(file);
  const held = types.find(
    ({ type, count, bytes }) =>
      // Tables of statics are arrays of objects, which handles hold in any process.
      type !== 'System.Object[]' && count >= manyHeld && (bytes ?? 0) >= largeHeld && count <= (handles?.['strong'] ?? 0),
  );
  if (held === undefined || heap === null || (held.bytes ?? 0) < mostOfHeap * heap) return [];
  const share = shareText(Math.min(1, (held.bytes ?? 0) / heap));
  return [
    finding({
      rule: 'gc-handles',
      about: held.type,
      says: `${countText(held.count)} ${shortText(held.type, 80)} (${bytesText(held.bytes ?? 0)}, ${share} of the heap) are held by GC handles one by one, of ${countText(handles?.['strong'] ?? 0)} strong handles: each keeps its object until the handle is freed.`,
      points: 'managed',
      strength: (held.bytes ?? 0) >= allButAll * heap ? 'strong' : 'weak',
      evidence: [id],
      measured: { count: held.count, all: handles?.['strong'] ?? 0 },
    }),
  ];
}

export const gcHandles: Question = {
  id: 'gc-handles',
  ask: ({ file }) =>
    newestOfEachPart(file.of('heapStatistic')).flatMap((statistic) => {
      const { id, handles, types } = statistic;
      const kinds = Object.entries(handles ?? {});
      const all = kinds.reduce((sum, [, count]) => sum + count, 0);
      const [top] = kinds
        .filter(([kind, count]) => count >= (many[kind] ?? Infinity))
        .sort(([a, one], [b, other]) => other / (many[b] ?? 1) - one / (many[a] ?? 1));
      if (top === undefined) return heldOneByOne(file, statistic);
      const [kind, count] = top;
      const held = types.reduce<(typeof types)[number] | null>((most, each) => (each.count > (most?.count ?? 0) ? each : most), null);
      const most = held !== null && held.count >= nearlyAll * count ? held : null;
      const objects =
        most === null
          ? ''
          : ` Most of what handles hold are ${countText(most.count)} ${shortText(most.type, 80)}${most.bytes === null ? '' : ` (${bytesText(most.bytes)})`}.`;
      return [
        finding({
          rule: 'gc-handles',
          about: most?.type ?? kind,
          says: `${countText(count)} of ${countText(all)} GC handles (${shareText(count / all)}) are ${kind}: each keeps its object until the handle is freed.${objects}`,
          points: 'managed',
          strength: count >= times * (many[kind] ?? 1) ? 'strong' : 'weak',
          evidence: [id],
          measured: { count, all },
        }),
      ];
    }),
};
