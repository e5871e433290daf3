import type { MarketDataEvent } from '@bourseworks/domain';

/** A part is about 100 kB on the wire: 500 trades or quotes, or as many book changes as have 2 500 levels with them. */
const PART_WEIGHT = 2_500;
const EVENT_WEIGHT = 5;

/** Events until they are a part. */
export class PartBuffer {
  private events: MarketDataEvent[] = [];
  private weight = 0;

  add(event: MarketDataEvent): void {
    this.events.push(event);
    this.weight += EVENT_WEIGHT + ('bids' in event ? event.bids.length + event.asks.length : 0);
  }

  get empty(): boolean {
    return this.events.length === 0;
  }

  get full(): boolean {
    return this.weight >= PART_WEIGHT;
  }

  take(): readonly MarketDataEvent[] {
    const { events } = this;
    this.events = [];
    this.weight = 0;
    return events;
  }
}
