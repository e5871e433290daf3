import type { Rng } from '@bourseworks/ports';

/** Waits between attempts, milliseconds. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

export const DEFAULT_BACKOFF: BackoffOptions = Object.freeze({ firstMs: 100, maxMs: 5_000 });

/** Beyond this the power is more than any maximum. */
const MAX_DOUBLINGS = 16;

/**
 * Wait before attempt `attempt` (0, 1, 2 …), in [1, min(maxMs, firstMs * 2^attempt)] milliseconds, all of it random: the
 * clients of a venue that comes back do not all arrive at once. (Exponential backoff with full jitter.)
 */
export function backoffMs(attempt: number, { firstMs, maxMs }: BackoffOptions, rng: Rng): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, MAX_DOUBLINGS));
  return Math.max(1, full * rng.next());
}
