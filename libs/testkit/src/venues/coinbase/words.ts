import type { Bar, BookLevel, Quote, Trade } from '@bourseworks/domain';
import { num, rfc3339 } from '../feed/texts.js';

/** The product, and the decimals in which the stand-in writes. */
export interface Listing {
  readonly product: string;
  readonly priceScale: number;
  readonly qtyScale: number;
}

export interface Book {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

/** Side of the order that was in the book. */
const makerSide = ({ aggressor }: Trade): 'BUY' | 'SELL' => (aggressor === 'BUY' ? 'SELL' : 'BUY');

/** Of `market_trades`. */
export function tradeItem({ product, priceScale, qtyScale }: Listing, trade: Trade): string {
  return (
    `{"trade_id":"${trade.tradeId ?? ''}","product_id":"${product}","price":"${num(trade.price, priceScale)}",` +
    `"size":"${num(trade.quantity, qtyScale)}","side":"${makerSide(trade)}","time":"${rfc3339(trade.us)}"}`
  );
}

/** Of `trades` in REST. */
export function tradeRow({ priceScale, qtyScale }: Listing, trade: Trade): string {
  return (
    `{"trade_id":${trade.tradeId ?? ''},"side":"${makerSide(trade).toLowerCase()}","size":"${num(trade.quantity, qtyScale)}",` +
    `"price":"${num(trade.price, priceScale)}","time":"${rfc3339(trade.us)}"}`
  );
}

export function tickerItem({ product, priceScale, qtyScale }: Listing, quote: Quote): string {
  const [bid, ask] = [quote.bidPrice, quote.askPrice].map((price) => num(price, priceScale));
  const [bidSize, askSize] = [quote.bidQuantity, quote.askQuantity].map((quantity) => num(quantity, qtyScale));
  return (
    `{"type":"ticker","product_id":"${product}","price":"${bid}","volume_24_h":"1.5","low_24_h":"${bid}","high_24_h":"${ask}",` +
    `"price_percent_chg_24_h":"0.1","best_bid":"${bid}","best_bid_quantity":"${bidSize}","best_ask":"${ask}",` +
    `"best_ask_quantity":"${askSize}"}`
  );
}

/** Levels of `l2_data`, each with a time: of a snapshot that of the epoch, which is none. */
export function levelItems({ priceScale, qtyScale }: Listing, { bids, asks }: Book, us: number): string {
  const side = (name: string, levels: readonly BookLevel[]): string[] =>
    levels.map(
      ([price, quantity]) =>
        `{"side":"${name}","event_time":"${rfc3339(us)}","price_level":"${num(price, priceScale)}",` +
        `"new_quantity":"${num(quantity, qtyScale)}"}`,
    );
  return [...side('bid', bids), ...side('offer', asks)].join(',');
}

/** Of `candles` in REST: its numbers are no texts. */
export function candleRow({ priceScale, qtyScale }: Listing, bar: Bar): string {
  const prices = [bar.low, bar.high, bar.open, bar.close].map((price) => num(price, priceScale));
  return `[${bar.startUs / 1_000_000},${prices.join(',')},${num(bar.volume, qtyScale)}]`;
}
