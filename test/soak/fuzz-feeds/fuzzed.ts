import type { MarketDataEvent } from '@bourseworks/domain';
import { EventCheck } from './event-check.js';

/** Reads the messages of a venue, as it does live or of a recording. */
export interface Fuzzed {
  readonly name: string;
  /** Good messages, in the order in which they were received. */
  readonly texts: readonly string[];
  /** Throws what the reader throws. */
  accept(text: string): void;
  /** The texts begin anew, on another connection. */
  restart(): void;
  close?(): void;
}

/** What all readers have told. */
export class Told {
  events = 0;
  /** Events, and the levels of the books among them. */
  size = 0;
  readonly problems: string[] = [];
  private readonly checks = new Map<string, EventCheck>();

  /** `stream` names the book, among those of one reader. */
  take(stream: string, event: MarketDataEvent): void {
    let check = this.checks.get(stream);
    if (check === undefined) this.checks.set(stream, (check = new EventCheck()));
    this.events++;
    this.size += 1 + ('bids' in event ? event.bids.length + event.asks.length : 0);
    const problem = check.problem(event);
    if (problem === undefined) return;
    check.forget();
    this.problems.push(`${stream}: ${problem}: ${JSON.stringify(event).slice(0, 400)}`);
  }
}
