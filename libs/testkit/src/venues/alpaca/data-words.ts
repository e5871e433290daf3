import type { Bar, BookLevel, Quote, Trade } from '@bourseworks/domain';
import { num, rfc3339 } from '../feed/texts.js';

/** The instrument, and the decimals in which the stand-in writes. */
export interface DataListing {
  /** In Alpaca's spelling. */
  readonly symbol: string;
  readonly crypto: boolean;
  readonly priceScale: number;
  readonly qtyScale: number;
}

/** Where its stock is traded. */
const EXCHANGE = 'V';
const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' });

/** What of a trade the venue tells: of a stock no side, and ids that every exchange counts each day. */
export function toldTrade({ crypto }: DataListing, { aggressor, tradeId, ...trade }: Trade): Trade {
  if (crypto) return { ...trade, aggressor, tradeId };
  const day = DAY.format(trade.us / 1_000).replaceAll('-', '');
  return { ...trade, tradeId: `${day}-${EXCHANGE}-${tradeId ?? ''}` };
}

/** Fields of a trade, without type and symbol. */
export function tradeWords({ crypto, priceScale, qtyScale }: DataListing, trade: Trade): string {
  const { price, quantity, us, tradeId = '', aggressor } = trade;
  const common = `"i":${tradeId},"p":${num(price, priceScale)},"s":${num(quantity, qtyScale)},"t":"${rfc3339(us)}"`;
  if (crypto) return `${common},"tks":"${aggressor === 'BUY' ? 'B' : 'S'}"`;
  return `${common},"x":"${EXCHANGE}","c":["@"],"z":"C"`;
}

export function quoteWords({ crypto, priceScale, qtyScale }: DataListing, quote: Quote): string {
  const [bid, ask] = [quote.bidPrice, quote.askPrice].map((price) => num(price, priceScale));
  const [bidSize, askSize] = [quote.bidQuantity, quote.askQuantity].map((quantity) => num(quantity, qtyScale));
  const common = `"bp":${bid},"bs":${bidSize},"ap":${ask},"as":${askSize},"t":"${rfc3339(quote.us)}"`;
  return crypto ? common : `${common},"bx":"${EXCHANGE}","ax":"${EXCHANGE}","c":["R"],"z":"C"`;
}

export function barWords({ priceScale, qtyScale }: DataListing, bar: Bar): string {
  const [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map((price) => num(price, priceScale));
  return (
    `"t":"${rfc3339(bar.startUs)}","o":${open},"h":${high},"l":${low},"c":${close},"v":${num(bar.volume, qtyScale)},` +
    `"n":${bar.trades},"vw":${close}`
  );
}

export interface Sides {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

export function bookWords({ priceScale, qtyScale }: DataListing, { bids, asks }: Sides, us: number): string {
  const side = (levels: readonly BookLevel[]): string =>
    levels.map(([price, quantity]) => `{"p":${num(price, priceScale)},"s":${num(quantity, qtyScale)}}`).join(',');
  return `"t":"${rfc3339(us)}","b":[${side(bids)}],"a":[${side(asks)}]`;
}
