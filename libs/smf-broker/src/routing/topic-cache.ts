interface Slot<T> {
  hash: number;
  topic: Uint8Array;
  value: T;
}

/**
 * Values (routes, permissions) by topic bytes. Two levels, both bounded: a direct-mapped table that compares bytes, so that a hot topic
 * costs no string, and behind it a map by topic text for topics whose slots collide.
 */
export class TopicCache<T> {
  private readonly slots: (Slot<T> | null)[];
  private readonly mask: number;
  private readonly byTopic = new Map<string, T>();
  private dirty = false;
  hits = 0;
  misses = 0;

  /** `capacity`: topics in the map; `slotCount`: a power of two. */
  constructor(
    private readonly capacity: number,
    slotCount = 8192,
  ) {
    this.slots = Array.from({ length: slotCount }, () => null);
    this.mask = slotCount - 1;
  }

  get size(): number {
    return this.byTopic.size;
  }

  find(bytes: Buffer, start: number, end: number, compute: (topic: string) => T): T {
    const hash = hashOf(bytes, start, end);
    const index = hash & this.mask;
    const slot = this.slots[index]!;
    if (slot !== null && slot.hash === hash && sameBytes(slot.topic, bytes, start, end)) {
      this.hits += 1;
      return slot.value;
    }
    return this.findByText(bytes, start, end, hash, compute);
  }

  /** Forgets every value, for when what they were computed from has changed. */
  clear(): void {
    // Clients log in with tens of subscriptions in a row: clear once, not once for each.
    if (!this.dirty) return;
    this.slots.fill(null);
    this.byTopic.clear();
    this.dirty = false;
  }

  private findByText(bytes: Buffer, start: number, end: number, hash: number, compute: (topic: string) => T): T {
    const topic = bytes.toString('latin1', start, end);
    let value = this.byTopic.get(topic);
    if (value === undefined) {
      this.misses += 1;
      value = compute(topic);
      // A publisher of ever new topics must not grow the map: start over, the slots keep what is hot.
      if (this.byTopic.size >= this.capacity) this.byTopic.clear();
      this.byTopic.set(topic, value);
    } else {
      this.hits += 1;
    }
    this.slots[hash & this.mask] = { hash, topic: Uint8Array.prototype.slice.call(bytes, start, end), value };
    this.dirty = true;
    return value;
  }
}

/** Four bytes a step: a topic is hashed for every message, and byte by byte that costs more than the rest of the look-up. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    hash = mixed(hash ^ word);
  }
  for (; at < end; at += 1) hash = mixed(hash ^ bytes[at]);
  return hash;
}

/** A product carries upwards only: the shift brings what the upper bits hold down to those that choose the slot. */
function mixed(value: number): number {
  const product = Math.imul(value, 0x85ebca6b);
  return product ^ (product >>> 15);
}

function sameBytes(topic: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  if (topic.length !== end - start) return false;
  for (let at = 0; at < topic.length; at += 1) {
    if (topic[at] !== bytes[start + at]) return false;
  }
  return true;
}
