const FIRST_MS = 100;
const MAX_MS = 5_000;

/**
 * Wait before reconnect attempt `attempt` (0, 1, 2 …): doubles up to 5 s, of which a random half, so that the clients of a
 * venue that comes back do not all arrive at once.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return full / 2 + (full / 2) * random();
}
