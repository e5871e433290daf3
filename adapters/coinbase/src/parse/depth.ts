import type { BookLevel, Quote, Timestamp } from '@bourseworks/domain';
import type { DepthDiff } from '@bourseworks/feeds';
import { priceOf, read, totalOf, type Receipt, type Scales } from './fields.js';

/** A change of a book, or a whole one: the venue numbers neither. */
export type Depth = Omit<DepthDiff, 'firstId' | 'lastId' | 'previousId'>;

/** A level of a book. Throws DomainError DATA_FORMAT, as all of these. */
export function levelOf(price: unknown, quantity: unknown, scales: Scales): BookLevel {
  const units = priceOf(price, scales);
  if (units === 0) throw read.badData('a level without a price');
  return [units, totalOf(quantity, scales)];
}

/** Best price and quantity of a side, as texts; what is absent, or empty, is undefined. */
export interface Best {
  readonly price: unknown;
  readonly quantity: unknown;
}

/**
 * A quote; undefined when there is nothing on either side. Where the venue tells a price without a quantity, as it did before
 * December 2022, the quantity is 0.
 */
export function quoteOf(bid: Best, ask: Best, time: Timestamp, scales: Scales, receipt: Receipt): Quote | undefined {
  const [bidPrice, askPrice] = [bid, ask].map(({ price }) => unlessEmpty(price, (text) => priceOf(text, scales)));
  if (bidPrice === 0 && askPrice === 0) return undefined;
  const [bidQuantity, askQuantity] = [bid, ask].map(({ price, quantity }) =>
    unlessEmpty(price, () => unlessEmpty(quantity, (text) => totalOf(text, scales))),
  );
  return {
    kind: 'quote',
    ...time,
    ...receipt,
    bidPrice,
    // A price of 0 says that the side is empty; whatever size came with it stands for nothing.
    bidQuantity: bidPrice === 0 ? 0 : bidQuantity,
    askPrice,
    askQuantity: askPrice === 0 ? 0 : askQuantity,
  };
}

function unlessEmpty(value: unknown, parse: (value: unknown) => number): number {
  return value === undefined || value === null || value === '' ? 0 : parse(value);
}
