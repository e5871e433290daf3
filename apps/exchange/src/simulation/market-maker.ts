import type { Instrument } from '@bourseworks/domain';
import { BUY, SELL, type MatchingBook, type SideCode } from '@bourseworks/exchange';
import type { Rng } from '@bourseworks/ports';

/** Distance of the best quote from fair value, as a fraction of the price: 1 basis point. */
export const HALF_SPREAD = 0.0001;
const LEVELS = 5;
/** Further levels lie this many half-spreads apart. */
const LEVEL_STEP = 1.2;
const BASE_NOTIONAL = 15_000;
/** A quote is left alone while it lies this near to where it should be: 0.3 basis points. */
const TOLERANCE = 0.00003;
const MIN_LEFT = 0.3;

/** Tag of the background traders' orders. */
export const HOUSE_TAG = -1;

/** Quotes several levels on both sides of fair value and follows it. Its quotes take whatever lies in their way. */
export class MarketMaker {
  private readonly ids = new Float64Array(2 * LEVELS);
  private readonly prices = new Float64Array(2 * LEVELS);
  private readonly sizes = new Float64Array(2 * LEVELS);

  constructor(
    private readonly instrument: Instrument,
    private readonly rng: Rng,
  ) {}

  /** Moves the quotes to a fair value in the currency. All that are out of place leave first: it never hits itself. */
  quote(book: MatchingBook, fair: number): void {
    for (let slot = 0; slot < 2 * LEVELS; slot++) {
      const id = this.ids[slot];
      if (id === 0 || this.stays(book, slot, fair)) continue;
      if (book.isLive(id)) book.cancel(id);
      this.ids[slot] = 0;
    }
    for (let slot = 0; slot < 2 * LEVELS; slot++) {
      if (this.ids[slot] === 0) this.place(book, slot, fair);
    }
  }

  private sideOf(slot: number): SideCode {
    return slot < LEVELS ? BUY : SELL;
  }

  private target(slot: number, fair: number): number {
    const level = slot % LEVELS;
    const distance = HALF_SPREAD * (1 + LEVEL_STEP * level);
    const { priceScale, tickSize } = this.instrument;
    const ticks = (fair * 10 ** priceScale) / tickSize;
    // Rounded away from fair value: a spread is never closed by rounding.
    const whole = this.sideOf(slot) === BUY ? Math.floor(ticks * (1 - distance)) : Math.ceil(ticks * (1 + distance));
    return Math.max(1, whole) * tickSize;
  }

  private stays(book: MatchingBook, slot: number, fair: number): boolean {
    const near = Math.abs(this.prices[slot] - this.target(slot, fair)) <= TOLERANCE * this.prices[slot];
    return near && book.leavesOf(this.ids[slot]) >= this.sizes[slot] * MIN_LEFT;
  }

  private place(book: MatchingBook, slot: number, fair: number): void {
    const { qtyScale, lotSize } = this.instrument;
    const notional = BASE_NOTIONAL * (1 + (slot % LEVELS)) * (0.5 + this.rng.next());
    const lots = Math.max(1, Math.round(((notional / fair) * 10 ** qtyScale) / lotSize));
    this.prices[slot] = this.target(slot, fair);
    this.sizes[slot] = lots * lotSize;
    this.ids[slot] = book.submit(this.sideOf(slot), 0, this.prices[slot], this.sizes[slot], HOUSE_TAG);
  }
}
