import type { PublishRefusal } from '@bourseworks/solace-transport';

/** The part of the session that publishing needs. */
export interface Outlet {
  tryPublish(topic: string, payload: Uint8Array): PublishRefusal | undefined;
}

export interface TopicCounters {
  /** Last sequence used. */
  sequence: number;
  /** Items and messages that left. */
  items: number;
  messages: number;
  dropped: number;
}

/**
 * Puts batches on their topics and keeps the sequences. An epoch, and a topic's sequence in it, live as long as the process: a stream that is
 * closed and opened again goes on where it was. What the session refuses is counted and dropped: the hole in the sequences
 * tells the consumers, and a queue would only make what is late still later.
 */
export class TopicPublisher {
  private readonly topics = new Map<string, TopicCounters>();

  constructor(
    private readonly outlet: Outlet,
    /** Of everything that this process publishes: higher than that of any process before it. */
    readonly epoch: number,
  ) {}

  counters(topic: string): TopicCounters {
    let counters = this.topics.get(topic);
    if (counters === undefined) this.topics.set(topic, (counters = { sequence: 0, items: 0, messages: 0, dropped: 0 }));
    return counters;
  }

  /** Sum over all topics since the start. */
  total(what: 'items' | 'messages' | 'dropped'): number {
    let sum = 0;
    for (const counters of this.topics.values()) sum += counters[what];
    return sum;
  }

  /** Publishes items seq0 ... of a topic; false when the session refused them. */
  publish(topic: string, seq0: number, count: number, bytes: Uint8Array): boolean {
    if (this.outlet.tryPublish(topic, bytes) === undefined) {
      this.sent(topic, seq0, count);
      return true;
    }
    const counters = this.counters(topic);
    counters.sequence = Math.max(counters.sequence, seq0 + count - 1);
    counters.dropped += count;
    return false;
  }

  /** A message of a topic that left by another way. */
  sent(topic: string, seq0: number, count: number): void {
    const counters = this.counters(topic);
    counters.sequence = Math.max(counters.sequence, seq0 + count - 1);
    counters.items += count;
    counters.messages++;
  }

  /** Items that got their sequences elsewhere and were lost before they came here. */
  lost(topic: string, count: number): void {
    const counters = this.counters(topic);
    counters.sequence += count;
    counters.dropped += count;
  }
}
