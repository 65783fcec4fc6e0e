/**
 * Teams' limits for one bot in one thread: 7 in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in 1 h
 * (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
 */
const limits: readonly { readonly count: number; readonly windowMs: number }[] = [
  { count: 7, windowMs: 1000 },
  { count: 8, windowMs: 2000 },
  { count: 60, windowMs: 30_000 },
  { count: 1800, windowMs: 3_600_000 },
];
const longestWindowMs = 3_600_000;

/** How long to wait before the next message, from the times (ms) of those sent; 0: now. */
export function waitBeforeNext(sent: readonly number[], now: number): number {
  return Math.max(
    0,
    ...limits.map(({ count, windowMs }) => {
      const oldest = sent.at(-count);
      return oldest === undefined ? 0 : oldest + windowMs - now;
    }),
  );
}

/** The times that still count. */
export function stillCounting(sent: readonly number[], now: number): readonly number[] {
  return sent.filter((at) => at > now - longestWindowMs);
}

/** Statuses after which Teams wants a repetition, with growing waits (never 403). */
const repeatable: readonly number[] = [412, 429, 502, 504];
const firstWaitMs = 1000;
const longestWaitMs = 60_000;
export const mostAttempts = 5;

/**
 * How long to wait before attempt number `next` (2, 3 …) after `status`; null: give up. `idempotent`: an
 * update may be repeated after anything; a new message only where it surely was not posted, because the
 * channel takes no key by which it could know the second from the first.
 */
export function waitBeforeRetry(
  refusal: { readonly status: number; readonly retryAfterMs: number | null } | null,
  next: number,
  idempotent: boolean,
  jitter: number,
): number | null {
  if (next > mostAttempts) return null;
  const status = refusal?.status ?? null;
  const surelyNotPosted = status === 412 || status === 429;
  const worthIt = idempotent ? status === null || status >= 500 || repeatable.includes(status) : surelyNotPosted;
  if (!worthIt) return null;
  const backOff = Math.min(longestWaitMs, firstWaitMs * 2 ** (next - 2));
  return Math.max(refusal?.retryAfterMs ?? 0, Math.round(backOff * (0.75 + jitter * 0.5)));
}
