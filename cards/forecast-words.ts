/** When a limit is reached if it goes on like this: said as long as that still lies ahead. */
import type { LimitForecast } from '../analysis/types.ts';
import { spoken, utcOffsetOf, type CaseContext } from './case-context.ts';
import { sentence, when } from './format.ts';
import { isLeak } from './verdict-words.ts';

/** The first to come matters; a second one shows that it is not the only one. */
const mostForecasts = 2;

/** `The pool recycles at 4.00 GB. At this pace that is at about 04:10 (03:50 to 04:40).` `now` is epoch ms. */
function forecastSays({ says, reachedAt }: LimitForecast, now: number, utcOffsetMinutes: number): string {
  if (reachedAt === null) return `${sentence(says)} It is there already.`;
  const at = (time: number): string => when(time, now, utcOffsetMinutes);
  const { earliest, latest } = reachedAt;
  const until = latest === null ? `${at(earliest)} at the earliest, perhaps never` : `${at(earliest)} to ${at(latest)}`;
  return `${sentence(says)} At this pace that is at about ${at(reachedAt.at)} (${until}).`;
}

/** Nothing where nothing leaks, or where the fix holds: then no limit comes any nearer. `now` is epoch ms. */
export function forecastLines({ investigation }: Pick<CaseContext, 'investigation'>, now: number): readonly string[] {
  const judgement = spoken(investigation);
  if (judgement === null || !isLeak(judgement.verdict.class) || investigation.snapshot.facts.fixHolds === 'yes') return [];
  const forecasts = (judgement.forecasts ?? []).slice(0, mostForecasts);
  return forecasts.map((each) => forecastSays(each, now, utcOffsetOf(investigation)));
}
