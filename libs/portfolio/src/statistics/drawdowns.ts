/**
 * Drawdowns of an equity series, O(1) a point. A drawdown lasts from its peak to the point that is at least as high again;
 * one that is still open counts from its second point on, up to the last point.
 */
export class Drawdowns {
  /** Highest equity so far. */
  peak = -Infinity;
  private peakUs = 0;
  private lastUs = 0;
  /** Depth of the open drawdown and its points; 0 when there is none. */
  private depth = 0;
  private openPoints = 0;
  private closed = 0;
  private depths = 0;
  private durations = 0;
  private deepest = 0;
  private longest = 0;

  add(us: number, equity: number): void {
    this.lastUs = us;
    if (equity >= this.peak) {
      if (this.openPoints > 0) this.close(us);
      this.peak = equity;
      this.peakUs = us;
      return;
    }
    this.openPoints++;
    this.depth = Math.max(this.depth, 1 - equity / this.peak);
    this.deepest = Math.max(this.deepest, this.depth);
  }

  /** Below the peak now, as a ratio >= 0, of the equity given. */
  current(equity: number): number {
    return equity >= this.peak ? 0 : 1 - equity / this.peak;
  }

  get count(): number {
    return this.closed + this.open;
  }

  /** Largest, as a ratio >= 0. */
  get max(): number {
    return this.deepest;
  }

  /** Mean of the largest depth of each; NaN when there was none. */
  get average(): number {
    return (this.depths + this.open * this.depth) / this.count;
  }

  /** Microseconds from peak to recovery. */
  get maxDurationUs(): number {
    return Math.max(this.longest, this.open * (this.lastUs - this.peakUs));
  }

  get averageDurationUs(): number {
    return (this.durations + this.open * (this.lastUs - this.peakUs)) / this.count;
  }

  private get open(): number {
    return this.openPoints > 1 ? 1 : 0;
  }

  private close(us: number): void {
    this.closed++;
    this.depths += this.depth;
    this.durations += us - this.peakUs;
    this.longest = Math.max(this.longest, us - this.peakUs);
    this.depth = 0;
    this.openPoints = 0;
  }
}
