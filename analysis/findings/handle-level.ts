/** Handles of one moment: what is so much that it stands out although nobody saw it grow. */
import { manyOf, usuallyIs } from '../handle-types.ts';
import { isTypeGrowing, summariesInOrder, totalOf } from '../handle-growth.ts';
import { endedName } from '../handle-names.ts';
import type { HandleSummary } from '../types.ts';
import { countText, listText, shareText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

/** Types whose handles are this share of all, and more than is usual, stand out. */
const dominates = 0.6;

/** The few types that make up most of what a summary counts. */
function dominating({ byType }: HandleSummary, total: number): readonly (readonly [string, number])[] {
  const sorted = Object.entries(byType).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const top = sorted.slice(0, 1).concat(sorted.slice(1, 2).filter(([, count]) => count > 0.15 * total));
  return top.reduce((sum, [, count]) => sum + count, 0) >= dominates * total ? top : [];
}

/** Threads and processes that are alive bring events, files and memory along; what names ended ones stands alone. */
const namesOthers: ReadonlySet<string> = new Set(['thread', 'process']);
const besideAlone = 0.6;

/** Half as many as are much by themselves, where no other type comes near. */
function standsAlone({ byType }: HandleSummary, type: string): boolean {
  const count = byType[type] ?? 0;
  const others = Math.max(0, ...Object.entries(byType).flatMap(([name, each]) => (name === type ? [] : [each])));
  return namesOthers.has(type.toLowerCase()) && count >= manyOf(type) / 2 && others <= besideAlone * count;
}

/** Of processes and threads that have ended anybody keeps some; a hundred nobody keeps on purpose. */
const manyEnded = 100;
const endedIn = ({ byName }: HandleSummary): number => byName[endedName] ?? 0;

/** The type that names what has ended, where that is much: however many other handles there are. */
function ofEnded(summary: HandleSummary): readonly (readonly [string, number])[] {
  const named = Object.entries(summary.byType).filter(([type]) => namesOthers.has(type.toLowerCase()));
  const most = named.reduce<readonly [string, number] | null>((top, each) => (top === null || each[1] > top[1] ? each : top), null);
  return most === null || endedIn(summary) < manyEnded ? [] : [most];
}

/** What the other summaries say of these types; a type that grows has said so itself. */
function levelMeans({ file, handles }: Exhibits, types: readonly (readonly [string, number])[]): string {
  const { ordered } = summariesInOrder(file);
  if (ordered.length < 2) return ': whether they grow, only a second summary shows';
  const rows = handles?.rows ?? [];
  const grows = types.some(([type]) => rows.some((row) => row.type === type && isTypeGrowing(row)));
  return grows ? ', reached by growing' : ': between the summaries at hand it does not grow';
}

/** One finding of the types that stand out; none where none does. */
export function handleLevel(exhibits: Exhibits): ReturnType<Question['ask']> {
  const { file } = exhibits;
  const { ordered } = summariesInOrder(file);
  // What was given back since is no level any more; one that was cut counts less than there is.
  const newest = ordered.findLast(({ summary }) => !summary.partial) ?? ordered.at(-1);
  if (newest === undefined) return [];
  const total = totalOf(newest.summary);
  const much = dominating(newest.summary, total).filter(([type, count]) => count >= manyOf(type) || standsAlone(newest.summary, type));
  const types = much.length > 0 ? much : ofEnded(newest.summary);
  if (types.length === 0) return [];
  const ended = endedIn(newest.summary);
  const gone = ended < manyEnded ? '' : ` ${countText(ended)} of them name processes and threads that have ended.`;
  const sum = types.reduce((all, [, count]) => all + count, 0);
  return [
    finding({
      rule: 'handle-level',
      about: types.map(([type]) => type).join('+'),
      says: `${listText(types.map(([type, count]) => `${countText(count)} ${type}`))} of ${countText(total)} handles (${shareText(sum / total)}): usually ${usuallyIs(types[0]?.[0] ?? '')}. That is a level${levelMeans(exhibits, types)}.${gone}`,
      points: 'handle',
      strength: sum >= 3 * manyOf(types[0]?.[0] ?? '') ? 'strong' : 'weak',
      evidence: [newest.id],
      measured: { total, sum, share: sum / total, ...Object.fromEntries(types.map(([type, count]) => [type, count])) },
    }),
  ];
}
