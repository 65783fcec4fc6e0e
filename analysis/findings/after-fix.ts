/** Before and after a fix: slopes may be compared across two lives, values never. */
import { counterWords } from '../counter-trends.ts';
import { mayBeSameLife } from '../lives.ts';
import { inOrder } from '../order-of-evidence.ts';
import type { CounterId, HandleSummary } from '../types.ts';
import { capital, countText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

const compared = new Set<CounterId>([
  'privateBytes',
  'workingSet',
  'gcHeap',
  'handles',
  'threads',
  'assemblies',
  'loaderHeap',
  'virtualBytes',
  'timers',
  'poolThreads',
]);

function counters({ file }: Exhibits): ReturnType<Question['ask']> {
  return file.afterFix.flatMap((after) => {
    const before = file.trend(after.counter);
    if (before?.motion !== 'grows' || !compared.has(after.counter)) return [];
    const { name, verb } = counterWords[after.counter];
    const Name = capital(name);
    const plural = verb[0] === 'grow';
    const early = `It is too early to say whether the fix holds for ${name}`;
    const verdict =
      after.motion === 'grows'
        ? `${Name} still ${verb[0]} since the fix`
        : after.motion === 'too-early'
          ? early
          : `${Name} no longer ${plural ? 'grow' : 'grows'} since the fix`;
    return [
      finding({
        rule: 'after-fix',
        about: after.counter,
        says: `${verdict}. ${after.says}`,
        strength: after.motion === 'too-early' ? 'weak' : 'strong',
        evidence: [...before.evidence, ...after.evidence],
        measured: {
          holds: after.motion === 'grows' ? 0 : after.motion === 'too-early' ? -1 : 1,
          before: before.slopePerHour ?? 0,
          after: after.slopePerHour ?? 0,
        },
      }),
    ];
  });
}

/** Types that stood out before, counted again in the life after the fix: the count with the best signal-to-noise. */
function handleTypes({ file, handles }: Exhibits): ReturnType<Question['ask']> {
  const later = file.evidenceAfterFix.flatMap((each) => (each.kind === 'handles' ? [each] : []));
  const newest = later.at(-1);
  if (newest === undefined || handles === null) return [];
  const { ordered } = inOrder(later.filter(({ life }) => mayBeSameLife(newest.life, life)));
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined || ordered.length < 2) return [];
  return handles.rows.slice(0, 2).flatMap(({ type, growth }) => {
    const countIn = ({ byType }: HandleSummary): number | undefined => (Object.hasOwn(byType, type) ? byType[type] : undefined);
    const [from, to] = [countIn(first.summary), countIn(last.summary)];
    if (from === undefined || to === undefined || (growth !== null && growth <= 0)) return [];
    const grows = to - from >= Math.max(20, from / 10);
    return [
      finding({
        rule: 'after-fix',
        about: type,
        says: `${type} handles ${grows ? 'still grow' : 'stay level'} since the fix: ${ordered.map(({ summary }) => countText(countIn(summary) ?? 0)).join(' → ')}.`,
        strength: 'strong',
        evidence: ordered.map(({ id }) => id),
        measured: { holds: grows ? 0 : 1, first: from, last: to },
      }),
    ];
  });
}

export const afterFix: Question = { id: 'after-fix', ask: (exhibits) => [...counters(exhibits), ...handleTypes(exhibits)] };
