interface Parked<Effect> {
  readonly sequence: number;
  effect: Effect | undefined;
}

/**
 * Effects (send, acknowledge, publish, reply) that wait until the record they follow from is durable. A queue by sequence,
 * released in order.
 */
export class ParkedEffects<Effect> {
  private queue: Parked<Effect>[] = [];
  private first = 0;

  /** Effects that wait. */
  get size(): number {
    return this.queue.length - this.first;
  }

  /** Parks an effect; sequences never go down. Returns a function that takes it back, false when it is released already. */
  park(sequence: number, effect: Effect): () => boolean {
    const last = this.queue.at(-1);
    if (last !== undefined && this.size > 0 && last.sequence > sequence) {
      throw new RangeError(`effect of ${sequence} after one of ${last.sequence}`);
    }
    const parked: Parked<Effect> = { sequence, effect };
    this.queue.push(parked);
    return () => {
      const there = parked.effect !== undefined;
      parked.effect = undefined;
      return there;
    };
  }

  /** Releases, in order, everything up to and including `durable`. An effect may park further ones. */
  release(durable: number, run: (effect: Effect) => void): number {
    let count = 0;
    while (this.first < this.queue.length) {
      const parked = this.queue[this.first];
      if (parked.sequence > durable) break;
      this.first++;
      const effect = parked.effect;
      parked.effect = undefined;
      if (this.first > 1_024 && this.first * 2 > this.queue.length) {
        this.queue = this.queue.slice(this.first);
        this.first = 0;
      }
      if (effect === undefined) continue;
      count++;
      run(effect);
    }
    return count;
  }

  /** Gives up everything that waits and returns it, in order: it is never released. */
  abandon(): Effect[] {
    const waiting = this.queue.slice(this.first).flatMap(({ effect }) => (effect === undefined ? [] : [effect]));
    this.queue = [];
    this.first = 0;
    return waiting;
  }
}
