import type { BookLevel, Quote, Timestamp } from '@bourseworks/domain';
import { levelOf, quoteOf, type Depth } from '../depth.js';
import { read, type Raw, type Receipt, type Scales } from '../fields.js';

/** The quote of an item of `ticker`; undefined when both sides are empty. `time` is that of the message. */
export function advancedQuote(raw: Raw, time: Timestamp, scales: Scales, receipt: Receipt): Quote | undefined {
  const bid = { price: raw['best_bid'], quantity: raw['best_bid_quantity'] };
  const ask = { price: raw['best_ask'], quantity: raw['best_ask_quantity'] };
  return quoteOf(bid, ask, time, scales, receipt);
}

/**
 * An event of `l2_data`. Its time is that of the message: the levels of a snapshot tell none. Throws DomainError DATA_FORMAT,
 * as all of these.
 */
export function advancedDepth(raw: Raw, time: Timestamp, scales: Scales, receipt: Receipt): Depth {
  const sides: Record<'bid' | 'offer', BookLevel[]> = { bid: [], offer: [] };
  for (const value of read.listOf(raw, 'updates')) {
    const update = read.asRaw(value, 'a level of a book');
    const side = read.oneOf(update, 'side', ['bid', 'offer'] as const);
    sides[side].push(levelOf(update['price_level'], update['new_quantity'], scales));
  }
  return { ...time, ...receipt, bids: sides.bid, asks: sides.offer };
}
