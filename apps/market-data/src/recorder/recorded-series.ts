import type { Instrument, StreamKind } from '@bourseworks/domain';
import type { SeriesKey } from '@bourseworks/ports';
import { kindOf } from '../history/cache/kept-series.js';

/** Kinds that go into the store: what is asked for as history, and is worth its room. */
export const isStored = (kind: StreamKind): boolean => kind !== 'book' && kind !== 'quote';

/** Of the points of these series. */
const FORM = '1';

/** What was recorded of a stream: in units of its instrument, so that other units are another series. */
export function recordedSeries(
  adapter: string,
  { venue, symbol, priceScale, qtyScale }: Instrument,
  kind: StreamKind,
): SeriesKey {
  return {
    measurement: kindOf(kind),
    tags: { use: `recorded ${FORM}`, adapter, venue, symbol, kind, scales: `${priceScale} ${qtyScale}` },
  };
}
