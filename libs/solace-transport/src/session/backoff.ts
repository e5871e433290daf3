/**
 * Pauses between attempts: the longest allowed one doubles from `baseMs` up to `maxMs`, and the pause itself is a random
 * part of it. The half that is always waited keeps a broker that just came up from being asked without a rest; the
 * random half keeps clients that lost it together from coming back together.
 */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly baseMs: number,
    private readonly maxMs: number,
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds before the next attempt. */
  next(): number {
    const limit = Math.max(this.baseMs, this.maxMs);
    // The exponent is bounded, or a day of attempts would overflow to Infinity.
    const longest = Math.min(limit, this.baseMs * 2 ** Math.min(this.attempts++, 30));
    return Math.round(longest * (0.5 + this.random() / 2));
  }

  reset(): void {
    this.attempts = 0;
  }
}
