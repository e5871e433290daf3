import { RollingSum } from '../rolling/rolling-sum.js';

/** Candles that are kept: a power of two, so that an age becomes a place without a division. */
const KEPT = 16;
const MASK = KEPT - 1;

/** Candles that the averages are taken over, as TA-Lib and Tulip set them by default. */
export const AVERAGED = 10;
const NEARBY = 5;

/**
 * The last candles, and what is usual in the candles before each of them. `age` counts back from 0, the last candle; only the
 * last seven are asked for. Prices are finite.
 */
export class Candles {
  private readonly opens = new Float64Array(KEPT);
  private readonly highs = new Float64Array(KEPT);
  private readonly lows = new Float64Array(KEPT);
  private readonly closes = new Float64Array(KEPT);
  private readonly usualBodies = new Float64Array(KEPT);
  private readonly usualRanges = new Float64Array(KEPT);
  private readonly usualShadows = new Float64Array(KEPT);
  private readonly usualNearby = new Float64Array(KEPT);
  private readonly bodies = new RollingSum(AVERAGED);
  private readonly ranges = new RollingSum(AVERAGED);
  private readonly shadows = new RollingSum(AVERAGED);
  private readonly nearby = new RollingSum(NEARBY);
  private at = 0;

  update(open: number, high: number, low: number, close: number): void {
    const at = (this.at + 1) & MASK;
    this.at = at;
    this.opens[at] = open;
    this.highs[at] = high;
    this.lows[at] = low;
    this.closes[at] = close;
    this.usualBodies[at] = this.bodies.value / AVERAGED;
    this.usualRanges[at] = this.ranges.value / AVERAGED;
    this.usualShadows[at] = this.shadows.value / AVERAGED / 2;
    this.usualNearby[at] = this.nearby.value / NEARBY;
    const body = Math.abs(close - open);
    this.bodies.update(body);
    this.ranges.update(high - low);
    this.shadows.update(high - low - body);
    this.nearby.update(high - low);
  }

  open(age: number): number {
    return this.opens[(this.at - age) & MASK];
  }

  high(age: number): number {
    return this.highs[(this.at - age) & MASK];
  }

  low(age: number): number {
    return this.lows[(this.at - age) & MASK];
  }

  close(age: number): number {
    return this.closes[(this.at - age) & MASK];
  }

  /** 1 white (close at or above open), -1 black. */
  colour(age: number): 1 | -1 {
    return this.close(age) >= this.open(age) ? 1 : -1;
  }

  isWhite(age: number): boolean {
    return this.close(age) >= this.open(age);
  }

  body(age: number): number {
    return Math.abs(this.close(age) - this.open(age));
  }

  range(age: number): number {
    return this.high(age) - this.low(age);
  }

  /** Upper end of the body. */
  top(age: number): number {
    return Math.max(this.open(age), this.close(age));
  }

  /** Lower end of the body. */
  bottom(age: number): number {
    return Math.min(this.open(age), this.close(age));
  }

  /** Length of the upper shadow. */
  upper(age: number): number {
    return this.high(age) - this.top(age);
  }

  /** Length of the lower shadow. */
  lower(age: number): number {
    return this.bottom(age) - this.low(age);
  }

  /** Mean body of the ten candles before. */
  usualBody(age: number): number {
    return this.usualBodies[(this.at - age) & MASK];
  }

  /** Mean of high - low of the ten candles before. */
  usualRange(age: number): number {
    return this.usualRanges[(this.at - age) & MASK];
  }

  /** Mean length of a shadow, upper or lower, of the ten candles before. */
  usualShadow(age: number): number {
    return this.usualShadows[(this.at - age) & MASK];
  }

  isLong(age: number): boolean {
    return this.body(age) > this.usualBody(age);
  }

  isShort(age: number): boolean {
    return this.body(age) < this.usualBody(age);
  }

  isDoji(age: number): boolean {
    return this.body(age) <= 0.1 * this.usualRange(age);
  }

  /** No upper shadow to speak of. */
  isShaven(age: number): boolean {
    return this.upper(age) < 0.1 * this.usualRange(age);
  }

  /** No lower shadow to speak of. */
  isShavenBelow(age: number): boolean {
    return this.lower(age) < 0.1 * this.usualRange(age);
  }

  /** The distance that counts as near beside this candle. */
  near(age: number): number {
    return 0.2 * this.usualNearby[(this.at - age) & MASK];
  }

  /** The distance that counts as far beside this candle. */
  far(age: number): number {
    return 0.6 * this.usualNearby[(this.at - age) & MASK];
  }

  /** Whether a price is as good as equal to another, one of the candle of that age. */
  isEqual(price: number, other: number, age: number): boolean {
    return Math.abs(price - other) <= 0.05 * this.usualNearby[(this.at - age) & MASK];
  }

  /** Whether the body of the candle is wholly above that of the other. */
  isAbove(age: number, other: number): boolean {
    return this.bottom(age) > this.top(other);
  }

  /** Whether the body of the candle is wholly below that of the other. */
  isBelow(age: number, other: number): boolean {
    return this.top(age) < this.bottom(other);
  }

  /** Whether the whole candle is beyond the other: 1 above, -1 below, 0 neither. */
  gap(age: number, other: number): number {
    if (this.low(age) > this.high(other)) return 1;
    return this.high(age) < this.low(other) ? -1 : 0;
  }
}
