import { checkWindow } from './window.js';

/** Which of equal extremes `age` speaks of. */
export type Tie = 'newest' | 'oldest';

/**
 * Largest or smallest of the last `length` values, and how long ago it was. Values are taken in blocks as long as the window,
 * which then is the end of one block and the beginning of the next: the extreme of either is known at once, that of an end from
 * a pass back over the block when it was whole (van Herk 1992, Gil and Werman 1993). O(1) an update on average, whatever the
 * length and the values. A value that is not finite is left out.
 */
export class RollingExtreme {
  /** Ranks, largest first: of the block that is being filled up to `at`, from there on the largest to the end of the one before. */
  private readonly ranks: Float64Array;
  /** Where in its block that largest is. */
  private readonly places: Int32Array;
  private readonly sign: number;
  private readonly strict: boolean;
  private at = 0;
  private clock = 0;
  /** Largest rank of the block that is being filled, and where it is. */
  private largest = -Infinity;
  private place = 0;

  constructor(
    readonly length: number,
    side: 'max' | 'min',
    tie: Tie = 'newest',
  ) {
    this.ranks = new Float64Array(checkWindow(length)).fill(-Infinity);
    this.places = new Int32Array(length);
    this.sign = side === 'max' ? 1 : -1;
    this.strict = tie === 'oldest';
  }

  get ready(): boolean {
    return this.clock >= this.length;
  }

  /** Values taken since the start, also those that left the window. */
  get count(): number {
    return this.clock;
  }

  /** Of the values there are, also while the window is not full; NaN when there are none. */
  get value(): number {
    if (this.clock === 0) return NaN;
    const before = this.ranks[this.at];
    return this.sign * (before > this.largest ? before : this.largest);
  }

  /** Updates since the extreme: 0 if it is the last value. NaN when there are no values. */
  get age(): number {
    if (this.clock === 0) return NaN;
    const { at, length, largest } = this;
    const before = this.ranks[at];
    const isBefore = before > largest || (this.strict && before === largest);
    return isBefore ? at - 1 + length - this.places[at] : at - 1 - this.place;
  }

  update(value: number): void {
    if (!Number.isFinite(value)) return;
    const rank = this.sign * value;
    const { at } = this;
    this.ranks[at] = rank;
    if (rank > this.largest || (rank === this.largest && !this.strict)) {
      this.largest = rank;
      this.place = at;
    }
    this.clock += 1;
    this.at = at + 1;
    if (this.at === this.length) this.turn();
  }

  /** The block is whole: from each place on, the largest to its end. */
  private turn(): void {
    const { ranks, places, strict } = this;
    let place = this.length - 1;
    let largest = ranks[place];
    places[place] = place;
    for (let i = place - 1; i >= 0; i--) {
      const rank = ranks[i];
      if (rank > largest || (rank === largest && strict)) {
        largest = rank;
        place = i;
      }
      ranks[i] = largest;
      places[i] = place;
    }
    this.at = 0;
    this.largest = -Infinity;
  }
}
