/**
 * Another life of the program grew where the one in question does not: before it, or beside it. Its values are not compared, but
 * a program that leaks in one process is not cleared by the next: that may only not have had its work yet.
 */
import { amountText, counterWords } from '../counter-trends.ts';
import type { NamedTrend } from '../counter-trends.ts';
import { lifeTextAmong, mayBeSameLife, onOneMachine, toldApart } from '../lives.ts';
import type { CounterId, ProcessLife } from '../types.ts';
import { durationText } from '../wording.ts';
import { finding, type Exhibits, type Question } from './types.ts';

/** The first of them that grew speaks for its life: the others follow it. */
const speak: readonly CounterId[] = ['privateBytes', 'workingSet', 'virtualBytes', 'gcHeap', 'handles', 'threads'];

function spokesman(trends: readonly NamedTrend[]): NamedTrend | null {
  return speak.flatMap((counter) => trends.find((each) => each.counter === counter && each.motion === 'grows') ?? [])[0] ?? null;
}

/** Where both grow they may not leak the same; where only the other grew, the one in question is not cleared by it. */
function saysOf({ file }: Exhibits, life: ProcessLife, trend: NamedTrend, slope: number): string {
  const lives = file.lives.map((each) => each.life);
  const [other, current] = [lifeTextAmong(life, lives), lifeTextAmong(file.witness, lives)];
  const own = file.trend(trend.counter);
  const when = own !== null && trend.to <= own.from && onOneMachine(life, file.witness) ? 'Before' : 'Beside it';
  const grew = `${when}, ${counterWords[trend.counter].name} of ${other} grew by ${amountText(trend.counter, slope)} an hour over ${durationText(trend.to - trend.from)}`;
  if (own === null || own.motion === 'too-early') return `${grew}; whether they grow in ${current} is not known.`;
  return own.motion === 'grows'
    ? `${grew}, too. The verdict is about ${current} alone; scope the case to the other one to judge it.`
    : `${grew}; in ${current} they do not. That clears it only if it had the same work, or the cause is gone.`;
}

export const otherLifeGrew: Question = {
  id: 'other-life-grew',
  ask: (exhibits) => {
    const { file } = exhibits;
    const others = file.trends.filter(
      ({ life }) => toldApart(life) && !mayBeSameLife(life, file.life) && !mayBeSameLife(life, file.witness),
    );
    return [...Map.groupBy(others, ({ life }) => life)].flatMap(([life, trends]) => {
      const trend = spokesman(trends);
      const slope = trend?.slopePerHour ?? null;
      if (trend === null || slope === null) return [];
      return [
        finding({
          rule: 'other-life-grew',
          about: `${String(life.machine)} ${String(life.pid)} ${String(life.startedAt)}`,
          says: saysOf(exhibits, life, trend, slope),
          strength: 'strong',
          evidence: trend.evidence,
          measured: { slopePerHour: slope },
        }),
      ];
    });
  },
};
