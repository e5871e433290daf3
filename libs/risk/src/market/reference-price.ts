import { splitPrice, type Instrument, type Side } from '@bourseworks/domain';
import { PriceRange } from './price-range.js';

/** What is known of a market. Units of the instrument; 0 or absent = as known before, -1 = this side is empty now. */
export interface MarkUpdate {
  readonly bid?: number;
  readonly ask?: number;
  readonly last?: number;
  readonly close?: number;
  /** Average daily volume, units of quantity. */
  readonly dailyVolume?: number;
  /** The venue halted trading, or reinstated it. */
  readonly halted?: boolean;
  /** The book missed a change and is not whole until it is told otherwise. */
  readonly gapped?: boolean;
}

/** Latest prices of one instrument; 0 = not known. */
export class ReferencePrice {
  readonly instrument: Instrument;
  bid = 0;
  ask = 0;
  last = 0;
  close = 0;
  /** Latest fill of our own: values positions while the market is not known, never serves as a collar's reference. */
  fill = 0;
  /** Time of the latest market price; 0 = none yet. */
  us = 0;
  /** Time of the latest bid or ask. */
  quoteUs = 0;
  /** By market data; and as the limits state it, where that says nothing. Units of quantity, 0 = not known. */
  dailyVolume = 0;
  statedVolume = 0;
  halted = false;
  gapped = false;
  /** Lowest and highest mark of the windows that limits ask for, by their length. */
  ranges: readonly PriceRange[] = [];

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  update(mark: MarkUpdate, us: number): void {
    this.bid = next(this.bid, mark.bid);
    this.ask = next(this.ask, mark.ask);
    this.last = next(this.last, mark.last);
    this.close = next(this.close, mark.close);
    if (mark.dailyVolume !== undefined) this.dailyVolume = mark.dailyVolume;
    if (mark.halted !== undefined) this.halted = mark.halted;
    if (mark.gapped !== undefined) this.gapped = mark.gapped;
    const quoted = mark.bid !== undefined || mark.ask !== undefined;
    if (quoted) this.quoteUs = us;
    if (quoted || mark.last !== undefined || mark.close !== undefined) this.us = us;
    if (this.ranges.length === 0) return;
    const price = this.mark();
    for (const range of this.ranges) range.add(price, us);
  }

  /** Prices in units after a split of n new for m old. Ranges of windows begin anew: they are of the units before it. */
  split(n: number, m: number): void {
    for (const name of ['bid', 'ask', 'last', 'close', 'fill'] as const) this[name] = splitPrice(this[name], n, m);
    this.dailyVolume = Math.floor((this.dailyVolume * n) / m);
    this.ranges = this.ranges.map(({ windowUs }) => new PriceRange(windowUs));
  }

  /** The range of a window, kept from now on. */
  range(windowUs: number): PriceRange {
    const known = this.ranges.find((one) => one.windowUs === windowUs);
    if (known !== undefined) return known;
    const range = new PriceRange(windowUs);
    if (this.us > 0) range.add(this.mark(), this.us);
    this.ranges = [...this.ranges, range];
    return range;
  }

  /** Reference of the price collar: the side that an order would trade against, else last, else close; 0 = none. */
  reference(side: Side): number {
    return (side === 'BUY' ? this.ask : this.bid) || this.last || this.close;
  }

  /** Price that values a position: middle of the book, else last, close, own fill; 0 = none. */
  mark(): number {
    if (this.bid > 0 && this.ask > 0) return Math.floor((this.bid + this.ask) / 2);
    return this.last || this.close || this.bid || this.ask || this.fill;
  }
}

function next(known: number, given: number | undefined): number {
  if (given === undefined || given === 0) return known;
  return given < 0 ? 0 : given;
}
