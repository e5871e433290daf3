import type { BookFields, MarketMessage, QuoteFields, TradeFields } from '@bourseworks/dto/shapes';

type Level = BookFields['bids'][number];

/** Trades that one stream keeps for the tape. */
export const MAX_TRADES = 200;
/** Deltas that may pass between the request for a snapshot and the snapshot before it is asked for again. */
export const ASK_AGAIN_AFTER = 16;

/**
 * applied: the state is the source's. gap: something before it was missed, ask for a snapshot. lost: it was applied, but
 * events before it are gone for good. waiting: a snapshot is on its way, this does not matter any more.
 */
export type Applied = 'applied' | 'gap' | 'lost' | 'waiting';

/** Replaces, inserts or (quantity 0) takes out levels; `descending` for bids. Both lists are best first. */
export function mergeLevels(levels: readonly Level[], changes: readonly Level[], descending: boolean): Level[] {
  const byPrice = new Map(levels);
  for (const [price, quantity] of changes) {
    if (quantity === 0) byPrice.delete(price);
    else byPrice.set(price, quantity);
  }
  return [...byPrice].toSorted(([a], [b]) => (descending ? b - a : a - b));
}

/**
 * What one stream is known to hold. Snapshots replace it; a delta counts only on top of the number that it was made from.
 * Pure: no socket, no clock.
 */
export class StreamState {
  quote: QuoteFields | undefined;
  book: BookFields | undefined;
  /** Newest first. */
  trades: readonly TradeFields[] = [];
  private seq: number | undefined;
  private wanting = false;
  private waited = 0;

  /** A new subscription begins: numbers start afresh, values stay for the eye until the snapshot is here. */
  restart(): void {
    this.seq = undefined;
    this.wanting = false;
  }

  /** True once there is nothing to wait for before deltas count. */
  get synced(): boolean {
    return this.seq !== undefined && !this.wanting;
  }

  apply(message: MarketMessage): Applied {
    switch (message.k) {
      case 'quote':
        this.quote = message.v;
        return this.snapshotAt(message.seq);
      case 'book':
        this.book = message.v;
        return this.snapshotAt(message.seq);
      case 'quote+':
        return this.delta(message.prev, message.seq, () => {
          this.quote = merged(this.quote as QuoteFields, message.v);
        });
      case 'book+':
        return this.delta(message.prev, message.seq, () => {
          this.book = changedBook(this.book as BookFields, message.v);
        });
      case 'trades':
        this.trades = [...message.v.toReversed(), ...this.trades].slice(0, MAX_TRADES);
        return this.events(message.prev, message.seq);
      case 'bars':
        return this.events(message.prev, message.seq);
      default:
        return 'applied';
    }
  }

  private snapshotAt(seq: number): Applied {
    this.seq = seq;
    this.wanting = false;
    return 'applied';
  }

  private delta(prev: number, seq: number, change: () => void): Applied {
    if (this.wanting) {
      // Deltas that were on their way are normal; many of them mean that the request or its answer went missing.
      this.waited = (this.waited + 1) % ASK_AGAIN_AFTER;
      return this.waited === 0 ? 'gap' : 'waiting';
    }
    if (this.seq !== prev) {
      this.wanting = true;
      this.waited = 0;
      return 'gap';
    }
    change();
    this.seq = seq;
    return 'applied';
  }

  /** Trades and closed bars have no snapshot: the first message says where they begin. */
  private events(prev: number, seq: number): Applied {
    const lost = this.seq !== undefined && this.seq !== prev;
    this.seq = seq;
    return lost ? 'lost' : 'applied';
  }
}

/** Fields that a side's emptiness takes away come as absent in the change too: they are worked out from the sizes. */
function merged(quote: QuoteFields, change: Partial<QuoteFields>): QuoteFields {
  const next: QuoteFields = { ...quote, ...change };
  if (next.bidSize > 0 && next.askSize > 0) return next;
  const { mid: _mid, spread: _spread, ...oneSided } = next;
  return oneSided;
}

function changedBook(book: BookFields, change: BookFields): BookFields {
  return {
    time: change.time,
    bids: change.bids.length > 0 ? mergeLevels(book.bids, change.bids, true) : book.bids,
    asks: change.asks.length > 0 ? mergeLevels(book.asks, change.asks, false) : book.asks,
  };
}
