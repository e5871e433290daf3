import type { Bar, Trade } from '../market-data.js';
import { checkVolume } from './bar-limits.js';

/**
 * A bar while trades are added to it in order of time. It begins with its first trade and ends one microsecond after its last:
 * that is when it is known.
 */
export class GrowingBar {
  private startUs = 0;
  private endUs = 0;
  private open = 0;
  private high = 0;
  private low = 0;
  private close = 0;
  private sum = 0;
  private count = 0;

  get volume(): number {
    return this.sum;
  }

  get trades(): number {
    return this.count;
  }

  /** Throws NUMBER_RANGE, with nothing changed. */
  add(trade: Trade): void {
    checkVolume(this.sum, trade);
    const { us, price } = trade;
    if (this.count === 0) {
      this.startUs = us;
      this.open = price;
      this.high = price;
      this.low = price;
    }
    if (price > this.high) this.high = price;
    if (price < this.low) this.low = price;
    this.close = price;
    this.endUs = us + 1;
    this.sum += trade.quantity;
    this.count++;
  }

  /** The bar, which has trades; another begins. */
  take(): Bar {
    const { startUs, endUs, open, high, low, close, sum: volume, count: trades } = this;
    this.sum = 0;
    this.count = 0;
    return { kind: 'bar', startUs, endUs, open, high, low, close, volume, trades };
  }

  clone(): GrowingBar {
    return Object.assign(new GrowingBar(), this);
  }
}
