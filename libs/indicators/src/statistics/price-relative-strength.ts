import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';

/** Price of an asset as a part of that of a base, and by how much it rose more than the base. NaN where the base is 0. */
export class PriceRelativeStrength extends Indicator {
  private readonly prices: Float64Array;
  private readonly bases: Float64Array;
  private at = 0;
  private count = 0;
  private ratio = NaN;
  private lead = NaN;

  constructor(readonly length = 20) {
    super('price-relative-strength', [length]);
    this.prices = new Float64Array(checkWindow(length));
    this.bases = new Float64Array(length);
  }

  get ready(): boolean {
    return this.count > 0;
  }

  get value(): number {
    return this.ratio;
  }

  /** Return over `length` bars less that of the base, as a fraction. */
  get excess(): number {
    return this.lead;
  }

  update(price: number, base: number): number {
    if (!Number.isFinite(price) || !Number.isFinite(base)) return this.value;
    this.ratio = base === 0 ? NaN : price / base;
    if (this.count === this.length) {
      const lead = price / this.prices[this.at] - base / this.bases[this.at];
      this.lead = Number.isFinite(lead) ? lead : NaN;
    } else this.count += 1;
    this.prices[this.at] = price;
    this.bases[this.at] = base;
    this.at = this.at + 1 === this.length ? 0 : this.at + 1;
    return this.ratio;
  }
}

export const priceRelativeStrength: Definition = {
  name: 'price-relative-strength',
  title: 'Price relative strength',
  group: 'statistics',
  inputs: ['value', 'other'],
  parameters: [length(20, { title: 'bars of the returns that are compared' })],
  outputs: [VALUE, { name: 'excess', title: 'Return above the base' }],
  formula: 'x / b; excess = x / x[t-n] - b / b[t-n], b the base (the other series)',
  source: 'Skender Prs',
  warmup: () => 1,
  create: (parameters) => new PriceRelativeStrength(numberOf(parameters, 'length')),
};
