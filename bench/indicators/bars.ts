/** Bars as our kernels take them, and as peers do. */
export interface Bars {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly lists: Readonly<Record<'high' | 'low' | 'close' | 'volume', number[]>>;
  readonly candles: readonly Candle[];
}

export interface Candle {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** The same random walk each time, by a linear congruence. */
export function makeBars(count: number): Bars {
  let state = 12_345;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  let close = 100;
  const candles = Array.from({ length: count }, () => {
    const open = close;
    close = open * (1 + 0.02 * (next() - 0.5));
    const high = Math.max(open, close) * (1 + 0.005 * next());
    const low = Math.min(open, close) * (1 - 0.005 * next());
    return { open, high, low, close, volume: Math.round(1_000 + 9_000 * next()) };
  });
  const list = (name: keyof Candle): number[] => candles.map((candle) => candle[name]);
  const lists = { high: list('high'), low: list('low'), close: list('close'), volume: list('volume') };
  const series = (name: keyof typeof lists): Float64Array => Float64Array.from(lists[name]);
  return { high: series('high'), low: series('low'), close: series('close'), volume: series('volume'), lists, candles };
}
