import { DomainError, type MarketDataEvent, type StreamKind, type Trade } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import { placeOf, type KeptEvent } from '../src/history/cache/kept-series.js';

export const trade = (us: number, ns = 0, price = 100, more: Partial<Trade> = {}): Trade => ({
  kind: 'trade',
  us,
  ns,
  price,
  quantity: 1,
  ...more,
});

export const bar = (startUs: number, lengthUs: number, close = 100): KeptEvent => ({
  kind: 'bar',
  startUs,
  endUs: startUs + lengthUs,
  open: 100,
  high: 200,
  low: 50,
  close,
  volume: 7,
  trades: -1,
});

const endOf = (event: KeptEvent): number => (event.kind === 'bar' ? event.endUs : event.us + 1);

/** A venue with a given history, which remembers what it was asked for. */
export class ModelVenue {
  readonly asked: { readonly fromUs: number; readonly toUs: number; readonly kind: StreamKind }[] = [];
  /** After so many parts it fails. */
  failsAfter = Infinity;
  /** Events of a part. */
  partSize = 3;
  /** Throws where there is nothing, as most venues do. */
  refusesNothing = false;

  constructor(public events: readonly KeptEvent[]) {}

  /** What it answers. */
  within({ fromUs, toUs }: Pick<HistoryQuery, 'fromUs' | 'toUs'>): readonly KeptEvent[] {
    return this.events.filter((event) => placeOf(event) >= fromUs && endOf(event) <= toUs);
  }

  async history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { fromUs, toUs, kind } = query;
    this.asked.push({ fromUs, toUs, kind });
    const events = this.within(query);
    if (events.length === 0 && this.refusesNothing)
      throw new DomainError({ code: 'HISTORY_NOT_FOUND', message: 'nothing there' });
    for (let from = 0, parts = 0; from < events.length && !signal.aborted; from += this.partSize, parts++) {
      if (parts === this.failsAfter) throw new DomainError({ code: 'ADAPTER_FAILED', message: 'the venue is away' });
      await part(events.slice(from, from + this.partSize));
    }
  }
}
