import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Momersion: share of returns that go on in the direction of the one before, of those that go either way, 0 to 100; 50 where there are none. */
export class Momersion extends Indicator {
  private readonly ways: RollingSum;
  private readonly kinds: RollingSum;
  private previous = NaN;
  private change = NaN;

  constructor(readonly length = 20) {
    super('momersion', [length]);
    this.ways = new RollingSum(length);
    this.kinds = new RollingSum(length);
  }

  get ready(): boolean {
    return this.ways.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    const either = this.kinds.value;
    return either === 0 ? 50 : (100 * (either + this.ways.value)) / (2 * either);
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const before = this.change;
    this.change = value - this.previous;
    this.previous = value;
    if (Number.isNaN(before)) return NaN;
    const way = Math.sign(this.change) * Math.sign(before);
    this.ways.update(way);
    this.kinds.update(Math.abs(way));
    return this.value;
  }
}

export const momersion: Definition = {
  name: 'momersion',
  title: 'Momersion',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(20, { title: 'pairs of returns' })],
  outputs: [VALUE],
  formula: '100 M / (M + R), M and R the counts of r[t] r[t-1] above and below 0',
  source: 'M. Harris, Price Action Lab (2015); LEAN MomersionIndicator',
  warmup: (parameters) => numberOf(parameters, 'length') + 2,
  create: (parameters) => new Momersion(numberOf(parameters, 'length')),
};
