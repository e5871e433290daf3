import type { Bar, BookLevel, Instrument, Quote, Trade } from '@bourseworks/domain';
import type { CcxtBook, CcxtCandle, CcxtLevel, CcxtPublicTrade, CcxtTicker } from '../ccxt-data.js';
import type { CcxtNumber } from '../ccxt-exchange.js';
import { badData, exactUnits, units } from './numbers.js';

const US_PER_MS = 1_000;
/** The last time that is a safe integer of microseconds, milliseconds. */
const MAX_MS = Math.floor(Number.MAX_SAFE_INTEGER / US_PER_MS);
const MAX_ID = 64;

export interface Receipt {
  readonly receivedUs: number;
  readonly receivedNs: number;
}

/** Throws DomainError DATA_FORMAT, as all of these, for what is no trade at the market's precision. */
export function toTrade(trade: CcxtPublicTrade, instrument: Instrument, receipt?: Receipt): Trade {
  const { id, side } = trade;
  const price = exactUnits(trade.price, instrument.priceScale);
  const quantity = exactUnits(trade.amount, instrument.qtyScale);
  if (price === 0 || quantity === 0) throw badData('a trade without a price or an amount');
  const aggressor = side === 'buy' ? 'BUY' : side === 'sell' ? 'SELL' : undefined;
  return {
    kind: 'trade',
    us: timeOf(trade.timestamp),
    ns: 0,
    ...receipt,
    price,
    quantity,
    ...(aggressor === undefined ? {} : { aggressor }),
    ...(typeof id === 'string' && id !== '' && id.length <= MAX_ID ? { tradeId: id } : {}),
  };
}

/** Undefined where a side has a price and no amount: a quote is not told by its prices alone. */
export function toQuote(ticker: CcxtTicker, instrument: Instrument, receipt: Receipt): Quote | undefined {
  const bid = bestOf(ticker.bid, ticker.bidVolume, instrument);
  const ask = bestOf(ticker.ask, ticker.askVolume, instrument);
  if (bid === undefined || ask === undefined || (bid.price === 0 && ask.price === 0)) return undefined;
  return quoteOf(bid, ask, ticker.timestamp, receipt);
}

/** The best levels of a book. */
export function toBestQuote(book: CcxtBook, instrument: Instrument, receipt: Receipt): Quote | undefined {
  const [bidPrice, bidVolume] = book.bids[0] ?? [];
  const [askPrice, askVolume] = book.asks[0] ?? [];
  const { timestamp } = book;
  return toQuote({ bid: bidPrice, bidVolume, ask: askPrice, askVolume, timestamp }, instrument, receipt);
}

interface Best {
  readonly price: number;
  readonly quantity: number;
}

type Given = CcxtNumber | null | undefined;

function bestOf(price: Given, quantity: Given, { priceScale, qtyScale }: Instrument): Best | undefined {
  if (price === null || price === undefined) return { price: 0, quantity: 0 };
  const best = { price: exactUnits(price, priceScale) };
  if (best.price === 0) return { price: 0, quantity: 0 };
  const size = quantity === null || quantity === undefined ? 0 : exactUnits(quantity, qtyScale);
  return size === 0 ? undefined : { ...best, quantity: size };
}

function quoteOf(bid: Best, ask: Best, timestamp: number | null | undefined, receipt: Receipt): Quote {
  return {
    kind: 'quote',
    us: timestamp === null || timestamp === undefined ? receipt.receivedUs : timeOf(timestamp),
    ns: 0,
    ...receipt,
    bidPrice: bid.price,
    bidQuantity: bid.quantity,
    askPrice: ask.price,
    askQuantity: ask.quantity,
  };
}

/** At most `depth` levels of a side, without those that are empty. */
export function toLevels(levels: readonly CcxtLevel[], instrument: Instrument, depth: number): BookLevel[] {
  if (!Array.isArray(levels)) throw badData('no levels of a book');
  const given: BookLevel[] = [];
  for (const [price, amount] of levels as readonly CcxtLevel[]) {
    if (given.length >= depth) break;
    const level = [exactUnits(price, instrument.priceScale), exactUnits(amount, instrument.qtyScale)] as const;
    if (level[0] === 0) throw badData('a level without a price');
    if (level[1] > 0) given.push(level);
  }
  return given;
}

/** When a book was so. */
export function bookTimeOf({ timestamp }: CcxtBook, { receivedUs }: Receipt): number {
  return timestamp === null || timestamp === undefined ? receivedUs : timeOf(timestamp);
}

/** A bar of `lengthUs`; its volume is a sum, rounded to a lot. */
export function toBar(candle: CcxtCandle, instrument: Instrument, lengthUs: number): Bar {
  const startUs = timeOf(candle[0]);
  const [open, high, low, close] = [1, 2, 3, 4].map((at) => exactUnits(candle[at], instrument.priceScale));
  const volume = units(candle[5], instrument.qtyScale);
  const sound = low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close);
  if (volume > 0 && !sound) throw badData('a bar whose prices contradict each other');
  return { kind: 'bar', startUs, endUs: startUs + lengthUs, open, high, low, close, volume, trades: -1 };
}

function timeOf(ms: unknown): number {
  const value = typeof ms === 'string' && /^\d{1,16}$/.test(ms) ? Number(ms) : ms;
  if (typeof value === 'number' && value > 0 && value <= MAX_MS) return Math.round(value * US_PER_MS);
  throw badData('no time');
}
