import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';
import { cutOff } from './high-pass.js';
import { SuperSmoother } from './super-smoother.js';

/** What is left of cycles between two lengths: a two-pole high-pass, then the super smoother. Both begin at 0. */
export class RoofingFilter extends Indicator {
  private readonly smoother: SuperSmoother;
  private readonly pole: number;
  private readonly gain: number;
  private value1 = NaN;
  private value2 = NaN;
  private high1 = 0;
  private high2 = 0;

  constructor(
    readonly length: number,
    readonly longest: number,
  ) {
    super('roofing-filter', [length, longest]);
    this.smoother = new SuperSmoother(length);
    const weight = cutOff((Math.SQRT2 * Math.PI) / checkWindow(longest, 3));
    this.pole = 1 - weight;
    this.gain = (1 - weight / 2) ** 2;
  }

  get ready(): boolean {
    return this.smoother.ready;
  }

  get value(): number {
    return this.smoother.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const curvature = value - 2 * this.value1 + this.value2;
    this.value2 = this.value1;
    this.value1 = value;
    if (Number.isNaN(curvature)) return this.value;
    if (!this.ready) this.smoother.update(0);
    const { pole } = this;
    const high = this.gain * curvature + 2 * pole * this.high1 - pole * pole * this.high2;
    this.high2 = this.high1;
    this.high1 = high;
    return this.smoother.update(high);
  }
}

export const roofingFilter: Definition = {
  name: 'roofing-filter',
  title: 'Roofing filter',
  group: 'cycle',
  inputs: ['value'],
  parameters: [
    length(10, { title: 'shortest cycle that stays, in bars', minimum: 2 }),
    length(48, { name: 'longest', title: 'longest cycle that stays, in bars', minimum: 3 }),
  ],
  outputs: [VALUE],
  formula:
    'super smoother(n) of h = (1 - a / 2)^2 (x - 2 x[t-1] + x[t-2]) + 2 (1 - a) h[t-1] - (1 - a)^2 h[t-2], a = (cos w + sin w - 1) / cos w, w = sqrt(2) pi / m',
  source: 'J. F. Ehlers, Cycle Analytics for Traders (2013)',
  warmup: () => 3,
  create: (parameters) => new RoofingFilter(numberOf(parameters, 'length'), numberOf(parameters, 'longest')),
};
