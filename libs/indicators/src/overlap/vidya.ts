import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingMoments } from '../rolling/rolling-moments.js';
import { checkWindow } from '../rolling/window.js';

/**
 * Chande's variable index dynamic average: the faster, the larger the deviation of the last `short` values is beside that of
 * the last `long`. Begins with the last value but one of its first window, and stays where nothing varies.
 */
export class Vidya extends Indicator {
  private readonly near: RollingMoments;
  private readonly far: RollingMoments;
  private readonly seed: number;
  private state = NaN;

  constructor(
    readonly short: number,
    readonly long: number,
    readonly alpha: number,
  ) {
    super('vidya', [short, long, alpha]);
    this.near = new RollingMoments(checkWindow(short));
    this.far = new RollingMoments(checkWindow(long));
    this.seed = Math.max(1, long - 1);
  }

  get ready(): boolean {
    return this.far.count >= this.seed;
  }

  get value(): number {
    return this.state;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const known = this.ready;
    this.near.update(value);
    this.far.update(value);
    if (known) {
      const variance = this.far.variance;
      const index = variance > 0 ? Math.sqrt(this.near.variance / variance) : 0;
      this.state += this.alpha * index * (value - this.state);
    } else if (this.ready) this.state = value;
    return this.state;
  }
}

export const vidya: Definition = {
  name: 'vidya',
  title: "Chande's variable index dynamic average",
  group: 'overlap',
  inputs: ['value'],
  parameters: [
    length(9, { name: 'short', title: 'values of the nearer deviation' }),
    length(30, { name: 'long', title: 'values of the farther deviation', minimum: 2 }),
    {
      name: 'alpha',
      title: 'share of a new value at equal deviations',
      kind: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.2,
    },
  ],
  outputs: [VALUE],
  formula: 'V = V[t-1] + a k (x[t] - V[t-1]), k = deviation of the last s values / deviation of the last l',
  source: 'T. Chande, Stocks & Commodities 10:3 (1992); Tulip vidya',
  warmup: (parameters) => Math.max(1, numberOf(parameters, 'long') - 1),
  create: (parameters) =>
    new Vidya(numberOf(parameters, 'short'), numberOf(parameters, 'long'), numberOf(parameters, 'alpha')),
};
