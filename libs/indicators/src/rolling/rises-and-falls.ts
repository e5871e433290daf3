import type { ChoiceParameter } from '../core/definition.js';
import { positivePart } from './positive-part.js';
import { checkWindow } from './window.js';

/**
 * wilder: 1 / length of the way to each change, after the simple average of the first. zero: the same, but from 0 on and known
 * after one change (ta4j). simple: over the last `length` changes.
 */
export type Smoothing = 'wilder' | 'zero' | 'simple';

export const SMOOTHING: ChoiceParameter = {
  name: 'smoothing',
  title:
    "averages by Wilder's smoothing, begun with the average of a window (wilder) or with 0 (zero), or over the window (simple)",
  kind: 'choice',
  choices: ['wilder', 'zero', 'simple'],
  default: 'wilder',
};

/** Average rise and average fall from value to value, of `length` changes; both positive. Values must be finite. */
export class RisesAndFalls {
  /** The last changes; empty with Wilder's smoothing. */
  private readonly ring: Float64Array;
  private at = 0;
  private begun = false;
  private moved = false;
  /** Changes that are averaged, up to `length`. */
  private count: number;
  private previous = 0;
  private up = 0;
  private down = 0;

  constructor(
    readonly length: number,
    smoothing: Smoothing,
  ) {
    this.ring = new Float64Array(smoothing === 'simple' ? checkWindow(length) : 0);
    this.count = smoothing === 'zero' ? length : 0;
  }

  get ready(): boolean {
    return this.moved && this.count === this.length;
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
    if (!this.begun) {
      this.begun = true;
      return;
    }
    this.move(change);
  }

  /** A change itself, instead of a value that changes. */
  move(change: number): void {
    this.moved = true;
    if (this.count < this.length) this.count += 1;
    if (this.ring.length > 0) this.roll(change);
    else this.smooth(change);
  }

  private smooth(change: number): void {
    const part = 1 / this.count;
    this.up += part * (positivePart(change) - this.up);
    this.down += part * (positivePart(-change) - this.down);
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

/** Updates until averages of `length` changes are known. */
export const changesWarmup = (length: number, smoothing: Smoothing): number => (smoothing === 'zero' ? 2 : length + 1);
