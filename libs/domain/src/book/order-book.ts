import type { BookDelta, BookLevel, BookSnapshot } from '../market-data.js';
import { BookSide } from './book-side.js';
import type { BookView } from './book-view.js';

/** EMPTY: no snapshot yet. LIVE: complete up to `venueSequence`. GAP: a delta is missing; wants a snapshot. */
export type BookState = 'EMPTY' | 'LIVE' | 'GAP';

/**
 * What became of a delta. `applied`; `stale`: already contained, ignored; `gap`: something before it is missing, the book
 * waits for a snapshot; `waiting`: ignored because no snapshot has come since the start or the gap.
 */
export type DeltaOutcome = 'applied' | 'stale' | 'gap' | 'waiting';

/** Aggregated (L2) order book of one instrument, kept from snapshots and deltas. Integers of the instrument throughout. */
export class OrderBook implements BookView {
  readonly bids = new BookSide('bid');
  readonly asks = new BookSide('ask');
  private currentState: BookState = 'EMPTY';
  private sequence = 0;
  private lastUs = 0;
  private lastNs = 0;

  get state(): BookState {
    return this.currentState;
  }

  /** Venue sequence of the last change that the book contains. */
  get venueSequence(): number {
    return this.sequence;
  }

  /** Venue time of the last change. */
  get us(): number {
    return this.lastUs;
  }

  get ns(): number {
    return this.lastNs;
  }

  /** Bid above ask: the book is wrong, or two venues were mixed. */
  get crossed(): boolean {
    return this.bids.size > 0 && this.asks.size > 0 && this.bids.bestPrice > this.asks.bestPrice;
  }

  /** Bid equal to ask. */
  get locked(): boolean {
    return this.bids.size > 0 && this.asks.size > 0 && this.bids.bestPrice === this.asks.bestPrice;
  }

  /** Replaces everything; ends a gap. */
  applySnapshot(snapshot: BookSnapshot): void {
    this.bids.clear();
    this.asks.clear();
    this.currentState = 'LIVE';
    this.stamp(snapshot);
    this.apply(snapshot.bids, snapshot.asks);
  }

  /** Applies a delta whose venue sequence follows the last one by exactly 1. */
  applyDelta(delta: BookDelta): DeltaOutcome {
    if (this.currentState !== 'LIVE') return 'waiting';
    if (delta.venueSequence <= this.sequence) return 'stale';
    if (delta.venueSequence !== this.sequence + 1) {
      this.markGap();
      return 'gap';
    }
    this.stamp(delta);
    return this.apply(delta.bids, delta.asks) ? 'applied' : 'gap';
  }

  /** For adapters whose venue numbers deltas by another rule: they find the gap, the book waits for a snapshot. */
  markGap(): void {
    if (this.currentState === 'LIVE') this.currentState = 'GAP';
  }

  clear(): void {
    this.bids.clear();
    this.asks.clear();
    this.currentState = 'EMPTY';
    this.sequence = 0;
  }

  /** The book as a snapshot event, at most `depth` levels a side. */
  snapshot(depth = Number.MAX_SAFE_INTEGER): BookSnapshot {
    return {
      kind: 'book-snapshot',
      us: this.lastUs,
      ns: this.lastNs,
      venueSequence: this.sequence,
      bids: this.bids.levels(depth),
      asks: this.asks.levels(depth),
    };
  }

  private stamp(event: BookSnapshot | BookDelta): void {
    this.sequence = event.venueSequence;
    this.lastUs = event.us;
    this.lastNs = event.ns;
  }

  private apply(bids: readonly BookLevel[], asks: readonly BookLevel[]): boolean {
    let complete = true;
    for (let i = 0; i < bids.length; i++) complete = this.bids.set(bids[i][0], bids[i][1]) && complete;
    for (let i = 0; i < asks.length; i++) complete = this.asks.set(asks[i][0], asks[i][1]) && complete;
    // A level that found no room would be missing without anyone knowing.
    if (!complete) this.markGap();
    return complete;
  }
}
