import type { Instrument } from '@bourseworks/domain';
import { BUY, ORDER_FLAGS, SELL, type MatchingBook } from '@bourseworks/exchange';
import type { Rng } from '@bourseworks/ports';
import { HOUSE_TAG } from './market-maker.js';
import { toLots } from './units.js';

/** Chance that a step of an instrument brings a trade. */
const PROBABILITY = 0.5;
const MEAN_NOTIONAL = 2_000;

/** Hits the book now and then with market orders of exponentially distributed size. */
export class Taker {
  constructor(
    private readonly instrument: Instrument,
    private readonly rng: Rng,
  ) {}

  maybeTrade(book: MatchingBook, fair: number): void {
    if (this.rng.next() >= PROBABILITY) return;
    const notional = -Math.log(1 - this.rng.next()) * MEAN_NOTIONAL;
    const side = this.rng.next() < 0.5 ? BUY : SELL;
    book.submit(side, ORDER_FLAGS.MARKET, 0, toLots(this.instrument, notional, fair), HOUSE_TAG);
  }
}
