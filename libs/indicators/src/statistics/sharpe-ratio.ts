import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Returns } from '../rolling/returns.js';
import { RollingMoments } from '../rolling/rolling-moments.js';
import { checkWindow } from '../rolling/window.js';

/**
 * Mean of the last `length` simple returns above the risk-free one, in sample deviations; a bar, not annualised. NaN while
 * they do not vary. A price after one of 0 has no return.
 */
export class SharpeRatio extends Indicator {
  private readonly returns = new Returns();
  private readonly moments: RollingMoments;

  constructor(
    readonly length: number,
    readonly riskFree = 0,
  ) {
    super('sharpe-ratio', [length, riskFree]);
    this.moments = new RollingMoments(checkWindow(length, 2));
  }

  get ready(): boolean {
    return this.moments.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    const deviation = Math.sqrt(this.moments.sampleVariance);
    return deviation > 0 ? (this.moments.mean - this.riskFree) / deviation : NaN;
  }

  update(price: number): number {
    if (!Number.isFinite(price)) return this.value;
    this.moments.update(this.returns.update(price));
    return this.value;
  }
}

export const sharpeRatio: Definition = {
  name: 'sharpe-ratio',
  title: 'Sharpe ratio',
  group: 'statistics',
  inputs: ['value'],
  parameters: [
    length(50, { title: 'returns in the window', minimum: 2 }),
    { name: 'riskFree', title: 'risk-free return a bar', kind: 'number', minimum: -1, maximum: 1, default: 0 },
  ],
  outputs: [VALUE],
  formula: '(mean of n returns - f) / their sample deviation',
  source: 'W. F. Sharpe, The Sharpe Ratio (1994)',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new SharpeRatio(numberOf(parameters, 'length'), numberOf(parameters, 'riskFree')),
};
