import { crc32 } from 'node:zlib';
import { formatDecimal, type Bar, type BookLevel, type Quote, type Trade } from '@bourseworks/domain';
import { num, rfc3339 } from '../feed/texts.js';

/** Decimals in which the stand-in writes. */
export interface Decimals {
  readonly priceScale: number;
  readonly qtyScale: number;
}

export function tradeItem(symbol: string, trade: Trade, { priceScale, qtyScale }: Decimals): string {
  const side = trade.aggressor === 'BUY' ? 'buy' : 'sell';
  return (
    `{"symbol":"${symbol}","side":"${side}","price":${num(trade.price, priceScale)},"qty":${num(trade.quantity, qtyScale)},` +
    `"ord_type":"limit","trade_id":${trade.tradeId ?? ''},"timestamp":"${rfc3339(trade.us)}"}`
  );
}

export function tickerItem(symbol: string, quote: Quote, { priceScale, qtyScale }: Decimals): string {
  const [bid, ask] = [quote.bidPrice, quote.askPrice].map((price) => num(price, priceScale));
  const [bidQty, askQty] = [quote.bidQuantity, quote.askQuantity].map((quantity) => num(quantity, qtyScale));
  return (
    `{"symbol":"${symbol}","bid":${bid},"bid_qty":${bidQty},"ask":${ask},"ask_qty":${askQty},"last":${bid},"volume":1.5,` +
    `"vwap":${bid},"low":${bid},"high":${ask},"change":0.0,"change_pct":0.0,"timestamp":"${rfc3339(quote.us)}"}`
  );
}

export function candleItem(symbol: string, minutes: number, bar: Bar, { priceScale, qtyScale }: Decimals): string {
  const [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map((price) => num(price, priceScale));
  return (
    `{"symbol":"${symbol}","open":${open},"high":${high},"low":${low},"close":${close},"trades":${bar.trades},` +
    `"volume":${num(bar.volume, qtyScale)},"vwap":${close},"interval_begin":"${rfc3339(bar.startUs).replace('Z', '000Z')}",` +
    `"interval":${minutes},"timestamp":"${rfc3339(bar.endUs)}"}`
  );
}

export interface Book {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export function bookItem(symbol: string, told: Book, after: Book, us: number, decimals: Decimals): string {
  const levels = (side: readonly BookLevel[]): string =>
    side
      .map(([price, qty]) => `{"price":${num(price, decimals.priceScale)},"qty":${num(qty, decimals.qtyScale)}}`)
      .join(',');
  return (
    `{"symbol":"${symbol}","bids":[${levels(told.bids)}],"asks":[${levels(told.asks)}],` +
    `"checksum":${bookChecksum(after, decimals)},"timestamp":"${rfc3339(us)}"}`
  );
}

/** By the venue's documentation: CRC-32 of ten asks, then ten bids, without points and leading zeros. */
export function bookChecksum({ bids, asks }: Book, { priceScale, qtyScale }: Decimals): number {
  const digits = (units: number, scale: number): string =>
    formatDecimal(units, scale).replace('.', '').replace(/^0+/, '');
  const text = [...asks.slice(0, 10), ...bids.slice(0, 10)].map(
    ([price, quantity]) => digits(price, priceScale) + digits(quantity, qtyScale),
  );
  return crc32(text.join(''));
}

/** Seconds of a time of REST: more digits than a double can be trusted with. */
export function seconds(us: number): string {
  return `${Math.floor(us / 1_000_000)}.${String(us % 1_000_000).padStart(6, '0')}`;
}
