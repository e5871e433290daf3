const SLICES = 16;

/**
 * Lowest and highest price of the last `windowUs`, in 16 slices of time, each a fifteenth of it (in whole microseconds, rounded
 * up): what is older than these is forgotten. O(1) in the number of prices.
 */
export class PriceRange {
  readonly windowUs: number;
  private readonly sliceUs: number;
  private readonly lows = new Float64Array(SLICES).fill(Infinity);
  private readonly highs = new Float64Array(SLICES);
  /** Number of the newest slice since the epoch. */
  private newest = 0;

  constructor(windowUs: number) {
    this.windowUs = windowUs;
    this.sliceUs = Math.max(1, Math.ceil(windowUs / (SLICES - 1)));
  }

  /** Takes a price; 0 = none is known and is passed over, as is what comes from before the window. */
  add(price: number, us: number): void {
    if (price <= 0) return;
    const slice = this.advance(us);
    if (slice < 0) return;
    this.lows[slice] = Math.min(this.lows[slice], price);
    this.highs[slice] = Math.max(this.highs[slice], price);
  }

  /** Infinity when nothing was seen in the window. */
  lowest(us: number): number {
    this.advance(us);
    let lowest = Infinity;
    for (let i = 0; i < SLICES; i++) lowest = Math.min(lowest, this.lows[i]);
    return lowest;
  }

  /** 0 when nothing was seen in the window. */
  highest(us: number): number {
    this.advance(us);
    let highest = 0;
    for (let i = 0; i < SLICES; i++) highest = Math.max(highest, this.highs[i]);
    return highest;
  }

  /** Drops slices that left the window. The place of the slice of `us`, -1 when that is gone already. */
  private advance(us: number): number {
    const number = Math.floor(us / this.sliceUs);
    if (number > this.newest) {
      for (let n = Math.max(this.newest + 1, number - SLICES + 1); n <= number; n++) {
        this.lows[n % SLICES] = Infinity;
        this.highs[n % SLICES] = 0;
      }
      this.newest = number;
    }
    return number > this.newest - SLICES ? number % SLICES : -1;
  }
}
