import type { BookLevel, Quote, Trade } from '@bourseworks/domain';
import { levelOf, quoteOf, type Depth } from '../depth.js';
import { parseFrame, read, timeOf, tradeOf, type Raw, type Receipt, type Scales } from '../fields.js';

/** Market data of the feed of Coinbase Exchange, which recordings speak: one object a message, told apart by `type`. */
export interface ExchangeMessage {
  readonly type: (typeof TYPES)[number];
  /** BTC-USD. */
  readonly product: string;
  readonly raw: Raw;
}

const TYPES = ['match', 'ticker', 'snapshot', 'l2update'] as const;

/**
 * Undefined for what is no market data of now: answers, heartbeats, and `last_match`, which happened before the subscription.
 * Throws DomainError DATA_FORMAT, as all of these, also for what the venue calls an error.
 */
export function parseExchange(text: string): ExchangeMessage | undefined {
  const raw = parseFrame(text);
  if (raw['type'] === 'error') throw read.badData(`an error: ${read.textOf(raw, 'message').slice(0, 200)}`);
  const type = TYPES.find((one) => one === raw['type']);
  return type === undefined ? undefined : { type, product: read.textOf(raw, 'product_id'), raw };
}

/** The trade of `match`. */
export function exchangeTrade({ raw }: ExchangeMessage, scales: Scales, receipt: Receipt): Trade {
  return { ...tradeOf(raw, scales, receipt), venueSequence: read.countOf(raw, 'sequence') };
}

/** The quote of `ticker`; undefined when both sides are empty. */
export function exchangeQuote({ raw }: ExchangeMessage, scales: Scales, receipt: Receipt): Quote | undefined {
  const bid = { price: raw['best_bid'], quantity: raw['best_bid_size'] };
  const ask = { price: raw['best_ask'], quantity: raw['best_ask_size'] };
  const quote = quoteOf(bid, ask, timeOf(raw, 'time'), scales, receipt);
  return quote && { ...quote, venueSequence: read.countOf(raw, 'sequence') };
}

/** What `snapshot` or `l2update` tells. A snapshot may tell no time: then it is that of receipt. */
export function exchangeDepth({ type, raw }: ExchangeMessage, scales: Scales, receipt: Receipt): Depth {
  if (type === 'snapshot') {
    const [bids, asks] = ['bids', 'asks'].map((field) =>
      read.listOf(raw, field).map((row) => rowOf(row, ([price, quantity]) => levelOf(price, quantity, scales))),
    );
    const { receivedUs: us, receivedNs: ns } = receipt;
    const time = raw['time'] === undefined ? { us, ns } : timeOf(raw, 'time');
    return { ...time, ...receipt, bids, asks };
  }
  const sides: Record<'buy' | 'sell', BookLevel[]> = { buy: [], sell: [] };
  for (const row of read.listOf(raw, 'changes')) {
    const { side, level } = rowOf(row, ([name, price, quantity]) => ({
      side: read.oneOf({ side: name }, 'side', ['buy', 'sell'] as const),
      level: levelOf(price, quantity, scales),
    }));
    sides[side].push(level);
  }
  return { ...timeOf(raw, 'time'), ...receipt, bids: sides.buy, asks: sides.sell };
}

function rowOf<T>(value: unknown, parse: (row: readonly unknown[]) => T): T {
  if (Array.isArray(value)) return parse(value);
  throw read.badData('a level that is no row');
}
