import type { Instrument } from '../api/trading.js';
import { streamNow } from '../market/use-stream.js';
import type { StreamEntry } from '../market/tick-store.js';

/** The middle of the market, or what there is of it; 0: nothing. */
export const midOf = (entry: StreamEntry | undefined): number => {
  const quote = entry?.state.quote;
  return quote?.mid ?? quote?.ask ?? quote?.bid ?? 0;
};

/** As decimal text at this moment; undefined when there is none. */
export function marketNow(instrument: Instrument): string | undefined {
  const mid = midOf(streamNow(instrument, 'quote'));
  return mid > 0 ? mid.toFixed(instrument.priceScale) : undefined;
}
