import type { Clock } from '@bourseworks/ports';
import type { ThrottlerStorage } from '@nestjs/throttler';

type Verdict = Awaited<ReturnType<ThrottlerStorage['increment']>>;

interface Bucket {
  tokens: number;
  atUs: number;
}

/** People and classes; the ones that were not heard of for longest are forgotten first. */
const MAX_BUCKETS = 20_000;

/**
 * A token bucket for each key, by the clock of the platform: `limit` at once, and as many again spread over each `ttl`. A
 * refused request costs nothing. Not by the time of day, which may be set back: everybody would wait until it is there again.
 */
export class ClockStorage implements ThrottlerStorage {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly clock: Clock) {}

  async increment(key: string, ttlMs: number, limit: number): Promise<Verdict> {
    const perUs = limit / (ttlMs * 1_000);
    const atUs = this.clock.monotonicUs();
    const known = this.buckets.get(key) ?? { tokens: limit, atUs };
    const tokens = Math.min(limit, known.tokens + (atUs - known.atUs) * perUs);
    const isBlocked = tokens < 1;
    this.keep(key, { tokens: isBlocked ? tokens : tokens - 1, atUs });
    const seconds = (missing: number): number => Math.ceil(missing / perUs / 1_000_000);
    return {
      totalHits: Math.ceil(limit - tokens) + 1,
      timeToExpire: seconds(limit - tokens),
      isBlocked,
      timeToBlockExpire: isBlocked ? seconds(1 - tokens) : 0,
    };
  }

  private keep(key: string, bucket: Bucket): void {
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size <= MAX_BUCKETS) return;
    const [oldest] = this.buckets.keys();
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}
