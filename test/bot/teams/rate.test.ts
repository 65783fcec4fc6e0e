import { describe, expect, it } from '@jest/globals';
import { mostAttempts, waitBeforeNext, waitBeforeRetry } from '../../../bot/teams/rate.ts';

describe('the limits of Teams', () => {
  it('are never exceeded by a thousand messages: 7 in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in 1 h', () => {
    const sent: number[] = [];
    let now = 0;
    for (let count = 0; count < 2500; count += 1) {
      now += waitBeforeNext(sent, now);
      sent.push(now);
    }
    for (const [limit, windowMs] of [
      [7, 1000],
      [8, 2000],
      [60, 30_000],
      [1800, 3_600_000],
    ] as const) {
      const most = Math.max(...sent.map((at) => sent.filter((other) => other >= at && other < at + windowMs).length));
      expect(most).toBeLessThanOrEqual(limit);
    }
  });

  it('let the first message go at once', () => {
    expect(waitBeforeNext([], 5)).toBe(0);
  });
});

describe('a message that was refused', () => {
  const refusal = (status: number, retryAfterMs: number | null = null) => ({ status, retryAfterMs });

  it('is repeated after 412 and 429, with or without Retry-After', () => {
    expect(waitBeforeRetry(refusal(429), 2, false, 0.5)).toBe(1000);
    expect(waitBeforeRetry(refusal(429, 7000), 2, false, 0.5)).toBe(7000);
    expect(waitBeforeRetry(refusal(412), 3, false, 0.5)).toBe(2000);
  });

  it('is not repeated where it may have been posted: a second one would stand there twice', () => {
    for (const status of [500, 502, 503, 504, 408]) expect(waitBeforeRetry(refusal(status), 2, false, 0.5)).toBeNull();
    expect(waitBeforeRetry(null, 2, false, 0.5)).toBeNull();
  });

  it('is repeated after those where it is an update, which changes nothing the second time', () => {
    for (const each of [refusal(502), refusal(504), refusal(500), null]) expect(waitBeforeRetry(each, 2, true, 0.5)).toBe(1000);
  });

  it('is never repeated after 403, nor for ever', () => {
    expect(waitBeforeRetry(refusal(403), 2, true, 0.5)).toBeNull();
    expect(waitBeforeRetry(refusal(429), mostAttempts + 1, true, 0.5)).toBeNull();
  });
});
