/** Handles by type: what grows between two summaries of one life, what is merely much, and what cannot be told. */
import type { CaseFile } from '../case-file.ts';
import { manyOf } from '../handle-types.ts';
import { isTypeGrowing, leastGrowthOfType, summariesInOrder, type SummariesInOrder, totalOf } from '../handle-growth.ts';
import { endedName } from '../handle-names.ts';
import { mayBeSameLife } from '../lives.ts';
import { type EvidenceOf, timeBetween } from '../order-of-evidence.ts';
import { riseOf } from '../rise.ts';
import type { HandleSummary } from '../types.ts';
import { countText, durationText, listText, seriesText } from '../wording.ts';
import { handleLevel } from './handle-level.ts';
import { type Exhibits, finding, type Question } from './types.ts';

const known = (counts: readonly (number | null)[]): readonly number[] => counts.filter((each) => each !== null);

/** Of what is much of a type any process may open this part as it starts: there the first of two counts whose times nobody knows may be. */
const atStart = 0.25;

/** Two counts need a large difference to be beyond chance; three that rise each time a smaller one. */
function isStrong(type: string, counts: readonly (number | null)[], growth: number, ms: number | null): boolean {
  const { steady } = riseOf(counts);
  if (steady) return growth >= 2 * leastGrowthOfType;
  const values = known(counts);
  return values.length === 2 && growth >= 5 * leastGrowthOfType && (ms !== null || (values[1] ?? 0) >= atStart * manyOf(type));
}

/** Two counts alone, and what came after them fell without telling that it is of another life. */
function mayBeGivenBack(counts: readonly (number | null)[], after: SummariesInOrder['after']): boolean {
  return known(counts).length === 2 && after.length > 0 && after.every(({ life }) => life.pid === null && life.startedAt === null);
}

/** Summaries that a fall of the total parts from those that are compared: never left out without a word. */
function fallen({ file }: Exhibits): ReturnType<Question['ask']> {
  const { ordered, before, after } = summariesInOrder(file);
  const left = [...before, ...after];
  if (left.length === 0) return [];
  const totals = [...before, ...ordered, ...after].map(({ summary }) => totalOf(summary));
  const perhaps = after.length === 0 ? '' : ' Were it one process, they were given back: say whether it was restarted.';
  return [
    finding({
      rule: 'handles-fell',
      says: `The total of handles goes ${seriesText(totals, countText)}: such a fall is taken for a restart, and ${countText(left.length)} of these summaries ${left.length === 1 ? 'is' : 'are'} not compared with the others.${perhaps}`,
      evidence: left.map(({ id }) => id),
      measured: { left: left.length },
    }),
  ];
}

/**
 * The summaries of our own sampler are some of the moments at which it counted: they tell which type it is that grows, and
 * the counter whether anything does. Any two of hundreds of moments may differ. Others were taken for themselves.
 */
function isGrowthOfWatch(file: CaseFile, ordered: readonly EvidenceOf<'handles'>[]): boolean {
  const trend = file.trend('handles');
  if (trend === null || trend.motion === 'grows') return true;
  return !ordered.every(({ parser, life }) => parser === 'sampler-lines' && mayBeSameLife(life, trend.life));
}

function growing({ file, handles }: Exhibits): ReturnType<Question['ask']> {
  const { ordered, after } = summariesInOrder(file);
  if (handles === null || ordered.length < 2) return [];
  const ms = timeBetween(ordered);
  const found = handles.rows.flatMap(({ type, counts, growth, usually }) => {
    const values = known(counts);
    const first = values[0] ?? 0;
    if (growth === null || !isTypeGrowing({ counts, growth })) return [];
    const { steady } = riseOf(counts);
    const rate = ms === null || ms <= 0 ? '' : ` in ${durationText(ms)}`;
    return [
      finding({
        rule: 'handle-growth',
        about: type,
        says: `${type} handles grow ${seriesText(values, countText)}${rate}${steady ? ', higher each time' : ''}: usually ${usually}.`,
        points: 'handle',
        strength: isStrong(type, counts, growth, ms) && !mayBeGivenBack(counts, after) ? 'strong' : 'weak',
        evidence: handles.evidence,
        measured: { first, last: values.at(-1) ?? 0, growth, ...(ms === null ? {} : { ms }) },
      }),
    ];
  });
  if (found.length > 0) return isGrowthOfWatch(file, ordered) ? found : [];
  const text = handles.rows
    .filter(({ counts }) => known(counts).length > 1)
    .slice(0, 3)
    .map(({ type, counts }) => `${type} ${seriesText(known(counts), countText)}`);
  return text.length === 0
    ? []
    : [
        finding({
          rule: 'handles-do-not-grow',
          says: `Between these summaries no handle type grows: ${listText(text)}.`,
          evidence: handles.evidence,
        }),
      ];
}

/** Nothing opens one named object this often on purpose. */
const manyOfOneName = 10_000;
const absurdlyMany = 100_000;
/** An event, a mutex or their like is opened once or a few times in a process: of half of all its handles some hundreds are too many. */
const manyOfOneLock = 500;
const lockName = /\\BaseNamedObjects\\[^\\]/;

function isTooMany(name: string, count: number, summary: HandleSummary): boolean {
  if (name === endedName) return false;
  // The properties of one object count the handles of all processes.
  const isList = Object.keys(summary.byType).length > 1;
  const isLock = isList && lockName.test(name) && 2 * count >= totalOf(summary);
  return count >= (isLock ? manyOfOneLock : manyOfOneName);
}

function named({ file }: Exhibits): ReturnType<Question['ask']> {
  return file.of('handles').flatMap(({ id, summary }) =>
    Object.entries(summary.byName)
      .filter(([name, count]) => isTooMany(name, count, summary))
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, 3)
      .map(([name, count]) =>
        finding({
          rule: 'handle-name',
          about: name,
          says: `${countText(count)} handles refer to one object, ${name}: it is opened again and again and never closed.`,
          points: 'handle',
          strength: count >= absurdlyMany ? 'strong' : 'weak',
          evidence: [id],
          measured: { count },
        }),
      ),
  );
}

/** A total that is more than its rows: types were left out of the paste, or the total is another output's. */
function unequal({ file }: Exhibits): ReturnType<Question['ask']> {
  return file.of('handles').flatMap(({ id, summary: { byType, total } }) => {
    const sum = Object.values(byType).reduce((all, each) => all + each, 0);
    if (total === null || sum === 0 || total === sum) return [];
    return [
      finding({
        rule: 'handle-total',
        about: id,
        says: `The types of this handle summary add up to ${countText(sum)} and not to its total of ${countText(total)}: ${total > sum ? 'types are missing' : 'the total is of another moment'}, so shares of the total are uncertain.`,
        evidence: [id],
        measured: { sum, total },
      }),
    ];
  });
}

export const handleGrowth: Question = {
  id: 'handle-growth',
  ask: (exhibits) => [...growing(exhibits), ...fallen(exhibits), ...named(exhibits), ...handleLevel(exhibits), ...unequal(exhibits)],
};
