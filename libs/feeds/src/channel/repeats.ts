import { FLAG, type MarketDataEvent, type Timestamp } from '@bourseworks/domain';

/** Ids that are remembered. */
const MAX_IDS = 10_000;

/**
 * Knows events that were seen, where the venue does not number them: trades by their id, bars by their start and revision, the
 * last 10 000 of them. Others have a time only, and two of one time are no repetition; but where fetched and live events
 * overlap, those up to an edge count as seen.
 */
export class Repeats {
  private readonly ids = new Set<string>();
  private last: Timestamp = { us: -1, ns: 0 };
  private edge: Timestamp | undefined;

  /** What comes from now on, up to `endOverlap`, overlaps with what was seen. */
  overlap(): void {
    this.edge = this.last;
  }

  endOverlap(): void {
    this.edge = undefined;
  }

  /** Whether the event was seen; if not, it is now. */
  seen(event: MarketDataEvent): boolean {
    const id = idOf(event);
    if (id === undefined) return event.kind !== 'bar' && this.seenByTime(event);
    if (this.ids.has(id)) return true;
    this.ids.add(id);
    if (this.ids.size > MAX_IDS) this.ids.delete(this.ids.values().next().value ?? '');
    return false;
  }

  private seenByTime(event: Timestamp): boolean {
    if (this.edge !== undefined && !isAfter(event, this.edge)) return true;
    if (isAfter(event, this.last)) this.last = { us: event.us, ns: event.ns };
    return false;
  }
}

function isAfter(one: Timestamp, other: Timestamp): boolean {
  return one.us > other.us || (one.us === other.us && one.ns > other.ns);
}

/** A correction of a trade is not the trade, though it may have its id. */
function idOf(event: MarketDataEvent): string | undefined {
  if (event.kind === 'bar') return `${event.startUs}/${event.revision ?? 0}`;
  if (event.kind !== 'trade' || event.tradeId === undefined) return undefined;
  return `${event.tradeId}/${(event.flags ?? 0) & (FLAG.CORRECTION | FLAG.CANCELLED)}`;
}
