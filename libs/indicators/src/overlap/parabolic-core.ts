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
  rising = true;
  told = false;
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
    if (this.count === 0) this.begin(high, low);
    else this.move(high, low);
    this.high2 = this.high1;
    this.low2 = this.low1;
    this.high1 = high;
    this.low1 = low;
    if (this.count < 2) this.count += 1;
  }

  private begin(high: number, low: number): void {
    this.extreme = high;
    this.sar = low;
    this.accelerate();
  }

  private move(high: number, low: number): void {
    if (this.count === 1 && !this.isSkender) this.direct(high, low);
    if (this.count > 1 || !this.isTaLib) this.approach();
    const passed = this.rising ? this.sar - low : high - this.sar;
    if (passed > 0 || (passed === 0 && this.isTaLib)) this.turn(high, low);
    else this.follow(high, low);
  }

  /** At the second bar. */
  private direct(high: number, low: number): void {
    const { high1, low1, start, isTulip } = this;
    this.told = true;
    const rise = high - high1;
    const fall = low1 - low;
    this.rising = isTulip ? rise >= fall : !(fall > 0 && fall > rise);
    if (start !== 0) this.rising = start > 0;
    this.sar = this.rising ? low1 : high1;
    if (start !== 0) this.sar = Math.abs(start);
    if (isTulip) this.extreme = this.rising ? high1 : low1;
    else {
      this.extreme = this.rising ? high : low;
      // The first bar is left out of the bounds of the next stop.
      this.high1 = high;
      this.low1 = low;
    }
    this.accelerate();
  }

  /** Closes in on the extreme, but not into the last two bars. */
  private approach(): void {
    const next = this.sar + this.factor * (this.extreme - this.sar);
    if (this.rising) this.sar = Math.min(next, this.low1, this.count > 1 ? this.low2 : Infinity);
    else this.sar = Math.max(next, this.high1, this.count > 1 ? this.high2 : -Infinity);
  }

  private follow(high: number, low: number): void {
    const best = this.rising ? high : low;
    if (this.rising ? best <= this.extreme : best >= this.extreme) return;
    this.extreme = best;
    const { step, maximum } = this.rising ? this.up : this.down;
    this.factor = Math.min(this.factor + step, maximum);
  }

  private turn(high: number, low: number): void {
    this.told = true;
    const reached = this.isSkender ? this.extreme : this.beyond(high, low);
    this.sar = reached * (this.rising ? 1 + this.offset : 1 - this.offset);
    this.rising = !this.rising;
    this.extreme = this.rising ? high : low;
    this.accelerate();
  }

  /** The extreme of the trend that ends, this bar and the one before it included. */
  private beyond(high: number, low: number): number {
    return this.rising ? Math.max(this.extreme, high, this.high1) : Math.min(this.extreme, low, this.low1);
  }

  private accelerate(): void {
    const { first, maximum } = this.rising ? this.up : this.down;
    this.factor = Math.min(first, maximum);
  }
}
