/**
 * Whether the first bar, before which there is no close, counts with its range (range: Tulip, LEAN) or not at all (skip:
 * TA-Lib, Skender).
 */
export type FirstRange = 'range' | 'skip';

/** Largest of the range of a bar and its distances from the close before it. All must be finite. */
export class TrueRange {
  private close = NaN;
  private readonly skips: boolean;

  constructor(first: FirstRange) {
    this.skips = first === 'skip';
  }

  /** The true range of the next bar; NaN for a first one that is skipped. */
  next(high: number, low: number, close: number): number {
    const before = this.close;
    this.close = close;
    if (Number.isNaN(before)) return this.skips ? NaN : high - low;
    return Math.max(high, before) - Math.min(low, before);
  }
}
