import type { Answer, RateLimiter } from '@bourseworks/venue-client';

/** Waits where the venue bans without saying for how long. */
const UNSTATED_WAIT_US: Readonly<Record<number, number>> = { 429: 5_000_000, 418: 120_000_000 };

/** How long nothing may be sent after this answer, microseconds; 0 = the venue does not mind. */
export function banUs(answer: Answer): number {
  if (answer.kind !== 'refused' || (answer.status !== 429 && answer.status !== 418)) return 0;
  return answer.retryAfterMs === undefined ? UNSTATED_WAIT_US[answer.status] : answer.retryAfterMs * 1_000;
}

/** Takes over what the headers of an answer say is used of the limits; `usedHeaders`: header -> window. */
export function learnUsed(
  limiter: RateLimiter,
  usedHeaders: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string | undefined>>,
): void {
  for (const [header, window] of Object.entries(usedHeaders)) {
    const used = headers[header];
    if (used !== undefined && /^\d{1,9}$/.test(used)) limiter.learn(window, Number(used));
  }
}
