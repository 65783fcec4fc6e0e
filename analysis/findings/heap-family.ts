/** One heap statistic: most objects are of one library of the framework, whatever its types are called. */
import type { CaseFile } from '../case-file.ts';
import { isAtRest, isOfTheHeap, levelMeans, newestOfEachPart } from '../heap-parts.ts';
import type { EvidenceOf } from '../order-of-evidence.ts';
import { isFrameworkType } from '../suspect-types.ts';
import type { TypeCount } from '../types.ts';
import { bytesText, countText, listText, shareText, shortText } from '../wording.ts';
import { isFiller, totals } from './heap-level.ts';
import { finding, type Question } from './types.ts';

/** Below this many a document, a syntax tree or a model that is in use is as large by chance. */
const many = 500_000;
const veryMany = 2_000_000;
const most = 0.5;
/** One type that crowds the heap by itself is named by itself (heap-level). */
const leastTypes = 3;

type Statistic = EvidenceOf<'heapStatistic'>;

/** What any program is made of, and what has questions of its own. */
const isCommon = (library: string): boolean =>
  /^(?:System|System\.(?:Collections|Threading|Reflection|Runtime|Text|Linq|Globalization)(?:\..*)?)$/.test(library);

/** `Microsoft.CSharp.RuntimeBinder` of `Microsoft.CSharp.RuntimeBinder.Semantics.SYMTBL+Key`, `System.Management` of `System.Management.ManagementPath`. */
function libraryOf(type: string): string {
  const parts = (/^[\w.]{1,300}/.exec(type)?.[0] ?? '').split('.');
  return parts.slice(0, Math.min(3, parts.length - 1)).join('.');
}

function family(file: CaseFile, statistic: Statistic): ReturnType<Question['ask']> {
  const members = statistic.types.filter(({ type }) => isFrameworkType(type) && !isFiller(type) && !isCommon(libraryOf(type)));
  const count = (types: readonly TypeCount[]): number => types.reduce((sum, each) => sum + each.count, 0);
  const [top] = [...Map.groupBy(members, ({ type }) => libraryOf(type))].sort(
    ([a, one], [b, other]) => count(other) - count(one) || (a < b ? -1 : 1),
  );
  if (top === undefined) return [];
  const [library, types] = top;
  const objects = count(types);
  const share = objects / Math.max(1, totals(statistic).holders);
  const largest = types.toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || b.count - a.count || (a.type < b.type ? -1 : 1));
  const [first] = largest;
  if (first === undefined || types.length < leastTypes || objects < many || share < most) return [];
  const size = bytesText(types.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0));
  const names = listText(largest.slice(0, 3).map(({ type }) => shortText(type, 80)));
  return [
    finding({
      rule: 'heap-family',
      about: first.type,
      says: `${countText(objects)} objects of ${library} are ${shareText(Math.min(1, share))} of the objects that are no strings or arrays (${size} themselves), most of them ${names}. That is a level${levelMeans(file, statistic, first.type)}.`,
      points: isAtRest(file, statistic, first.type) ? null : 'managed',
      strength: objects >= veryMany ? 'strong' : 'weak',
      evidence: [statistic.id],
      measured: { count: objects, types: types.length, share },
    }),
  ];
}

export const heapFamily: Question = {
  id: 'heap-family',
  ask: ({ file }) => newestOfEachPart(file.of('heapStatistic').filter(isOfTheHeap)).flatMap((each) => family(file, each)),
};
