import type { Bar, Trade } from '../../market-data.js';

/** Bars of trades in order of time, the bar under way included, by the definitions in their plainest form. */
export type NaiveBars = (trades: readonly Trade[]) => Bar[];

function barOf(trades: readonly Trade[], startUs: number, endUs: number): Bar {
  const prices = trades.map((trade) => trade.price);
  return {
    kind: 'bar',
    startUs,
    endUs,
    open: prices[0],
    high: Math.max(...prices),
    low: Math.min(...prices),
    close: prices[prices.length - 1],
    volume: trades.reduce((sum, trade) => sum + trade.quantity, 0),
    trades: trades.length,
  };
}

/** Cuts behind each trade with which the trades since the last cut are `full`; `before` is how many came before these. */
function cut(trades: readonly Trade[], full: (group: readonly Trade[], before: number) => boolean): Bar[] {
  const groups: Trade[][] = [[]];
  let before = 0;
  for (const trade of trades) {
    const group = groups[groups.length - 1];
    group.push(trade);
    if (!full(group, before)) continue;
    before += group.length;
    groups.push([]);
  }
  return groups.filter((group) => group.length > 0).map((group) => barOf(group, group[0].us, group.at(-1)!.us + 1));
}

export const naiveTime =
  (lengthUs: number): NaiveBars =>
  (trades) => {
    const groups = new Map<number, Trade[]>();
    for (const trade of trades) {
      const n = Math.floor(trade.us / lengthUs);
      groups.set(n, [...(groups.get(n) ?? []), trade]);
    }
    return [...groups].map(([n, group]) => barOf(group, n * lengthUs, (n + 1) * lengthUs));
  };

export const naiveTick =
  (count: number): NaiveBars =>
  (trades) =>
    cut(trades, (group) => group.length === count);

export const naiveVolume =
  (quantity: number): NaiveBars =>
  (trades) =>
    cut(trades, (group) => group.reduce((sum, trade) => sum + trade.quantity, 0) >= quantity);

export const naiveDollar =
  (value: bigint): NaiveBars =>
  (trades) =>
    cut(trades, (group) => group.reduce((sum, { price, quantity }) => sum + worth(price, quantity), 0n) >= value);

const worth = (price: number, quantity: number): bigint => BigInt(Math.abs(price)) * BigInt(quantity);

export interface NaiveImbalance {
  readonly measure: 'tick' | 'volume' | 'dollar';
  readonly expectedTrades: number;
  readonly expectedImbalance: number;
  readonly barSpan: number;
  readonly tradeSpan: number;
  readonly minTrades: number;
  readonly maxTrades: number;
}

/** Everything is worked out from the first trade on, for each bar anew. */
export const naiveImbalance =
  (settings: NaiveImbalance): NaiveBars =>
  (trades) => {
    const signs: bigint[] = [];
    for (const [i, { price }] of trades.entries()) {
      const change = i === 0 ? 1 : price - trades[i - 1].price;
      signs.push(change === 0 ? signs[i - 1] : change > 0 ? 1n : -1n);
    }
    const weights = trades.map(({ price, quantity }, i) => {
      const { measure } = settings;
      return signs[i] * (measure === 'tick' ? 1n : measure === 'volume' ? BigInt(quantity) : worth(price, quantity));
    });
    const lengths: number[] = [];
    return cut(trades, (group, before) => {
      const length = average(lengths, settings.expectedTrades, settings.barSpan);
      const seen = weights.slice(0, before).map(Number);
      const weight = average(seen, settings.expectedImbalance, settings.tradeSpan);
      const theta = weights.slice(before, before + group.length).reduce((sum, w) => sum + w, 0n);
      const unbalanced = Math.abs(Number(theta)) >= length * Math.abs(weight);
      const full = (unbalanced && group.length >= settings.minTrades) || group.length === settings.maxTrades;
      if (full) lengths.push(group.length);
      return full;
    });
  };

const average = (values: readonly number[], first: number, span: number): number =>
  values.reduce((mean, value) => mean + (2 / (span + 1)) * (value - mean), first);

/** Goes by the close of the last brick and its direction: on by one brick, or back by two. */
export const naiveRenko =
  (size: number): NaiveBars =>
  (trades) => {
    const bars: Bar[] = [];
    if (trades.length === 0) return bars;
    let last = trades[0].price;
    let direction = 0;
    let waiting: Trade[] = [];
    const push = (open: number, close: number): void => {
      const [first, end] = [waiting[0] ?? trade, waiting.at(-1) ?? trade];
      bars.push({
        ...barOf(waiting, first.us, end.us + 1),
        open,
        close,
        high: Math.max(open, close),
        low: Math.min(open, close),
      });
      waiting = [];
    };
    let trade = trades[0];
    for (trade of trades) {
      waiting.push(trade);
      for (const way of [1, -1]) {
        for (;;) {
          const open = direction === -way ? last + way * size : last;
          const close = open + way * size;
          if ((trade.price - close) * way < 0) break;
          push(open, close);
          last = close;
          direction = way;
        }
      }
    }
    if (waiting.length > 0) push(last, trade.price);
    return bars;
  };
