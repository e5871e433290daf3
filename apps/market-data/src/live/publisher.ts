import type { PublishRefusal } from '@bourseworks/solace-transport';
import type { TopicPlace } from './live-protocol.js';

/** The part of the session that publishing needs. */
export interface Outlet {
  tryPublish(topic: string, payload: Uint8Array): PublishRefusal | undefined;
}

interface Counts {
  /** Items and messages that left. */
  items: number;
  messages: number;
  dropped: number;
}

export interface TopicCounters extends Counts {
  readonly epoch: number;
  /** Last sequence used in it. */
  sequence: number;
}

/**
 * Puts batches on their topics and keeps the sequences, which begin at 1 with each epoch of a topic. What the session refuses
 * is counted and dropped: the hole in the sequences tells the consumers, and a queue would only make what is late still later.
 */
export class TopicPublisher {
  private readonly topics = new Map<string, TopicCounters>();
  private readonly totals: Counts = { items: 0, messages: 0, dropped: 0 };

  constructor(private readonly outlet: Outlet) {}

  /** This process publishes a topic from now on; what it counted of an earlier epoch is forgotten. */
  begin(topic: string, epoch: number): void {
    this.topics.set(topic, { epoch, sequence: 0, items: 0, messages: 0, dropped: 0 });
  }

  /** It publishes it no more. */
  end(topic: string): void {
    this.topics.delete(topic);
  }

  /** @throws Error unless the topic was begun */
  counters(topic: string): TopicCounters {
    const counters = this.topics.get(topic);
    if (counters === undefined) throw new Error(`${topic} is not published here`);
    return counters;
  }

  place(topic: string): TopicPlace {
    const { epoch, sequence } = this.counters(topic);
    return { epoch, sequence };
  }

  /** Sum over all topics since the start. */
  total(what: keyof Counts): number {
    return this.totals[what];
  }

  /** Publishes items seq0 ... of a topic; false when the session refused them. */
  publish(topic: string, seq0: number, count: number, bytes: Uint8Array): boolean {
    if (this.outlet.tryPublish(topic, bytes) === undefined) {
      this.sent(topic, seq0, count);
      return true;
    }
    const counters = this.counters(topic);
    counters.sequence = Math.max(counters.sequence, seq0 + count - 1);
    this.count(counters, 'dropped', count);
    return false;
  }

  /** A message of a topic that left by another way. */
  sent(topic: string, seq0: number, count: number): void {
    const counters = this.counters(topic);
    counters.sequence = Math.max(counters.sequence, seq0 + count - 1);
    this.count(counters, 'items', count);
    this.count(counters, 'messages', 1);
  }

  /** Items that got their sequences elsewhere and were lost before they came here. */
  lost(topic: string, count: number): void {
    const counters = this.counters(topic);
    counters.sequence += count;
    this.count(counters, 'dropped', count);
  }

  private count(counters: TopicCounters, what: keyof Counts, by: number): void {
    counters[what] += by;
    this.totals[what] += by;
  }
}
