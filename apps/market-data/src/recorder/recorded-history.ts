import { existsSync } from 'node:fs';
import { DomainError, type MarketDataEvent } from '@bourseworks/domain';
import type { Clock, HistoryQuery, Point } from '@bourseworks/ports';
import { eventOf } from '../history/cache/event-points.js';
import { kindOf } from '../history/cache/kept-series.js';
import { KeptStore, type KeptStoreOptions, type StoreTrouble } from '../history/cache/kept-store.js';
import { isStored, recordedSeries } from './recorded-series.js';

/** The store of recorded trades and bars, for those who only read: it is not made where nothing was ever recorded. */
export class RecordedStore {
  private store: KeptStore | undefined;

  constructor(
    private readonly options: KeptStoreOptions,
    private readonly clock: Clock,
    private readonly tell: (trouble: StoreTrouble) => void,
  ) {}

  open(): KeptStore | undefined {
    if (this.store === undefined && existsSync(this.options.path))
      this.store = new KeptStore(this.options, this.clock, this.tell);
    return this.store;
  }
}

/**
 * Reads what was recorded of a range; resolves to the number of events. Throws DomainError KIND_UNSUPPORTED, ADJUSTMENT_UNSUPPORTED,
 * HISTORY_NOT_FOUND, STORE_UNAVAILABLE.
 */
export async function readRecorded(
  from: RecordedStore | undefined,
  adapter: string,
  query: HistoryQuery,
  part: (events: readonly MarketDataEvent[]) => Promise<void>,
  signal: AbortSignal,
): Promise<number> {
  const { instrument, kind, fromUs, toUs, adjustment = 'raw' } = query;
  if (!isStored(kind)) throw refusal('KIND_UNSUPPORTED', 'the store has recorded trades and bars only', { kind });
  if (adjustment !== 'raw') throw refusal('ADJUSTMENT_UNSUPPORTED', 'recorded prices are raw', { adjustment });
  let items = 0;
  const take = async (points: readonly Point[]): Promise<void> => {
    const events = points.map((point) => eventOf(kindOf(kind), point));
    const asked = events.filter((event) => event.kind !== 'bar' || event.endUs <= toUs);
    items += asked.length;
    if (asked.length > 0) await part(asked);
  };
  const store = from?.open();
  const isRead = await store?.read(recordedSeries(adapter, instrument, kind), fromUs, toUs, take, signal);
  if (isRead === false) throw refusal('STORE_UNAVAILABLE', 'the store of recorded data does not answer', {});
  if (items > 0) return items;
  const { venue, symbol } = instrument;
  throw refusal('HISTORY_NOT_FOUND', `no ${kind} of ${instrument.key} was recorded in the range`, {
    venue,
    symbol,
    kind,
  });
}

function refusal(
  code: 'KIND_UNSUPPORTED' | 'ADJUSTMENT_UNSUPPORTED' | 'STORE_UNAVAILABLE' | 'HISTORY_NOT_FOUND',
  message: string,
  details: Readonly<Record<string, string>>,
): DomainError {
  return new DomainError({ code, message, details });
}
