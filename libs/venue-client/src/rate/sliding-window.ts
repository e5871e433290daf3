/** One limit of a venue: at most `limit` of weight in any `windowUs`. */
export interface RateWindowSpec {
  /** What costs and the venue's headers are about: `weight`, `orders`. */
  readonly name: string;
  /** Whole, >= 1. */
  readonly limit: number;
  /** Microseconds. */
  readonly windowUs: number;
  /** Part of the limit, [0, 1), that cancels alone may use. Default 0. */
  readonly cancelReserve?: number;
}

/** Uses that begin within this part of a window count as one, at the last of their times. */
const SLOTS = 64;
/** Beginnings are at least a slot apart, so that no more than SLOTS + 2 are remembered at a time. */
const MAX_ENTRIES = 128;

/**
 * What was used in the window that ends now. Where a venue's own windows begin is not known: what fits into any window
 * fits into theirs. Memory is fixed: uses close together are counted as one, at the later time, which errs towards waiting.
 */
export class SlidingWindow {
  private readonly starts = new Float64Array(MAX_ENTRIES);
  private readonly times = new Float64Array(MAX_ENTRIES);
  private readonly weights = new Float64Array(MAX_ENTRIES);
  private first = 0;
  private count = 0;
  private sum = 0;
  private limit: number;

  constructor(
    readonly spec: RateWindowSpec,
    /** Added to the window for the way to the venue, which is not always equally long. */
    private readonly slackUs: number,
  ) {
    this.limit = spec.limit;
  }

  /** The most that may be used in a window; `reserve` with the part that is kept for cancels. */
  allowed(reserve: boolean): number {
    return reserve ? this.limit : Math.floor(this.limit * (1 - (this.spec.cancelReserve ?? 0)));
  }

  setLimit(limit: number): void {
    this.limit = Math.max(1, Math.floor(limit));
  }

  used(nowUs: number): number {
    this.forget(nowUs);
    return this.sum;
  }

  add(nowUs: number, weight: number): void {
    if (weight <= 0) return;
    this.forget(nowUs);
    const last = (this.first + this.count - 1) % MAX_ENTRIES;
    if (this.count > 0 && nowUs - this.starts[last] < this.spanUs / SLOTS) {
      this.weights[last] += weight;
      this.times[last] = nowUs;
    } else {
      const next = (this.first + this.count) % MAX_ENTRIES;
      this.starts[next] = nowUs;
      this.times[next] = nowUs;
      this.weights[next] = weight;
      this.count++;
    }
    this.sum += weight;
  }

  /** Microseconds from now until `weight` more fits under `allowed`; 0 = now. */
  waitUs(nowUs: number, weight: number, allowed: number): number {
    let excess = this.used(nowUs) + weight - allowed;
    for (let n = 0; n < this.count && excess > 0; n++) {
      const at = (this.first + n) % MAX_ENTRIES;
      excess -= this.weights[at];
      if (excess <= 0) return Math.max(1, this.times[at] + this.spanUs - nowUs);
    }
    return excess > 0 ? this.spanUs : 0;
  }

  private get spanUs(): number {
    return this.spec.windowUs + this.slackUs;
  }

  private forget(nowUs: number): void {
    while (this.count > 0 && this.times[this.first] + this.spanUs <= nowUs) {
      this.sum -= this.weights[this.first];
      this.first = (this.first + 1) % MAX_ENTRIES;
      this.count--;
    }
    if (this.count === 0) this.sum = 0;
  }
}
