import { compareTime, type Bar, type BookLevel, type Trade } from '@bourseworks/domain';
import { priceOf, read, secondsOf, totalOf, type Raw, type Scales } from '../fields.js';
import { isBar } from '../v2/items.js';
import { ofPair } from './answer.js';

/** A trade of the past, whose id is a whole number. */
export type PastTrade = Trade & { readonly tradeId: string };

/**
 * The answer of Trades, oldest first. Prices and quantities are rounded to the pair's decimals of today, as those of years ago
 * had others. Throws DomainError DATA_FORMAT, as all of these.
 */
export function parseTrades(result: Raw, { priceScale, qtyScale }: Scales): PastTrade[] {
  return listOf(ofPair(result)).map((row) => {
    const [price, quantity, time, side, , , id] = row;
    const tradeId = String(id);
    if (!/^\d{1,16}$/.test(tradeId)) throw read.badData('a trade without an id');
    if (side !== 'b' && side !== 's') throw read.badData('a trade without a side');
    return {
      kind: 'trade',
      ...secondsOf(time),
      price: read.roundedUnitsOf(price, priceScale),
      quantity: read.roundedUnitsOf(quantity, qtyScale),
      aggressor: side === 'b' ? 'BUY' : 'SELL',
      tradeId,
    };
  });
}

/** The answer of OHLC: bars of `lengthUs` that will not change any more, oldest first, and where the first bar begins. */
export interface PastBars {
  /** Bars in which there were trades. */
  readonly bars: readonly Bar[];
  /** Begin of the oldest and of the newest interval that is told, with trades or without; undefined when there is none. */
  readonly firstUs: number | undefined;
  readonly lastUs: number | undefined;
}

export function parseBars(result: Raw, { priceScale, qtyScale }: Scales, lengthUs: number): PastBars {
  const last = read.countOf(result, 'last') * 1_000_000;
  const bars = listOf(ofPair(result))
    .map((row): Bar => {
      const [time, open, high, low, close, , volume, trades] = row;
      const { us } = secondsOf(time);
      const price = (value: unknown): number => read.roundedUnitsOf(value, priceScale);
      const prices = { open: price(open), high: price(high), low: price(low), close: price(close) };
      const total = totalOf(volume, { priceScale, qtyScale });
      const count = read.countOf({ trades }, 'trades');
      return { kind: 'bar', startUs: us, endUs: us + lengthUs, ...prices, volume: total, trades: count };
    })
    // The interval that goes on is told as well.
    .filter(({ startUs }) => startUs <= last);
  const traded = bars.filter(({ trades }) => trades > 0);
  if (!traded.every(isBar)) throw read.badData('a bar whose prices contradict each other');
  return { bars: traded, firstUs: bars.at(0)?.startUs, lastUs: bars.at(-1)?.startUs };
}

/** The answer of Depth: the best levels, and when the newest of them was made. */
export function parseBook(
  result: Raw,
  scales: Scales,
): { us: number; ns: number; bids: BookLevel[]; asks: BookLevel[] } {
  const raw = read.asRaw(ofPair(result), 'a book');
  let time = { us: 0, ns: 0 };
  const [bids, asks] = ['bids', 'asks'].map((field) =>
    listOf(raw[field]).map(([price, quantity, made]): BookLevel => {
      const at = secondsOf(made);
      if (compareTime(at, time) > 0) time = at;
      return [priceOf(price, scales), totalOf(quantity, scales)];
    }),
  );
  return { ...time, bids, asks };
}

function listOf(value: unknown): readonly (readonly unknown[])[] {
  if (Array.isArray(value) && value.every((row) => Array.isArray(row))) return value as unknown[][];
  throw read.badData('no list of rows');
}
