import { BUY, type SideCode } from './codes.js';

/** An order that waits outside of the book. */
export interface Stop<T> {
  readonly side: SideCode;
  readonly owner: T;
  /** Price units; 0 while a trailing stop waits for the first trade to follow. */
  readonly trigger: number;
  /** Price units; 0 = its trigger stays. */
  readonly trailBy: number;
  /** Order of arrival. */
  readonly sequence: number;
}

/** Stops of one side by their triggers: the next to be reached stands last, so that nothing moves when it goes. */
export class StopSide<T> {
  private readonly triggers: number[] = [];
  private readonly levels = new Map<number, Set<Stop<T>>>();

  constructor(private readonly side: SideCode) {}

  add(stop: Stop<T>): void {
    const level = this.levels.get(stop.trigger);
    if (level !== undefined) {
      level.add(stop);
      return;
    }
    this.levels.set(stop.trigger, new Set([stop]));
    this.triggers.splice(this.place(stop.trigger), 0, stop.trigger);
  }

  remove(stop: Stop<T>): void {
    const level = this.levels.get(stop.trigger);
    if (level?.delete(stop) !== true || level.size > 0) return;
    this.levels.delete(stop.trigger);
    this.triggers.splice(this.place(stop.trigger), 1);
  }

  /** Takes out every stop that a trade at `price` triggers: buys at or below it, sales at or above. */
  takeReached(price: number, into: Stop<T>[]): void {
    for (let next = this.triggers.at(-1); next !== undefined; next = this.triggers.at(-1)) {
      if (this.side === BUY ? next > price : next < price) return;
      into.push(...(this.levels.get(next) ?? []));
      this.levels.delete(next);
      this.triggers.pop();
    }
  }

  /** Where a trigger stands, or would stand. */
  private place(trigger: number): number {
    let [low, high] = [0, this.triggers.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const before = this.side === BUY ? this.triggers[middle] > trigger : this.triggers[middle] < trigger;
      if (before) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
