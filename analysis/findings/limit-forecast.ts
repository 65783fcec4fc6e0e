/** Which limit the growth runs into, and when: what the night is about. */
import { finding, type Question } from './types.ts';

export const limitForecast: Question = {
  id: 'limit-forecast',
  ask: ({ forecasts }) =>
    forecasts.map(({ limit, counter, says, evidence, reachedAt, level }) =>
      finding({
        rule: 'limit-forecast',
        about: `${limit}:${counter}`,
        says,
        strength: reachedAt?.latest == null && reachedAt !== null ? 'weak' : 'strong',
        evidence,
        measured: {
          level,
          ...(reachedAt === null ? {} : { at: reachedAt.at, earliest: reachedAt.earliest }),
          ...(reachedAt?.latest == null ? {} : { latest: reachedAt.latest }),
        },
      }),
    ),
};
