import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Returns } from '../rolling/returns.js';
import { SortedWindow } from '../rolling/sorted-window.js';

/**
 * Loss that the simple return of a bar exceeds with a chance of 1 - `confidence`, by the last `length` returns: as a fraction,
 * negative where even that return is a gain. A price after one of 0 has no return.
 */
export class ValueAtRisk extends Indicator {
  private readonly returns = new Returns();
  private readonly window: SortedWindow;

  constructor(
    readonly length: number,
    readonly confidence = 0.95,
  ) {
    super('value-at-risk', [length, confidence]);
    this.window = new SortedWindow(length);
  }

  get ready(): boolean {
    return this.window.ready;
  }

  get value(): number {
    return this.ready ? -this.window.quantile(1 - this.confidence) : NaN;
  }

  update(price: number): number {
    if (!Number.isFinite(price)) return this.value;
    const value = this.returns.update(price);
    if (!Number.isNaN(value)) this.window.update(value);
    return this.value;
  }
}

export const valueAtRisk: Definition = {
  name: 'value-at-risk',
  title: 'Value at risk, historical',
  group: 'statistics',
  inputs: ['value'],
  parameters: [
    length(250, { title: 'returns in the window', maximum: 10_000 }),
    {
      name: 'confidence',
      title: 'chance that it is not exceeded',
      kind: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.95,
    },
  ],
  outputs: [VALUE],
  formula: 'minus the quantile at 1 - c of n simple returns, between neighbours in proportion',
  source: 'P. Jorion, Value at Risk (1997), by historical simulation',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new ValueAtRisk(numberOf(parameters, 'length'), numberOf(parameters, 'confidence')),
};
