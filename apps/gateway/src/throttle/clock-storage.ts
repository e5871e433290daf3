import type { Clock } from '@bourseworks/ports';
import type { ThrottlerStorage } from '@nestjs/throttler';

type Verdict = Awaited<ReturnType<ThrottlerStorage['increment']>>;

interface Window {
  readonly startUs: number;
  hits: number;
  /** Of the window before, which counts by the share of it that lies within the last `ttl`. */
  readonly before: number;
}

/** People and classes; the ones that were not heard of for longest are forgotten first. */
const MAX_WINDOWS = 20_000;

/**
 * Counts by the clock of the platform, over a sliding window: at no moment were more than about `limit` let through in the
 * last `ttl`, also not around the border of two windows. A refused request is not counted.
 */
export class ClockStorage implements ThrottlerStorage {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly clock: Clock) {}

  async increment(key: string, ttlMs: number, limit: number): Promise<Verdict> {
    const ttlUs = ttlMs * 1_000;
    const nowUs = this.clock.nowUs();
    const window = this.window(key, nowUs, ttlUs);
    const left = 1 - (nowUs - window.startUs) / ttlUs;
    const weight = window.hits + window.before * left;
    const isBlocked = weight + 1 > limit;
    if (!isBlocked) window.hits += 1;
    this.keep(key, window);
    const endS = Math.max(1, Math.ceil((left * ttlUs) / 1_000_000));
    const waitS = isBlocked ? waitOf(window, limit, ttlUs / 1_000_000, endS) : 0;
    return { totalHits: Math.ceil(weight + 1), timeToExpire: endS, isBlocked, timeToBlockExpire: waitS };
  }

  private window(key: string, nowUs: number, ttlUs: number): Window {
    const known = this.windows.get(key);
    if (known === undefined || nowUs >= known.startUs + 2 * ttlUs) return { startUs: nowUs, hits: 0, before: 0 };
    if (nowUs < known.startUs + ttlUs) return known;
    return { startUs: known.startUs + ttlUs, hits: 0, before: known.hits };
  }

  private keep(key: string, window: Window): void {
    this.windows.delete(key);
    this.windows.set(key, window);
    if (this.windows.size <= MAX_WINDOWS) return;
    const [oldest] = this.windows.keys();
    if (oldest !== undefined) this.windows.delete(oldest);
  }
}

/** Whole seconds until the share of the window before has shrunk by one request; at the latest the end of this window. */
function waitOf({ before }: Window, limit: number, ttlS: number, endS: number): number {
  return before < 1 ? endS : Math.min(endS, Math.max(1, Math.ceil(ttlS / Math.max(before, limit))));
}
