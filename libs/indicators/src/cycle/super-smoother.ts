import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';

/** Two-pole low-pass filter: cycles below `length` bars are taken out. Begins as if all before were like the first value. */
export class SuperSmoother extends Indicator {
  private readonly first: number;
  private readonly second: number;
  private before = NaN;
  private result = NaN;
  private previous = NaN;

  constructor(readonly length: number) {
    super('super-smoother', [length]);
    const turn = (Math.SQRT2 * Math.PI) / checkWindow(length, 2);
    this.first = 2 * Math.exp(-turn) * Math.cos(turn);
    this.second = -Math.exp(-2 * turn);
  }

  get ready(): boolean {
    return !Number.isNaN(this.result);
  }

  get value(): number {
    return this.result;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.result;
    if (!this.ready) this.before = this.result = this.previous = value;
    const { first, second } = this;
    const next = ((1 - first - second) * (value + this.before)) / 2 + first * this.result + second * this.previous;
    this.before = value;
    this.previous = this.result;
    this.result = next;
    return next;
  }
}

export const superSmoother: Definition = {
  name: 'super-smoother',
  title: 'Super smoother',
  group: 'cycle',
  inputs: ['value'],
  parameters: [length(10, { title: 'shortest cycle that stays, in bars', minimum: 2 })],
  outputs: [VALUE],
  formula:
    'y = (1 - b + a^2) (x + x[t-1]) / 2 + b y[t-1] - a^2 y[t-2], a = exp(-sqrt(2) pi / n), b = 2 a cos(sqrt(2) pi / n)',
  source: 'J. F. Ehlers, Cycle Analytics for Traders (2013)',
  warmup: () => 1,
  create: (parameters) => new SuperSmoother(numberOf(parameters, 'length')),
};
