import { MAX_UNITS } from '../brand.js';
import type { Bar, Trade } from '../market-data.js';
import { DomainError } from '../result.js';
import type { BarBuilder, BarOptions } from './bar-builder.js';
import { barSetting, checkVolume, NO_BARS } from './bar-limits.js';
import type { BarRule } from './bar-rule.js';
import { RuledBars } from './ruled-bars.js';

/** Bound on the bricks of one trade: a price that jumps further is a fault of the feed, or the bricks are too small. */
export const MAX_BRICKS = 10_000;

/**
 * Renko bricks of `size` price units (1 to 2^50), after Nison, Beyond Candlesticks (1994), on renko charts. Bricks stand corner to
 * corner: the next one is made when a trade is a whole brick above the top or below the bottom of the last, so that a turn
 * takes two bricks. The first stands on the price of the first trade. One trade may make several bricks.
 *
 * A brick is a bar from open to close, without the prices beyond them. The volume and the trades since the brick before are
 * in the first brick that a trade makes, its others have none. Throws NUMBER_RANGE, also for a trade that would
 * make more than 10 000 bricks.
 */
export function renkoBars(size: number, options: BarOptions = {}): BarBuilder {
  return new RuledBars(new RenkoRule(barSetting('size', size, 1, MAX_UNITS)), options);
}

class RenkoRule implements BarRule {
  /** Of the last brick; both the first price before there is one. */
  private top = NaN;
  private bottom = NaN;
  private close = NaN;
  private startUs = 0;
  private lastUs = 0;
  private lastPrice = 0;
  private volume = 0;
  private trades = 0;

  constructor(private readonly size: number) {}

  take(trade: Trade): readonly Bar[] {
    checkVolume(this.volume, trade);
    const { price } = trade;
    const steps = this.steps(price);
    if (steps > MAX_BRICKS)
      throw new DomainError({
        code: 'NUMBER_RANGE',
        message: `the trade would make ${steps} bricks, more than ${MAX_BRICKS}`,
        details: { price, size: this.size },
      });
    this.count(trade);
    if (steps === 0) return NO_BARS;
    const up = price > this.top;
    const bricks: Bar[] = [];
    for (let i = 0; i < steps; i++) bricks.push(this.brick(up));
    return bricks;
  }

  /** What was traded since the last brick, as a brick that is not whole. */
  rest(): Bar | undefined {
    if (this.trades === 0) return undefined;
    const open = this.close;
    this.close = this.lastPrice;
    return this.bar(open);
  }

  clone(): RenkoRule {
    return Object.assign(new RenkoRule(this.size), this);
  }

  /** Whole bricks between the last one and a price. */
  private steps(price: number): number {
    if (price > this.top) return Math.floor((price - this.top) / this.size);
    return price < this.bottom ? Math.floor((this.bottom - price) / this.size) : 0;
  }

  private count({ us, price, quantity }: Trade): void {
    if (Number.isNaN(this.top)) {
      this.top = price;
      this.bottom = price;
      this.close = price;
    }
    if (this.trades === 0) this.startUs = us;
    this.lastUs = us;
    this.lastPrice = price;
    this.volume += quantity;
    this.trades++;
  }

  private brick(up: boolean): Bar {
    const open = up ? this.top : this.bottom;
    this.close = up ? open + this.size : open - this.size;
    this.top = Math.max(open, this.close);
    this.bottom = Math.min(open, this.close);
    return this.bar(open);
  }

  private bar(open: number): Bar {
    const { startUs, lastUs, close, volume, trades } = this;
    this.startUs = lastUs;
    this.volume = 0;
    this.trades = 0;
    const [high, low] = open > close ? [open, close] : [close, open];
    return { kind: 'bar', startUs, endUs: lastUs + 1, open, high, low, close, volume, trades };
  }
}
