/** Binary heap; `before` tells which of two comes first. Push and pop are O(log n), the first is at hand. */
export class Heap<T> {
  private items: T[] = [];
  private readonly before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.before = before;
  }

  get size(): number {
    return this.items.length;
  }

  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    const { items } = this;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.before(item, items[parent])) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.sink(last, 0);
    return first;
  }

  /** Drops what `keep` does not hold on to: O(n). */
  filter(keep: (item: T) => boolean): void {
    this.items = this.items.filter(keep);
    for (let at = (this.items.length >>> 1) - 1; at >= 0; at--) this.sink(this.items[at], at);
  }

  /**
   * Shows `take` every item that `within` accepts, where all that come before an accepted one are accepted too. Costs what
   * is accepted, not what is held; in no particular order.
   */
  each(within: (item: T) => boolean, take: (item: T) => void): void {
    const { items } = this;
    if (items.length === 0 || !within(items[0])) return;
    const open = [0];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      take(items[at]);
      for (let child = 2 * at + 1; child <= 2 * at + 2; child++)
        if (child < items.length && within(items[child])) open.push(child);
    }
  }

  private sink(item: T, from: number): void {
    const { items } = this;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.before(items[child + 1], items[child])) child++;
      if (!this.before(items[child], item)) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = item;
  }
}
