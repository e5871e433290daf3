import type { Bar } from '@bourseworks/domain';

/**
 * One-second bars without holes in a ring of typed arrays (36 bytes a bar): the start of a bar follows from its place.
 * Longer bars are put together from them when asked for. Prices and quantities are integers of the instrument.
 */
export class BarSeries {
  private readonly opens: Float64Array;
  private readonly highs: Float64Array;
  private readonly lows: Float64Array;
  private readonly closes: Float64Array;
  private readonly volumes: Float64Array;
  private readonly counts: Int32Array;
  private readonly capacity: number;
  /** Second that the next bar starts at. */
  private end: number;
  private count = 0;

  /** Holds `capacity` bars, the first of which will start at `firstSecond` (seconds since the epoch). */
  constructor(capacity: number, firstSecond: number) {
    this.capacity = capacity;
    this.end = firstSecond;
    this.opens = new Float64Array(capacity);
    this.highs = new Float64Array(capacity);
    this.lows = new Float64Array(capacity);
    this.closes = new Float64Array(capacity);
    this.volumes = new Float64Array(capacity);
    this.counts = new Int32Array(capacity);
  }

  /** First second that is held. */
  get firstSecond(): number {
    return this.end - this.count;
  }

  /** Second after the last bar. */
  get endSecond(): number {
    return this.end;
  }

  get lastClose(): number {
    return this.count === 0 ? 0 : this.closes[(this.end - 1) % this.capacity];
  }

  push(open: number, high: number, low: number, close: number, volume: number, trades: number): void {
    const at = this.end % this.capacity;
    this.opens[at] = open;
    this.highs[at] = high;
    this.lows[at] = low;
    this.closes[at] = close;
    this.volumes[at] = volume;
    this.counts[at] = trades;
    this.end++;
    if (this.count < this.capacity) this.count++;
  }

  /** The bar over [second, second + length); undefined when not all of it is held. */
  bar(second: number, length: number): Bar | undefined {
    if (second < this.firstSecond || second + length > this.end) return undefined;
    const first = second % this.capacity;
    let high = this.highs[first];
    let low = this.lows[first];
    let volume = 0;
    let trades = 0;
    for (let s = second; s < second + length; s++) {
      const at = s % this.capacity;
      if (this.highs[at] > high) high = this.highs[at];
      if (this.lows[at] < low) low = this.lows[at];
      volume += this.volumes[at];
      trades += this.counts[at];
    }
    return {
      kind: 'bar',
      startUs: second * 1_000_000,
      endUs: (second + length) * 1_000_000,
      open: this.opens[first],
      high,
      low,
      close: this.closes[(second + length - 1) % this.capacity],
      volume,
      trades,
    };
  }

  /**
   * Bars of `length` seconds, aligned to the epoch, whose start lies in [fromSecond, toSecond): the first `limit` of them,
   * or the last when `latest`.
   */
  range(length: number, fromSecond: number, toSecond: number, limit: number, latest: boolean): Bar[] {
    let first = Math.ceil(Math.max(fromSecond, this.firstSecond) / length);
    const end = Math.min(Math.ceil(toSecond / length), Math.floor(this.end / length));
    if (latest) first = Math.max(first, end - limit);
    const bars: Bar[] = [];
    for (let slot = first; slot < end && bars.length < limit; slot++) {
      const bar = this.bar(slot * length, length);
      if (bar !== undefined && bar.open > 0) bars.push(bar);
    }
    return bars;
  }
}
