/** When each limit is reached if the growth goes on as it does now; the first to come first. */
import type { CaseFile } from './case-file.ts';
import { amountText, counterWords, type NamedTrend } from './counter-trends.ts';
import { forecastOf, growingTrend, type GrowingTrend } from './growing-trend.ts';
import { hostFacts } from './host-facts.ts';
import { type Limit, limitsOf } from './limits.ts';
import { isWindows } from './platform-of.ts';
import { isDated } from './snapshot-samples.ts';
import type { CounterId, LimitForecast } from './types.ts';
import { capital, durationText } from './wording.ts';

const hourMs = 3_600_000;
/** Later than this nobody plans for a limit; until then the process is started anew for other reasons. */
const worthSayingMs = 30 * 24 * hourMs;

/** Since a fix went out only what was sampled after it says how it goes on. */
function trendsNow({ scope, trends, afterFix }: CaseFile): readonly NamedTrend[] {
  return scope.fixedAt === null ? trends : afterFix;
}

/** The tops of a saw-tooth are at a limit before its floor is, and a busy hour before a quiet one. */
function above(trends: readonly NamedTrend[], counter: CounterId): { readonly height: number; readonly swing: number } {
  const newest = trends.filter((each) => each.counter === counter).sort((a, b) => b.to - a.to)[0];
  return { height: newest?.answer.tooth?.height ?? 0, swing: newest?.answer.swing ?? 0 };
}

interface Reaching {
  readonly limit: Limit;
  readonly trend: GrowingTrend;
}

function growthText({ limit: { counter }, trend }: Reaching): string {
  const { name, verb } = counterWords[counter];
  const rate = `${name} ${verb[1]} ${amountText(counter, trend.last)} and ${verb[0]} by ${amountText(counter, trend.slopePerHour ?? 0)} an hour`;
  if (trend.unsure) return `${rate}. If that goes on, which is not sure yet, it is`;
  return `${rate}${trend.borrowed ? ' if they grow as in the life before' : ''}, so that is`;
}

function forecastOfLimit(limit: Limit, trends: readonly NamedTrend[]): LimitForecast | null {
  const trend = growingTrend(trends, limit.counter);
  if (trend === null) return null;
  const { height, swing } = above(trends, limit.counter);
  const answer = forecastOf(trend, limit.level, height, swing);
  const evidence = [...new Set([...limit.evidence, ...trend.evidence])].sort();
  const { counter, level } = limit;
  if (answer.answer === 'already') {
    const says = `${capital(limit.says)}; ${counterWords[counter].name} ${counterWords[counter].verb[1]} there: ${amountText(counter, trend.last)}.`;
    return { limit: limit.limit, counter, level, reachedAt: null, says, evidence };
  }
  // Of a log that tells no day nobody can say on which the limit comes.
  if (answer.answer !== 'reached' || !isDated(trend.to) || answer.median - trend.to > worthSayingMs) return null;
  const { median, earliest, latest } = answer;
  const after = (at: number): string => durationText(at - trend.to);
  const until = latest === null ? 'or perhaps never' : `at the latest ${after(latest)}`;
  const says = `${capital(limit.says)}: ${growthText({ limit, trend })} about ${after(median)} after the last sample (at the earliest ${after(earliest)}, ${until}).`;
  return { limit: limit.limit, counter, level, reachedAt: { at: median, earliest, latest }, says, evidence };
}

/** Private bytes on the line of their trend at an epoch time. */
function privateBytesOn(trend: GrowingTrend | null): (at: number | null) => number | null {
  return (at) => {
    if (trend === null) return null;
    const hours = at === null ? 0 : Math.max(0, trend.to - at) / hourMs;
    return Math.max(0, trend.last - (trend.motion === 'grows' ? (trend.slopePerHour ?? 0) * hours : 0));
  };
}

export function limitForecasts(file: CaseFile): readonly LimitForecast[] {
  const trends = trendsNow(file);
  const facts = hostFacts([...file.evidence, ...file.evidenceAfterFix]);
  const limits = limitsOf(facts, { windows: isWindows(file), privateBytesAt: privateBytesOn(growingTrend(trends, 'privateBytes')) });
  return limits
    .flatMap((limit) => forecastOfLimit(limit, trends) ?? [])
    .sort((a, b) => (a.reachedAt?.at ?? -Infinity) - (b.reachedAt?.at ?? -Infinity) || (a.limit < b.limit ? -1 : 1));
}
