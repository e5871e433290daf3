import type { Instrument, Quote } from '@bourseworks/domain';
import { toNumber } from '@bourseworks/domain';

/** One side of an arbitrage: where it is, what taking costs there as a fraction, and what is quoted. */
export interface Place {
  readonly instrument: Instrument;
  readonly fee: number;
  readonly quote: Quote;
}

export interface Edge {
  readonly buy: Place;
  readonly sell: Place;
  /** Gain after fees as a fraction of what is paid. */
  readonly gain: number;
  /** What both books offer at these prices, in the base. */
  readonly offered: number;
}

/** What buying at one place and selling at the other gains; undefined while a side is empty. */
export function edgeOf(buy: Place, sell: Place): Edge | undefined {
  const { askPrice, askQuantity } = buy.quote;
  const { bidPrice, bidQuantity } = sell.quote;
  if (askPrice <= 0 || bidPrice <= 0) return undefined;
  const paid = toNumber(askPrice, buy.instrument.priceScale) * (1 + buy.fee);
  const received = toNumber(bidPrice, sell.instrument.priceScale) * (1 - sell.fee);
  const offered = Math.min(
    toNumber(askQuantity, buy.instrument.qtyScale),
    toNumber(bidQuantity, sell.instrument.qtyScale),
  );
  return { buy, sell, gain: received / paid - 1, offered };
}
