/**
 * A stop above and one below prices, of which one holds: the lower only rises and the upper only falls, until a close passes
 * the one that holds, from when the other does.
 */
export class TrailingBands {
  private above = NaN;
  private below = NaN;
  private close = NaN;
  private bullish = false;

  /** NaN until there is one. */
  get upper(): number {
    return this.above;
  }

  get lower(): number {
    return this.below;
  }

  /** The one that holds: the lower while prices rise. */
  get stop(): number {
    return this.bullish ? this.below : this.above;
  }

  /** 1 while the lower one holds, -1 while the upper one does; NaN until there is one. */
  get trend(): number {
    if (Number.isNaN(this.above)) return NaN;
    return this.bullish ? 1 : -1;
  }

  /** Where they begin, and which of them holds. All must be finite. */
  begin(upper: number, lower: number, bullish: boolean): void {
    this.above = upper;
    this.below = lower;
    this.bullish = bullish;
  }

  /** Where they would be for this bar by itself. All must be finite; only after `begin`. */
  update(upper: number, lower: number, close: number): void {
    if (upper < this.above || this.close > this.above) this.above = upper;
    if (lower > this.below || this.close < this.below) this.below = lower;
    this.bullish = close > (this.bullish ? this.below : this.above);
    this.close = close;
  }
}
