import { length, numberOf, VALUE, type Definition, type NumberParameter } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';

/**
 * Kaufman's adaptive moving average: as fast as an Ema(fast) where all of the way went in one direction, as slow as an
 * Ema(slow) where it led nowhere. Begins with the last value of its first window.
 */
export class Kama extends Indicator {
  private readonly values: Float64Array;
  private readonly path: RollingSum;
  private readonly fastest: number;
  private readonly slowest: number;
  private at = 0;
  private count = 0;
  /** Changes of exactly 0 up to now: what is left of the sum then is rounding. */
  private still = 0;
  private ratio = NaN;
  private state = NaN;

  constructor(
    readonly length: number,
    fast = 2,
    slow = 30,
  ) {
    super('kama', [length, fast, slow]);
    this.values = new Float64Array(checkWindow(length));
    this.path = new RollingSum(length);
    this.fastest = 2 / (fast + 1);
    this.slowest = 2 / (slow + 1);
  }

  get ready(): boolean {
    return this.count >= this.length;
  }

  get value(): number {
    return this.state;
  }

  /** Efficiency ratio: the way in one direction as a part of the whole way, 0 to 1; 1 where nothing moved (as TA-Lib). */
  get efficiency(): number {
    return this.ratio;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const { length, values, at } = this;
    if (this.count > 0) {
      const last = values[at === 0 ? length - 1 : at - 1];
      this.still = value === last ? this.still + 1 : 0;
      this.path.update(Math.abs(value - last));
    }
    if (this.count >= length) this.move(value, values[at]);
    else {
      this.count += 1;
      if (this.count === length) this.state = value;
    }
    values[at] = value;
    this.at = at + 1 === length ? 0 : at + 1;
    return this.state;
  }

  private move(value: number, first: number): void {
    const way = Math.abs(value - first);
    this.ratio = this.still >= this.length ? 1 : Math.min(1, way / this.path.value);
    const speed = this.ratio * (this.fastest - this.slowest) + this.slowest;
    this.state += speed * speed * (value - this.state);
  }
}

const speed = (name: string, title: string, byDefault: number): NumberParameter =>
  length(byDefault, { name, title, maximum: 10_000 });

export const kama: Definition = {
  name: 'kama',
  title: "Kaufman's adaptive moving average",
  group: 'overlap',
  inputs: ['value'],
  parameters: [
    length(10),
    speed('fast', 'length of the fastest average', 2),
    speed('slow', 'length of the slowest average', 30),
  ],
  outputs: [VALUE, { name: 'efficiency', title: 'Efficiency ratio' }],
  formula:
    'K = K[t-1] + s^2 (x[t] - K[t-1]), s = E (2/(f+1) - 2/(w+1)) + 2/(w+1), E = |x[t] - x[t-n]| / sum of n |changes|',
  source: 'P. Kaufman, Smarter Trading (1995); TA-Lib KAMA, Tulip kama, Skender Kama',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) =>
    new Kama(numberOf(parameters, 'length'), numberOf(parameters, 'fast'), numberOf(parameters, 'slow')),
};
