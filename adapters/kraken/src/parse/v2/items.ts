import type { Bar, BookLevel, Quote, Trade } from '@bourseworks/domain';
import type { DepthDiff } from '@bourseworks/feeds';
import {
  checksumOf,
  priceOf,
  read,
  timeOr,
  totalOf,
  tradedOf,
  type Raw,
  type Receipt,
  type Scales,
} from '../fields.js';

/** A change of a book, or a whole one: the venue numbers neither. */
export type Depth = Omit<DepthDiff, 'firstId' | 'lastId' | 'previousId'>;

/** An item of `trade`. Throws DomainError DATA_FORMAT, as all of these. */
export function parseTrade(raw: Raw, scales: Scales, receipt: Receipt): Trade {
  return {
    kind: 'trade',
    ...read.timeOf(raw, 'timestamp'),
    ...receipt,
    ...tradedOf(raw['price'], raw['qty'], scales),
    aggressor: read.oneOf(raw, 'side', ['buy', 'sell'] as const) === 'buy' ? 'BUY' : 'SELL',
    tradeId: String(read.countOf(raw, 'trade_id')),
  };
}

/** An item of `ticker`; undefined when there is nothing on either side, as with pairs that were never traded. */
export function parseQuote(raw: Raw, scales: Scales, receipt: Receipt): Quote | undefined {
  const bid = bestOf(raw['bid'], raw['bid_qty'], scales);
  const ask = bestOf(raw['ask'], raw['ask_qty'], scales);
  if (bid.quantity === 0 && ask.quantity === 0) return undefined;
  return {
    kind: 'quote',
    ...timeOr(raw, 'timestamp', receipt),
    ...receipt,
    bidPrice: bid.price,
    bidQuantity: bid.quantity,
    askPrice: ask.price,
    askQuantity: ask.quantity,
  };
}

/** The best level of a side; one without a price or quantity is empty. */
export function bestOf(price: unknown, quantity: unknown, scales: Scales): { price: number; quantity: number } {
  const level = { price: priceOf(price, scales), quantity: totalOf(quantity, scales) };
  return level.price === 0 || level.quantity === 0 ? { price: 0, quantity: 0 } : level;
}

/** An item of `book`. */
export function parseDepth(raw: Raw, scales: Scales, receipt: Receipt): Depth {
  const checksum = checksumOf(raw['checksum']);
  return {
    ...timeOr(raw, 'timestamp', receipt),
    ...receipt,
    bids: levelsOf(raw, 'bids', scales),
    asks: levelsOf(raw, 'asks', scales),
    ...(checksum === undefined ? {} : { checksum }),
  };
}

function levelsOf(raw: Raw, field: string, scales: Scales): BookLevel[] {
  return read.listOf(raw, field).map((value) => {
    const level = read.asRaw(value, 'a level of a book');
    const price = priceOf(level['price'], scales);
    if (price === 0) throw read.badData('a level without a price');
    return [price, totalOf(level['qty'], scales)];
  });
}

/** An item of `ohlc`: the bar as it stands, which may go on. */
export function parseCandle(raw: Raw, scales: Scales, receipt: Receipt): Bar {
  const lengthUs = read.countOf(raw, 'interval') * 60_000_000;
  const { us } = read.timeOf(raw, 'interval_begin');
  const trades = read.countOf(raw, 'trades');
  const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((field) => priceOf(raw[field], scales));
  const bar: Bar = {
    kind: 'bar',
    startUs: us,
    endUs: us + lengthUs,
    ...receipt,
    open,
    high,
    low,
    close,
    volume: totalOf(raw['volume'], scales),
    trades,
  };
  if (lengthUs > 0 && (trades === 0 || isBar(bar))) return bar;
  throw read.badData('a bar whose prices contradict each other');
}

/** Whether the prices of a bar can be those of trades. */
export function isBar({ open, high, low, close }: Bar): boolean {
  return low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close);
}
