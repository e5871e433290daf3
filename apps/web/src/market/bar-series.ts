import type { BarFields } from '@bourseworks/dto/shapes';

export const MINUTE_MS = 60_000;
/** Bars of one minute that a chart keeps. */
const MAX_MINUTES = 6_000;

export interface Candle {
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const startOf = (time: number, length: number): number => Math.floor(time / length) * length;

const candleOf = ({ start, open, high, low, close, volume }: BarFields): Candle => ({
  start,
  open,
  high,
  low,
  close,
  volume,
});

function joined(first: Candle, next: Candle): Candle {
  return {
    start: first.start,
    open: first.open,
    high: Math.max(first.high, next.high),
    low: Math.min(first.low, next.low),
    close: next.close,
    volume: first.volume + next.volume,
  };
}

/**
 * One-minute bars: those that the platform closed, and the one that is being built from ticks. A closed bar replaces what
 * was built here, for ticks may have been missed. Longer intervals are put together from minutes.
 */
export class BarSeries {
  /** Oldest first; the last may be unfinished. */
  private minutes: Candle[] = [];
  /** Starts of the bars that the platform closed; ticks within them come too late. */
  private closedUntil = Number.NEGATIVE_INFINITY;

  /** History, whenever it comes: bars that are known to be closed stay. */
  load(bars: readonly BarFields[]): void {
    for (const bar of bars) this.put(candleOf(bar));
    const last = bars.at(-1);
    if (last) this.closedUntil = Math.max(this.closedUntil, last.start);
  }

  closed(bar: BarFields): void {
    this.put(candleOf(bar));
    this.closedUntil = Math.max(this.closedUntil, bar.start);
  }

  /** True when it changed the bar that is being built, or began one. */
  tick(time: number, price: number, quantity: number): boolean {
    const start = startOf(time, MINUTE_MS);
    const last = this.minutes.at(-1);
    if (start <= this.closedUntil || (last && start < last.start)) return false;
    const candle = { start, open: price, high: price, low: price, close: price, volume: quantity };
    this.put(last?.start === start ? joined(last, candle) : candle);
    return true;
  }

  get isEmpty(): boolean {
    return this.minutes.length === 0;
  }

  all(length: number): Candle[] {
    const candles: Candle[] = [];
    for (const minute of this.minutes) {
      const start = startOf(minute.start, length);
      const last = candles.at(-1);
      if (last?.start === start) candles[candles.length - 1] = joined(last, minute);
      else candles.push({ ...minute, start });
    }
    return candles;
  }

  /** The newest candle alone: what a tick can change. */
  last(length: number): Candle | undefined {
    const newest = this.minutes.at(-1);
    if (!newest) return undefined;
    const start = startOf(newest.start, length);
    let from = this.minutes.length - 1;
    while (from > 0 && this.minutes[from - 1].start >= start) from--;
    const [first, ...rest] = this.minutes.slice(from) as [Candle, ...Candle[]];
    return rest.reduce(joined, { ...first, start });
  }

  private put(candle: Candle): void {
    let at = this.minutes.length;
    while (at > 0 && this.minutes[at - 1].start > candle.start) at--;
    if (this.minutes[at - 1]?.start === candle.start) this.minutes[at - 1] = candle;
    else this.minutes.splice(at, 0, candle);
    if (this.minutes.length > MAX_MINUTES) this.minutes.shift();
  }
}
