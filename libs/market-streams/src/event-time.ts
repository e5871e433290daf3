import type { MarketDataEvent } from '@bourseworks/domain';

/** Time at which an event is known, epoch microseconds: a bar once it has ended. */
export function eventTimeUs(event: MarketDataEvent): number {
  return event.kind === 'bar' ? event.endUs : event.us;
}
