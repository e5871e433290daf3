import type { ChoiceParameter } from '../core/definition.js';
import { checkWindow } from './window.js';

/** wilder: 1 / length of the way to each change, after the simple average of the first. simple: the last `length` changes. */
export type Smoothing = 'wilder' | 'simple';

export const SMOOTHING: ChoiceParameter = {
  name: 'smoothing',
  title: "averages by Wilder's smoothing (wilder) or over the window (simple)",
  kind: 'choice',
  choices: ['wilder', 'simple'],
  default: 'wilder',
};

/** Average rise and average fall from value to value, of `length` changes; both positive. Values must be finite. */
export class RisesAndFalls {
  /** The last changes; empty with Wilder's smoothing. */
  private readonly ring: Float64Array;
  private at = 0;
  /** Changes so far, up to `length`; -1 before the first value. */
  private count = -1;
  private previous = 0;
  private up = 0;
  private down = 0;

  constructor(
    readonly length: number,
    smoothing: Smoothing,
  ) {
    this.ring = new Float64Array(smoothing === 'simple' ? checkWindow(length) : 0);
  }

  get ready(): boolean {
    return this.count === this.length;
  }

  get rise(): number {
    return this.ready ? this.up : NaN;
  }

  get fall(): number {
    return this.ready ? this.down : NaN;
  }

  /** The last value. */
  get last(): number {
    return this.previous;
  }

  update(value: number): void {
    const change = value - this.previous;
    this.previous = value;
    if (this.count < this.length) {
      this.count += 1;
      if (this.count === 0) return;
    }
    if (this.ring.length > 0) this.roll(change);
    else this.smooth(change);
  }

  private smooth(change: number): void {
    this.up += ((change > 0 ? change : 0) - this.up) / this.count;
    this.down += ((change < 0 ? -change : 0) - this.down) / this.count;
  }

  /** The window is zero until it is full. Sums are made anew once a window, lest their rounding piles up. */
  private roll(change: number): void {
    this.add(-this.ring[this.at], -1);
    this.ring[this.at] = change;
    this.add(change, 1);
    this.at += 1;
    if (this.at < this.length) return;
    this.at = 0;
    this.up = 0;
    this.down = 0;
    for (let i = 0; i < this.length; i++) this.add(this.ring[i], 1);
  }

  /** A change that enters (side 1), or one with its sign turned that leaves (-1). */
  private add(change: number, side: number): void {
    if (change * side > 0) this.up += change / this.length;
    else this.down -= change / this.length;
  }
}
