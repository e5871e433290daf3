import type { Bar, Trade } from '@bourseworks/domain';
import { aggressorOf, read, timeOf, totalOf, tradeIdOf, type Scales } from '../fields.js';

/** A trade of the past, whose id is a whole number. */
export type PastTrade = Trade & { readonly tradeId: string };

/**
 * The answer of `trades`, oldest first. Prices and quantities are rounded to the product's steps of today, as those of years
 * ago had others. Throws DomainError DATA_FORMAT, as all of these.
 */
export function parseTrades(body: unknown, { priceScale, qtyScale }: Scales): PastTrade[] {
  const trades = listOf(body).map((value): PastTrade => {
    const raw = read.asRaw(value, 'a trade');
    return {
      kind: 'trade',
      ...timeOf(raw, 'time'),
      price: read.roundedUnitsOf(raw['price'], priceScale),
      quantity: read.roundedUnitsOf(raw['size'], qtyScale),
      aggressor: aggressorOf(raw),
      tradeId: tradeIdOf(raw),
    };
  });
  return trades.sort((a, b) => Number(a.tradeId) - Number(b.tradeId));
}

/** The answer of `candles`, oldest first: bars of `lengthUs`, of which the last may go on. Their trades are not counted. */
export function parseBars(body: unknown, { priceScale, qtyScale }: Scales, lengthUs: number): Bar[] {
  const bars = listOf(body).map((row): Bar => {
    if (!Array.isArray(row)) throw read.badData('a bar that is no row');
    const [time, low, high, open, close, volume] = row as unknown[];
    const startUs = read.countOf({ time }, 'time') * 1_000_000;
    const price = (value: unknown): number => read.roundedUnitsOf(value, priceScale);
    const prices = { open: price(open), high: price(high), low: price(low), close: price(close) };
    const total = totalOf(volume, { priceScale, qtyScale });
    return { kind: 'bar', startUs, endUs: startUs + lengthUs, ...prices, volume: total, trades: -1 };
  });
  if (!bars.every(isBar)) throw read.badData('a bar whose prices contradict each other');
  return bars.sort((a, b) => a.startUs - b.startUs);
}

function isBar({ open, high, low, close }: Bar): boolean {
  return low <= Math.min(open, close) && high >= Math.max(open, close);
}

function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  throw read.badData('no list');
}
