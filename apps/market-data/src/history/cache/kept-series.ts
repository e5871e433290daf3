import { barSeconds, US_PER_SECOND, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import type { HistoryQuery, KeptHistory, SeriesKey } from '@bourseworks/ports';

/** What can be put together from pieces. A book cannot: its changes follow a snapshot that another piece may lack. */
export type KeptEvent = Extract<MarketDataEvent, { kind: 'trade' | 'quote' | 'bar' }>;

/** [fromUs, toUs). */
export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/** An adapter whose history is kept. */
export interface KeptAdapter extends KeptHistory {
  readonly name: string;
}

/** Of the points of these series; those of another one are fetched again. */
const FORM = '1';

export const isKept = (kind: StreamKind): boolean => kind !== 'book';

export const kindOf = (kind: StreamKind): KeptEvent['kind'] => (kind === 'trade' || kind === 'quote' ? kind : 'bar');

/** Where an event stands in its series: a bar at its start. */
export const placeOf = (event: KeptEvent): number => (event.kind === 'bar' ? event.startUs : event.us);

/**
 * How much later than its place an event may end, at most: a range of places asks the venue for so much more, or the last bar
 * of each piece would be missing, as it does not end within.
 */
export const spanOf = (kind: StreamKind): number => Math.max(barSeconds(kind) * US_PER_SECOND - 1, 0);

/**
 * All that the numbers of a history depend on. Adjusted prices are those of the end of their range, so that only ranges with
 * the same end have them in common.
 */
export function seriesOf({ name, source }: KeptAdapter, query: HistoryQuery): SeriesKey {
  const { instrument, kind, adjustment = 'raw', toUs } = query;
  return {
    measurement: kindOf(kind),
    tags: {
      use: `history ${FORM}`,
      adapter: name,
      source,
      venue: instrument.venue,
      symbol: instrument.symbol,
      kind,
      prices: adjustment === 'raw' ? 'raw' : `${adjustment} ${toUs}`,
      scales: `${instrument.priceScale} ${instrument.qtyScale}`,
    },
  };
}

/** The series of an instrument among all that are kept, each with its kind. */
export function seriesOfInstrument(
  all: readonly SeriesKey[],
  of: { readonly adapter: string; readonly venue: string; readonly symbol: string },
): readonly { readonly series: SeriesKey; readonly kind: StreamKind }[] {
  return all
    .filter(({ tags }) => tags['adapter'] === of.adapter && tags['venue'] === of.venue && tags['symbol'] === of.symbol)
    .map((series) => ({ series, kind: series.tags['kind'] as StreamKind }));
}
