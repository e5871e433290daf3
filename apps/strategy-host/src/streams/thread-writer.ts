import { barSeconds, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import { Aggressor, barLayout, bookDeltaLayout, BookFlag, BookSide, quoteLayout, tradeLayout } from '@bourseworks/ring';
import type { StrategyThread } from '@bourseworks/strategy';

const bar = barLayout.blank();
const trade = tradeLayout.blank();
const quote = quoteLayout.blank();
const level = bookDeltaLayout.blank();

const AGGRESSORS = { BUY: Aggressor.buy, SELL: Aggressor.sell } as const;

export interface WritePlace {
  /** Number of the instrument. */
  readonly instrument: number;
  readonly kind: StreamKind;
  /** Sequence of the item on its topic. */
  readonly seq: number;
  /** Monotonic microseconds. */
  readonly receivedUs: number;
  /** Quotes overwrite one another (live), or go through the ring (replay). */
  readonly conflate: boolean;
}

/** Writes one event into a strategy's lanes in binary layout. The records are reused: one thread calls this. */
export function writeEvent(thread: StrategyThread, event: MarketDataEvent, place: WritePlace): void {
  const { instrument, seq, receivedUs } = place;
  // Said each time: the record still has those of the event before.
  const flags = event.flags ?? 0;
  switch (event.kind) {
    case 'bar':
      Object.assign(bar, event, { instrument, flags, seq, intervalSec: barSeconds(place.kind) });
      return thread.write(barLayout, bar, receivedUs);
    case 'trade':
      Object.assign(trade, event, { instrument, flags, seq });
      trade.aggressor = event.aggressor === undefined ? Aggressor.unknown : AGGRESSORS[event.aggressor];
      return thread.write(tradeLayout, trade, receivedUs);
    case 'quote':
      Object.assign(quote, event, { instrument, flags, seq });
      return place.conflate ? thread.quote(quote, receivedUs) : thread.write(quoteLayout, quote, receivedUs);
    case 'book-snapshot':
    case 'book-delta':
      return writeBook(thread, event, instrument, receivedUs);
  }
}

function writeBook(
  thread: StrategyThread,
  event: Extract<MarketDataEvent, { kind: 'book-snapshot' | 'book-delta' }>,
  instrument: number,
  receivedUs: number,
): void {
  const levels = [
    ...event.bids.map(([price, quantity]) => ({ side: BookSide.bid, price, quantity })),
    ...event.asks.map(([price, quantity]) => ({ side: BookSide.ask, price, quantity })),
  ];
  // An empty update still has to say that it ends (and, for a snapshot, that the book is empty).
  if (levels.length === 0) levels.push({ side: BookSide.bid, price: 0, quantity: 0 });
  const start = event.kind === 'book-snapshot' ? BookFlag.snapshotStart : 0;
  levels.forEach((entry, index) => {
    const flags = (index === 0 ? start : 0) | (index === levels.length - 1 ? BookFlag.updateEnd : 0);
    Object.assign(level, entry, { instrument, flags, seq: event.venueSequence, us: event.us, ns: event.ns });
    thread.write(bookDeltaLayout, level, receivedUs);
  });
}
