/**
 * What was deployed, tied to the moment when the growth began. A deployment usually starts the process anew, so there are two
 * questions: did the curve of one life change about then, and did the lives before it grow, too?
 */
import { counterWords, type NamedTrend } from '../counter-trends.ts';
import { lifeText, mayBeSameLife, toldApart } from '../lives.ts';
import { ownMemory } from '../own-memory.ts';
import { changePoints } from '../trend/change-points.ts';
import { judgeSamples, type TrendAnswer } from '../trend/trend.ts';
import type { Finding, Sample } from '../types.ts';
import { deploymentsOf, nameOf, type Told } from '../told-deployments.ts';
import { capital, durationText } from '../wording.ts';
import { type Exhibits, finding, type Question } from './types.ts';

const minuteMs = 60_000;
/** A leak shows in the curve some minutes after the code runs: within half an hour it began with the deployment. */
const soonMs = 30 * minuteMs;
/** A life that began so soon after a deployment was started by it. */
const startsWithMs = 15 * minuteMs;
/** Growth at half the later rate was there before, too. */
const wasThere = 0.5;
const most = 3;

/** The time at which it began to grow, within what bounds; null where the curve does not tell. */
interface Began {
  readonly at: number;
  readonly earliest: number;
  readonly latest: number;
}

function beganAt({ taken }: NamedTrend): Began | null {
  const starts = changePoints(taken).filter(({ kind, before, after }) => kind === 'slope' && after > 0 && before < wasThere * after);
  return starts.reduce<(typeof starts)[number] | null>(
    (best, each) => (best === null || each.after - each.before > best.after - best.before ? each : best),
    null,
  );
}

interface Rising {
  readonly trend: NamedTrend;
  readonly began: Began | null;
}

/**
 * What grows now and dates the leak best: memory, else handles. A curve that bends upwards is dated although it may be too early to
 * call it a leak: that it bent with the deployment is what tells it from a busy morning.
 */
function rising({ file }: Exhibits): Rising | null {
  for (const trend of [ownMemory(file), file.trend('handles')]) {
    if (trend === null || (trend.motion !== 'grows' && trend.motion !== 'too-early')) continue;
    const began = beganAt(trend);
    if (trend.motion === 'grows' || began !== null) return { trend, began };
  }
  return null;
}

function slopeOf(samples: readonly Sample[], { counter }: NamedTrend): TrendAnswer | null {
  const answer = judgeSamples(samples, { minimumMs: 10 * minuteMs, oneLife: true, least: counterWords[counter].least });
  return answer.motion === 'too-early' ? null : answer;
}

interface Answer {
  readonly says: string;
  /** 1: with the deployment; 0: before it; -1: not told, or long after it. */
  readonly tied: 1 | 0 | -1;
  readonly began: Began | null;
  readonly evidence: readonly string[];
}

function away(ms: number): string {
  return durationText(Math.abs(ms));
}

/** A bend of the curve: before, about or after the deployment, by its interval. */
function byBend(trend: NamedTrend, told: Told, began: Began): Answer {
  const Name = capital(counterWords[trend.counter].name);
  const evidence = trend.evidence;
  const [from, to] = [began.earliest - told.at, began.latest - told.at];
  if (to < 0) {
    return {
      says: `${Name} began to grow ${away(began.at - told.at)} before ${nameOf(told)} (${away(to)} to ${away(from)}): it did not begin with it.`,
      tied: 0,
      began,
      evidence,
    };
  }
  const bounds = from < 0 ? `from ${away(from)} before to ${away(to)} after it` : `${away(from)} to ${away(to)} after it`;
  if (from <= soonMs) {
    return {
      says: `${Name} began to grow ${from < 0 ? 'at about the time' : `within ${away(to)}`} of ${nameOf(told)} (${bounds}).`,
      tied: 1,
      began,
      evidence,
    };
  }
  return {
    says: `${Name} began to grow ${away(began.at - told.at)} after ${nameOf(told)} (${bounds}): not at once.`,
    tied: -1,
    began,
    evidence,
  };
}

/** The lives before the deployment, where the life that grows was started by it. */
function byLives(trend: NamedTrend, told: Told, { file }: Exhibits): Answer | null {
  const firstAt = trend.life.startedAt ?? trend.taken[0]?.at ?? Infinity;
  if (firstAt < told.at - minuteMs) return null;
  const before = file.trends.filter(
    (each) =>
      each.counter === trend.counter && !mayBeSameLife(each.life, trend.life) && (each.taken.at(-1)?.at ?? Infinity) <= told.at + minuteMs,
  );
  const [last] = before.sort((a, b) => b.to - a.to);
  const { name, verb } = counterWords[trend.counter];
  const Name = capital(name);
  if (last === undefined || last.motion === 'too-early') return null;
  const evidence = [...last.evidence, ...trend.evidence];
  const whose = toldApart(last.life) ? ` (${lifeText(last.life)})` : '';
  if (last.motion === 'grows' && (last.slopePerHour ?? 0) >= wasThere * (trend.slopePerHour ?? 0)) {
    return {
      says: `${Name} grew in the life before ${nameOf(told)}${whose}, too: it did not begin with it.`,
      tied: 0,
      began: null,
      evidence,
    };
  }
  const soon = firstAt - told.at <= startsWithMs;
  const says = `${Name} did not grow like this in the life before ${nameOf(told)}${whose}; in the life that began ${away(firstAt - told.at)} after it ${name} ${verb[0]}.`;
  return { says, tied: soon ? 1 : -1, began: { at: firstAt, earliest: firstAt, latest: firstAt }, evidence };
}

/** A straight line through the deployment: what grew before it at the same rate did not begin with it. */
function byBothSides(trend: NamedTrend, told: Told): Answer | null {
  const before = slopeOf(
    trend.taken.filter(({ at }) => at < told.at),
    trend,
  );
  if (before === null) return null;
  const Name = capital(counterWords[trend.counter].name);
  const grew = before.motion === 'grows' && (before.slope?.perHour ?? 0) >= wasThere * (trend.slopePerHour ?? 0);
  return grew
    ? {
        says: `${Name} grew before ${nameOf(told)} as fast as after it: it did not begin with it.`,
        tied: 0,
        began: null,
        evidence: trend.evidence,
      }
    : null;
}

/** A life that ran when it was deployed and went on: what grows began with a later one. */
function byLifeThen(trend: NamedTrend, told: Told, { file }: Exhibits): Answer | null {
  const first = trend.taken[0]?.at ?? 0;
  const then = file.trends.find(
    ({ counter, life, taken }) =>
      counter === trend.counter &&
      !mayBeSameLife(life, trend.life) &&
      (taken[0]?.at ?? Infinity) < told.at &&
      (taken.at(-1)?.at ?? -Infinity) > told.at + soonMs,
  );
  if (first <= told.at || then === undefined || then.motion === 'too-early') return null;
  const { name } = counterWords[trend.counter];
  const whose = toldApart(then.life) ? ` (${lifeText(then.life)})` : '';
  const until = away((then.taken.at(-1)?.at ?? told.at) - told.at);
  const says =
    then.motion === 'grows'
      ? `${capital(name)} grew in the life that ran through ${nameOf(told)}${whose}, too.`
      : `${capital(name)} did not grow for ${until} after ${nameOf(told)} in the life that ran then${whose}: what grows began with a later one, not at once.`;
  return { says, tied: -1, began: null, evidence: [...then.evidence, ...trend.evidence] };
}

function notSeen(trend: NamedTrend, told: Told): Answer | null {
  const first = trend.taken[0]?.at ?? 0;
  if (first <= told.at) return null;
  const says = `Nothing was sampled before ${nameOf(told)}, ${away(first - told.at)} before the first sample: whether the growth began with it is not known.`;
  return { says, tied: -1, began: null, evidence: trend.evidence };
}

function answerOf({ trend, began }: Rising, told: Told, exhibits: Exhibits): Answer | null {
  return (
    byLives(trend, told, exhibits) ??
    (began === null ? byBothSides(trend, told) : byBend(trend, told, began)) ??
    byLifeThen(trend, told, exhibits) ??
    notSeen(trend, told)
  );
}

function findingOf(told: Told, { says, tied, began, evidence }: Answer): Finding {
  return finding({
    rule: 'deployment',
    about: new Date(told.at).toISOString(),
    says,
    strength: tied === -1 ? 'weak' : 'strong',
    evidence: [...told.evidence, ...evidence],
    measured: {
      deployedAt: told.at,
      tied,
      ...(began === null ? {} : { beganAt: began.at, earliest: began.earliest, latest: began.latest }),
    },
  });
}

interface Answered {
  readonly told: Told;
  readonly answer: Answer;
}

/** Of several that fit the last one in front of the beginning, or the one that is nearest to it. */
function nearestOf(answers: readonly Answered[]): Answered | null {
  const fitting = answers.filter(({ answer }) => answer.tied === 1);
  const away = ({ told, answer }: Answered): number => Math.abs((answer.began?.at ?? told.at) - told.at);
  return fitting.reduce<Answered | null>((best, each) => (best === null || away(each) < away(best) ? each : best), null);
}

/** One that fits, and another one that came nearer to the beginning: it is not tied to it. */
function laterFits({ told, answer }: Answered, nearest: Answered | null): Answered {
  const other = nearest === null ? '' : ` ${capital(nameOf(nearest.told))} is nearer to that moment.`;
  return { told, answer: { ...answer, says: `${answer.says}${other}`, tied: -1 } };
}

export const deployment: Question = {
  id: 'deployment',
  ask: (exhibits) => {
    const all = deploymentsOf(exhibits.file);
    const found = all.length === 0 ? null : rising(exhibits);
    if (found === null) return [];
    const answers = all.flatMap((told) => {
      const answer = answerOf(found, told, exhibits);
      return answer === null ? [] : [{ told, answer }];
    });
    const nearest = nearestOf(answers);
    return answers
      .map((each) => (each.answer.tied === 1 && each !== nearest ? laterFits(each, nearest) : each))
      .sort((a, b) => Number(b === nearest) - Number(a === nearest))
      .slice(0, most)
      .map(({ told, answer }) => findingOf(told, answer));
  },
};
