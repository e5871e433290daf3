import type { Bar, Trade } from '@bourseworks/domain';

/** Bars of one length from trades in order of time, on the boundaries of the clock. Without trades there is no bar. */
export class BarBuilder {
  private bar: { -readonly [Key in keyof Bar]: Bar[Key] } | undefined;

  /** `lengthUs`: length of a bar in microseconds. */
  constructor(private readonly lengthUs: number) {}

  /** Adds a trade; the bar that it ends, if it does. */
  add({ us, price, quantity }: Trade): Bar | undefined {
    const { bar } = this;
    if (bar === undefined || us >= bar.endUs) {
      this.start(us, price, quantity);
      return bar;
    }
    if (price > bar.high) bar.high = price;
    if (price < bar.low) bar.low = price;
    bar.close = price;
    bar.volume += quantity;
    bar.trades++;
    return undefined;
  }

  /** False once the volume of the bar under way is beyond the exact integers. */
  get exact(): boolean {
    return this.bar === undefined || Number.isSafeInteger(this.bar.volume);
  }

  /** The bar under way. */
  take(): Bar | undefined {
    const { bar } = this;
    this.bar = undefined;
    return bar;
  }

  private start(us: number, price: number, volume: number): void {
    const startUs = us - (us % this.lengthUs);
    const endUs = startUs + this.lengthUs;
    this.bar = { kind: 'bar', startUs, endUs, open: price, high: price, low: price, close: price, volume, trades: 1 };
  }
}
