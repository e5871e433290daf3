/** How a stop begins and turns: see `ParabolicSar`. */
export type SarConvention = 'ta-lib' | 'tulip' | 'skender';

/** Acceleration of a stop in one direction: at first, with each new extreme, and at most. */
export interface Acceleration {
  readonly first: number;
  readonly step: number;
  readonly maximum: number;
}

/** A parabolic stop, the same for all indicators that have one. */
export class ParabolicCore {
  /** 1 while the stop is below prices, -1 while it is above them. */
  trend = 1;
  /** 1 once the stop is told; a number, as whether it is so is asked at every bar. */
  told = 0;
  sar = NaN;
  private readonly isTulip: boolean;
  private readonly isSkender: boolean;
  private readonly isTaLib: boolean;
  private count = 0;
  private extreme = NaN;
  private factor = 0;
  private high1 = NaN;
  private low1 = NaN;
  private high2 = NaN;
  private low2 = NaN;

  /**
   * `start` is where the stop begins: below prices if positive, above them at its amount if negative, found if 0. `offset` is
   * the part by which it is put farther away when it turns. Both are TA-Lib's.
   */
  constructor(
    convention: SarConvention,
    private readonly up: Acceleration,
    private readonly down: Acceleration,
    private readonly start = 0,
    private readonly offset = 0,
  ) {
    this.isTulip = convention === 'tulip';
    this.isSkender = convention === 'skender';
    this.isTaLib = convention === 'ta-lib';
  }

  /** Both must be finite. */
  update(high: number, low: number): void {
    if (this.count < 2) this.begin(high, low);
    else this.judge(high, low, this.approached());
    this.high2 = this.high1;
    this.low2 = this.low1;
    this.high1 = high;
    this.low1 = low;
  }

  /** The first two bars. */
  private begin(high: number, low: number): void {
    this.count += 1;
    if (this.count === 2) {
      if (!this.isSkender) this.direct(high, low);
      this.judge(high, low, this.isTaLib ? this.sar : this.approached());
      return;
    }
    this.extreme = high;
    this.sar = low;
    this.accelerate();
  }

  /** At the second bar. */
  private direct(high: number, low: number): void {
    const { high1, low1, start, isTulip } = this;
    this.told = 1;
    const rise = high - high1;
    const fall = low1 - low;
    const isUp = isTulip ? rise >= fall : !(fall > 0 && fall > rise);
    this.trend = (start === 0 ? isUp : start > 0) ? 1 : -1;
    this.sar = this.trend > 0 ? low1 : high1;
    if (start !== 0) this.sar = Math.abs(start);
    if (isTulip) this.extreme = this.trend > 0 ? high1 : low1;
    else {
      this.extreme = this.trend > 0 ? high : low;
      // The first bar is left out of the bounds of the next stop.
      this.high1 = high;
      this.low1 = low;
    }
    this.accelerate();
  }

  /** Closer to the extreme, but not into the last two bars. */
  private approached(): number {
    const { sar } = this;
    const next = sar + this.factor * (this.extreme - sar);
    if (this.trend > 0) {
      const nearer = this.low1 < next ? this.low1 : next;
      return this.low2 < nearer ? this.low2 : nearer;
    }
    const nearer = this.high1 > next ? this.high1 : next;
    return this.high2 > nearer ? this.high2 : nearer;
  }

  /** Whether a bar passes the stop, or else is a new extreme. */
  private judge(high: number, low: number, sar: number): void {
    this.sar = sar;
    if (this.trend > 0) {
      if (low < sar || (low === sar && this.isTaLib)) this.turn(high, low);
      else if (high > this.extreme) this.follow(high, this.up);
    } else if (high > sar || (high === sar && this.isTaLib)) this.turn(high, low);
    else if (low < this.extreme) this.follow(low, this.down);
  }

  private follow(best: number, { step, maximum }: Acceleration): void {
    this.extreme = best;
    const factor = this.factor + step;
    this.factor = factor < maximum ? factor : maximum;
  }

  private turn(high: number, low: number): void {
    this.told = 1;
    const reached = this.isSkender ? this.extreme : this.beyond(high, low);
    this.sar = reached * (1 + this.trend * this.offset);
    this.trend = -this.trend;
    this.extreme = this.trend > 0 ? high : low;
    this.accelerate();
  }

  /** The extreme of the trend that ends, this bar and the one before it included. */
  private beyond(high: number, low: number): number {
    return this.trend > 0 ? Math.max(this.extreme, high, this.high1) : Math.min(this.extreme, low, this.low1);
  }

  private accelerate(): void {
    const { first, maximum } = this.trend > 0 ? this.up : this.down;
    this.factor = Math.min(first, maximum);
  }
}
