import {
  formatNanos,
  type Adjustment,
  type DeltaOutcome,
  type Instrument,
  type MarketDataEvent,
  type OrderBook,
  type StreamKind,
} from '@bourseworks/domain';
import { ReplayMarketData } from '../market-data/replay-market-data.js';

export const ALL_VENUES = ['coinbase', 'usa', 'oanda', 'binance', 'binance-usdm', 'kraken'];

/** Everything a data folder answers to one query, and the error that ended it, if one did. */
export interface Answer {
  readonly events: readonly MarketDataEvent[];
  readonly error?: unknown;
  readonly instrument: Instrument;
}

export interface Ask {
  readonly dataRoot: string;
  readonly key: string;
  readonly kind: StreamKind;
  readonly fromUs?: number;
  readonly toUs?: number;
  readonly adjustment?: Adjustment;
  /** Pause of the reader at every part, ms. */
  readonly pauseMs?: number;
}

/** Reads one query to its end. */
export async function ask({
  dataRoot,
  key,
  kind,
  fromUs = 0,
  toUs = Number.MAX_SAFE_INTEGER,
  adjustment,
  pauseMs,
}: Ask): Promise<Answer> {
  const adapter = await ReplayMarketData.load({ dataRoot, venues: ALL_VENUES });
  const instrument = (await adapter.instruments()).find((each) => each.key === key);
  if (instrument === undefined) throw new Error(`no ${key}`);
  const events: MarketDataEvent[] = [];
  const part = async (some: readonly MarketDataEvent[]): Promise<void> => {
    events.push(...some);
    if (pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  };
  try {
    await adapter.history({ instrument, kind, fromUs, toUs, adjustment }, part, new AbortController().signal);
  } catch (error) {
    return { events, error, instrument };
  }
  return { events, instrument };
}

/** Time of receipt of an event as the recorder wrote it. */
export function receivedAt({ receivedUs = 0, receivedNs = 0 }: MarketDataEvent): string {
  return formatNanos(receivedUs, receivedNs);
}

/** Keeps a book from a stream as any reader of it does. */
export function follow(book: OrderBook, event: MarketDataEvent): DeltaOutcome | 'snapshot' {
  if (event.kind === 'book-delta') return book.applyDelta(event);
  if (event.kind !== 'book-snapshot') throw new Error(`a ${event.kind} in a book stream`);
  book.applySnapshot(event);
  return 'snapshot';
}
