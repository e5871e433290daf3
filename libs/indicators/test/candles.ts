import { SeededRng } from '@bourseworks/ports';

/** Open, high, low, close. */
export type Prices = readonly [open: number, high: number, low: number, close: number];

/** A candle with its measures and what was usual before it. */
export interface Candle {
  readonly o: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
  readonly white: boolean;
  readonly body: number;
  readonly top: number;
  readonly bottom: number;
  readonly upper: number;
  readonly lower: number;
  /** Means of the ten candles before: of the bodies, of high - low, and of a shadow. */
  readonly meanBody: number;
  readonly meanRange: number;
  readonly meanShadow: number;
  /** Mean of high - low of the five candles before. */
  readonly meanRange5: number;
}

const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;

export function candlesOf(bars: readonly Prices[]): Candle[] {
  return bars.map(([o, h, l, c], i) => {
    const ten = bars.slice(Math.max(0, i - 10), i);
    const top = Math.max(o, c);
    const bottom = Math.min(o, c);
    return {
      o,
      h,
      l,
      c,
      white: c >= o,
      body: top - bottom,
      top,
      bottom,
      upper: h - top,
      lower: bottom - l,
      meanBody: mean(ten.map((bar) => Math.abs(bar[3] - bar[0]))),
      meanRange: mean(ten.map((bar) => bar[1] - bar[2])),
      meanShadow: mean(ten.map((bar) => bar[1] - bar[2] - Math.abs(bar[3] - bar[0]))) / 2,
      meanRange5: mean(ten.slice(-5).map((bar) => bar[1] - bar[2])),
    };
  });
}

/** The same upside down: what is bearish in one is bullish in the other. */
export function mirrored(one: Candle): Candle {
  const { o, h, l, c, white, top, bottom, upper, lower } = one;
  return { ...one, o: -o, h: -l, l: -h, c: -c, white: !white, top: -bottom, bottom: -top, upper: lower, lower: upper };
}

/** Candles of a body of 1 and shadows of 1 on both sides, between 99 and 102. */
export const QUIET: readonly Prices[] = Array.from({ length: 16 }, (_, i) =>
  i % 2 === 0 ? [100, 102, 99, 101] : [101, 102, 99, 100],
);

/** Candles of whole numbers with gaps, doji and missing shadows, so that patterns are frequent and sums exact. */
export function coarseBars(count: number, seed: number): Prices[] {
  const rng = new SeededRng(seed);
  const below = (limit: number): number => Math.floor(rng.next() * limit);
  let close = 1_000;
  return Array.from({ length: count }, () => {
    const open = close + below(7) - 3;
    close = open + (below(5) === 0 ? 0 : below(13) - 6);
    const high = Math.max(open, close) + Math.max(0, below(8) - 3);
    const low = Math.min(open, close) - Math.max(0, below(8) - 3);
    return [open, high, low, close];
  });
}

/** Candles with some of their prices moved by up to 1.5 either way. */
export function shaken(bars: readonly Prices[], seed: number): Prices[] {
  const rng = new SeededRng(seed + 1);
  const moved = (price: number): number => (rng.next() < 0.25 ? price + 3 * (rng.next() - 0.5) : price);
  return bars.map(([o, h, l, c]) => {
    const open = moved(o);
    const close = moved(c);
    return [open, Math.max(open, close, moved(h)), Math.min(open, close, moved(l)), close];
  });
}
