import { length, numberOf, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { positivePart } from '../rolling/positive-part.js';
import { quotient } from '../rolling/quotient.js';
import { trueRangeOf } from '../rolling/true-range-of.js';
import { checkWindow } from '../rolling/window.js';

/** How many moves the sums begin with. whole: `length` (Wilder, Skender, LEAN). short: one less (Tulip). */
export type MovementSeeding = 'whole' | 'short';

const MOVEMENT_SEEDING: ChoiceParameter = {
  name: 'seeding',
  title: 'sums begin with as many moves as the length says (whole) or one less (short)',
  kind: 'choice',
  choices: ['whole', 'short'],
  default: 'whole',
};

/** A move in one direction where it is larger than the one in the other, and not negative; otherwise 0. */
export const directedMove = (move: number, other: number): number => Number(move > other) * positivePart(move);

/** Wilder's directional movement: smoothed sums of moves up and down, these in percent of true ranges, and their index. */
export class DirectionalMovement extends Indicator {
  private readonly seeds: number;
  /** Moves taken, up to those that the sums begin with; -1 before the first bar. */
  private count = -1;
  private high = 0;
  private low = 0;
  private close = 0;
  private up = 0;
  private down = 0;
  private range = 0;

  constructor(
    readonly length: number,
    seeding: MovementSeeding = 'whole',
  ) {
    super('directional-movement', [length, seeding]);
    checkWindow(length, 2);
    this.seeds = seeding === 'whole' ? length : length - 1;
  }

  get ready(): boolean {
    return this.count === this.seeds;
  }

  get value(): number {
    return this.dx;
  }

  /** +DM, a sum of moves as long as the window, in units of the price. */
  get plusDm(): number {
    return this.ready ? this.up : NaN;
  }

  get minusDm(): number {
    return this.ready ? this.down : NaN;
  }

  /** +DI, 0 to 100; 0 where there is no range. */
  get plusDi(): number {
    return this.ready ? quotient(100 * this.up, this.range, this.close) : NaN;
  }

  get minusDi(): number {
    return this.ready ? quotient(100 * this.down, this.range, this.close) : NaN;
  }

  /** Directional movement index, 0 to 100; 0 where nothing moves up or down. */
  get dx(): number {
    if (!this.ready) return NaN;
    return quotient(100 * Math.abs(this.up - this.down), this.up + this.down, this.close);
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(close)) return this.dx;
    if (this.count >= 0) this.move(high, low);
    else this.count = 0;
    this.high = high;
    this.low = low;
    this.close = close;
    return this.dx;
  }

  private move(high: number, low: number): void {
    const rise = high - this.high;
    const fall = this.low - low;
    const range = trueRangeOf(high, low, this.close);
    const kept = this.ready ? 1 - 1 / this.length : 1;
    this.up = kept * this.up + directedMove(rise, fall);
    this.down = kept * this.down + directedMove(fall, rise);
    this.range = kept * this.range + range;
    if (this.count < this.seeds) this.count += 1;
  }
}

export const directionalMovement: Definition = {
  name: 'directional-movement',
  title: 'Directional movement',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [length(14, { title: 'moves in the sums', minimum: 2 }), MOVEMENT_SEEDING],
  outputs: [
    { name: 'dx', title: 'DX' },
    { name: 'plusDi', title: '+DI' },
    { name: 'minusDi', title: '-DI' },
    { name: 'plusDm', title: '+DM' },
    { name: 'minusDm', title: '-DM' },
  ],
  formula: '+DM = (1 - 1/n) +DM[t-1] + move up; +DI = 100 +DM / TR; DX = 100 |+DI - -DI| / (+DI + -DI)',
  source:
    'J. W. Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib DX, PLUS_DI, MINUS_DI, PLUS_DM, MINUS_DM; Tulip dx, di, dm',
  warmup: (parameters) => numberOf(parameters, 'length') + (parameters['seeding'] === 'whole' ? 1 : 0),
  create: (parameters) =>
    new DirectionalMovement(numberOf(parameters, 'length'), wordOf<MovementSeeding>(parameters, 'seeding')),
};
