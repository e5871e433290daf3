/** Waits between attempts to connect, milliseconds. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * Wait before attempt `attempt` (0, 1, 2 …): doubles up to `maxMs`, of which a random half, so that the clients of a
 * venue that comes back do not all arrive at once.
 */
export function backoffMs(attempt: number, { firstMs, maxMs }: BackoffOptions, random = Math.random): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 16));
  return full / 2 + (full / 2) * random();
}
