import type { QueueMessage } from './queue-message.js';

/** Entries in front of the list that are given back to the memory together. */
const COMPACT = 1024;

/**
 * Messages that wait for a consumer, by id. Those that came back have lower ids than those that were never out, so two
 * lists do: a short sorted one, and a long one that only grows at its end.
 */
export class ReadyList {
  private readonly returned: QueueMessage[] = [];
  private fresh: QueueMessage[] = [];
  private head = 0;

  /** A message with a higher id than all before. */
  push(message: QueueMessage): void {
    this.fresh.push(message);
  }

  /** A message that was out already. */
  giveBack(message: QueueMessage): void {
    let [low, high] = [0, this.returned.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.returned[middle].id < message.id) low = middle + 1;
      else high = middle;
    }
    this.returned.splice(low, 0, message);
  }

  peek(): QueueMessage | null {
    while (this.returned.length > 0 && this.returned[0].gone) this.returned.shift();
    if (this.returned.length > 0) return this.returned[0];
    while (this.head < this.fresh.length && this.fresh[this.head].gone) this.skip();
    return this.fresh[this.head] ?? null;
  }

  /** Takes what `peek` has shown. */
  shift(): void {
    if (this.returned.length > 0) this.returned.shift();
    else this.skip();
  }

  /** Id of the next message that was never out; null when there is none. */
  nextFreshId(): number | null {
    while (this.head < this.fresh.length && this.fresh[this.head].gone) this.skip();
    return this.fresh[this.head]?.id ?? null;
  }

  /** All that wait, in order. */
  *[Symbol.iterator](): Generator<QueueMessage> {
    for (const message of this.returned) if (!message.gone) yield message;
    for (let at = this.head; at < this.fresh.length; at += 1) if (!this.fresh[at].gone) yield this.fresh[at];
  }

  private skip(): void {
    this.head += 1;
    if (this.head < COMPACT || this.head * 2 < this.fresh.length) return;
    this.fresh = this.fresh.slice(this.head);
    this.head = 0;
  }
}
