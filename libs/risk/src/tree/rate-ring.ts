import type { RateLimit } from '../config/risk-config.js';

/**
 * Times of the last `count` sends: one more is allowed when the oldest of them has left the window, so that no window of
 * `windowUs`, wherever it starts, holds more than `count`.
 */
export class RateRing {
  readonly count: number;
  readonly windowUs: number;
  private readonly times: Float64Array;
  private next = 0;
  private filled = 0;

  constructor(limit: RateLimit) {
    this.count = limit.count;
    this.windowUs = limit.windowUs;
    this.times = new Float64Array(limit.count);
  }

  /** A clock that went back counts as inside the window: the refusal errs on the safe side. */
  allows(us: number): boolean {
    return this.filled < this.count || us - this.times[this.next] >= this.windowUs;
  }

  /** Sends of the window that ends now. */
  used(us: number): number {
    let used = 0;
    for (let i = 0; i < this.filled; i++) if (us - this.times[i] < this.windowUs) used++;
    return used;
  }

  add(us: number): void {
    this.times[this.next] = us;
    this.next = this.next + 1 === this.count ? 0 : this.next + 1;
    if (this.filled < this.count) this.filled++;
  }

  /** The newest sends of another ring, after a change of limits. */
  take(from: RateRing): void {
    for (const us of from.sends()) this.add(us);
  }

  /** Times that are remembered, oldest first. */
  *sends(): Generator<number> {
    for (let i = 0; i < this.filled; i++) yield this.times[(this.next - this.filled + i + this.count) % this.count];
  }
}
