import { BUY, SELL, type SideCode } from './codes.js';
import { StopSide, type Stop } from './stop-side.js';

export type { Stop } from './stop-side.js';

const MAX_STOPS = 100_000;

/**
 * Stop orders of one instrument, outside of its book until a trade reaches their trigger: a buy at or above it, a sale at or
 * below. A trailing stop's trigger follows every trade that moves in its favour, at its distance, and never goes back.
 *
 * Stops that one trade triggers leave in the order of their arrival, behind those of earlier trades: `take` them until there
 * is none, for what they trade may trigger more. While there are no stops a trade costs a comparison.
 */
export class StopBook<T> {
  private readonly buys = new StopSide<T>(BUY);
  private readonly sells = new StopSide<T>(SELL);
  private readonly trailing = new Set<Mutable<T>>();
  private readonly waiting = new Set<Mutable<T>>();
  private readonly triggered: Stop<T>[] = [];
  private lastPrice = 0;
  private sequence = 0;

  constructor(private readonly maxStops = MAX_STOPS) {}

  /** Stops that wait for their trigger. */
  get size(): number {
    return this.waiting.size;
  }

  get hasRoom(): boolean {
    return this.waiting.size < this.maxStops;
  }

  /** Price of the last trade; 0 before the first. */
  get last(): number {
    return this.lastPrice;
  }

  /**
   * A new stop; undefined when there is no room. One whose trigger the last trade has reached is triggered at once. A trailing
   * stop with `trigger` 0 takes its first one from the last trade, or from the next when there was none yet.
   */
  add(side: SideCode, trigger: number, trailBy: number, owner: T): Stop<T> | undefined {
    if (!this.hasRoom) return undefined;
    const stop = { side, owner, trailBy, trigger: this.first(side, trigger, trailBy), sequence: ++this.sequence };
    this.place(stop);
    return stop;
  }

  /** False when it does not wait any more. */
  remove(stop: Stop<T>): boolean {
    if (!this.waiting.delete(stop)) return false;
    this.trailing.delete(stop);
    if (stop.trigger > 0) this.sideOf(stop).remove(stop);
    return true;
  }

  /** Another trigger and distance, as of a new stop; the place in the order of arrival is a new one. Undefined when it is gone. */
  replace(stop: Stop<T>, trigger: number, trailBy: number): Stop<T> | undefined {
    return this.remove(stop) ? this.add(stop.side, trigger, trailBy, stop.owner) : undefined;
  }

  /** To be told of every trade, in order. */
  trade(price: number): void {
    const moved = price !== this.lastPrice;
    this.lastPrice = price;
    if (this.waiting.size === 0) return;
    for (const stop of this.trailing) this.follow(stop, price);
    if (moved) this.collect(price);
  }

  /** The next stop that was triggered. */
  take(): Stop<T> | undefined {
    return this.triggered.shift();
  }

  private sideOf({ side }: Stop<T>): StopSide<T> {
    return side === BUY ? this.buys : this.sells;
  }

  private first(side: SideCode, trigger: number, trailBy: number): number {
    return trigger > 0 || this.lastPrice === 0 ? trigger : distant(side, this.lastPrice, trailBy);
  }

  private place(stop: Mutable<T>): void {
    const { side, trigger, trailBy } = stop;
    const reached = side === BUY ? trigger <= this.lastPrice : trigger >= this.lastPrice;
    if (trigger > 0 && this.lastPrice > 0 && reached) {
      this.triggered.push(stop);
      return;
    }
    this.waiting.add(stop);
    if (trailBy > 0) this.trailing.add(stop);
    if (trigger > 0) this.sideOf(stop).add(stop);
  }

  private follow(stop: Mutable<T>, price: number): void {
    const trigger = distant(stop.side, price, stop.trailBy);
    const nearer = stop.side === BUY ? trigger < stop.trigger : trigger > stop.trigger;
    if (stop.trigger !== 0 && !nearer) return;
    if (stop.trigger !== 0) this.sideOf(stop).remove(stop);
    stop.trigger = trigger;
    this.sideOf(stop).add(stop);
  }

  private collect(price: number): void {
    const reached: Stop<T>[] = [];
    this.buys.takeReached(price, reached);
    this.sells.takeReached(price, reached);
    if (reached.length > 1) reached.sort((a, b) => a.sequence - b.sequence);
    for (const stop of reached) {
      this.waiting.delete(stop);
      this.trailing.delete(stop);
      this.triggered.push(stop);
    }
  }
}

type Mutable<T> = Stop<T> & { trigger: number };

/** Never below one unit: a price of nothing is no trigger. */
function distant(side: SideCode, price: number, trailBy: number): number {
  return side === BUY ? price + trailBy : Math.max(1, price - trailBy);
}
