import type { Instrument, Side } from '@bourseworks/domain';

/** What is known of a market. Units of the instrument; 0 or absent = as known before, -1 = this side is empty now. */
export interface MarkUpdate {
  readonly bid?: number;
  readonly ask?: number;
  readonly last?: number;
  readonly close?: number;
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

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  update(mark: MarkUpdate, us: number): void {
    this.bid = next(this.bid, mark.bid);
    this.ask = next(this.ask, mark.ask);
    this.last = next(this.last, mark.last);
    this.close = next(this.close, mark.close);
    this.us = us;
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
