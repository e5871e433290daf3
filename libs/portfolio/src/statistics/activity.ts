/** How much was traded and how long something was held, O(1) for each event. Times in microseconds since the epoch. */
export class Activity {
  private traded = 0;
  private equityTime = 0;
  private exposedTime = 0;
  private time = 0;
  private lastUs = NaN;
  private exposed = false;
  private equity = 0;
  private exposedBars = 0;
  private bars = 0;

  /** What fills left, for `restoreFills`; time and bars are those of this life. */
  fillImage(): number {
    return this.traded;
  }

  restoreFills(traded: number): void {
    this.traded = traded;
  }

  /** Absolute value of a fill, in the unit of the equity. */
  trade(value: number): void {
    this.traded += Math.abs(value);
  }

  /** State from now on: until the next call the equity and whether anything is held are taken as these. */
  state(us: number, equity: number, exposed: boolean): void {
    if (!Number.isNaN(this.lastUs)) {
      const elapsed = Math.max(0, us - this.lastUs);
      this.time += elapsed;
      this.equityTime += elapsed * this.equity;
      if (this.exposed) this.exposedTime += elapsed;
    }
    this.lastUs = us;
    this.equity = equity;
    this.exposed = exposed;
  }

  /** A bar is over in which something was held, at its open counts too. */
  bar(exposed: boolean): void {
    this.bars++;
    if (exposed) this.exposedBars++;
  }

  /** Traded value / time-weighted mean equity: how often the equity was turned over. */
  get turnover(): number {
    return this.traded / (this.equityTime / this.time);
  }

  /** Share of the time in which something was held. */
  get exposureTime(): number {
    return this.exposedTime / this.time;
  }

  /** Share of the bars in which something was held. */
  get exposureBars(): number {
    return this.exposedBars / this.bars;
  }
}
