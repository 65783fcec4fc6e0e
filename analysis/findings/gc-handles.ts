/** GC handles by kind: each pinned or strong one keeps its object until somebody frees the handle. */
import { bytesText, countText, shareText, shortText } from '../wording.ts';
import { finding, type Question } from './types.ts';

/** Pinned: buffers of calls in flight, some hundred. Strong: one for each static field's array, thread and native wrapper, some thousand. */
const many: Readonly<Record<string, number>> = { pinned: 5000, strong: 50_000, 'ref count': 50_000 };
const times = 4;
const nearlyAll = 0.5;

export const gcHandles: Question = {
  id: 'gc-handles',
  ask: ({ file }) =>
    file.of('heapStatistic').flatMap(({ id, handles, types }) => {
      const kinds = Object.entries(handles ?? {});
      const all = kinds.reduce((sum, [, count]) => sum + count, 0);
      const [top] = kinds
        .filter(([kind, count]) => count >= (many[kind] ?? Infinity))
        .sort(([a, one], [b, other]) => other / (many[b] ?? 1) - one / (many[a] ?? 1));
      if (top === undefined) return [];
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
