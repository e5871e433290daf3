import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingMoments } from '../rolling/rolling-moments.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';
import { PERIODS } from './annualised.js';

/**
 * From bars with jumps between them and any drift: jumps, bodies and Rogers-Satchell ranges with the weights of least error.
 * As a fraction, a year. A bar with a price of 0 or less is left out.
 */
export class YangZhangVolatility extends Indicator {
  private readonly jumps: RollingMoments;
  private readonly bodies: RollingMoments;
  private readonly ranges: RollingSum;
  private readonly weight: number;
  private close = NaN;

  constructor(
    readonly length: number,
    readonly periods = 252,
  ) {
    super('yang-zhang-volatility', [length, periods]);
    this.jumps = new RollingMoments(checkWindow(length, 2));
    this.bodies = new RollingMoments(length);
    this.ranges = new RollingSum(length);
    this.weight = 0.34 / (1.34 + (length + 1) / (length - 1));
  }

  get ready(): boolean {
    return this.ranges.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    const { weight } = this;
    const bars = weight * this.bodies.sampleVariance + (1 - weight) * Math.max(0, this.ranges.mean);
    return Math.sqrt(this.periods * (this.jumps.sampleVariance + bars));
  }

  update(open: number, high: number, low: number, close: number): number {
    const body = Math.log(close / open);
    const above = Math.log(high / close) * Math.log(high / open);
    const range = above + Math.log(low / close) * Math.log(low / open);
    if (!(open > 0) || !Number.isFinite(body + range)) return this.value;
    if (!Number.isNaN(this.close)) {
      this.jumps.update(Math.log(open / this.close));
      this.bodies.update(body);
      this.ranges.update(range);
    }
    this.close = close;
    return this.value;
  }
}

export const yangZhangVolatility: Definition = {
  name: 'yang-zhang-volatility',
  title: 'Yang-Zhang volatility',
  group: 'volatility',
  inputs: ['open', 'high', 'low', 'close'],
  parameters: [length(20, { minimum: 2 }), PERIODS],
  outputs: [VALUE],
  formula:
    'sqrt(periods (var ln(open / close[t-1]) + k var ln(close / open) + (1 - k) RS)), k = 0.34 / (1.34 + (n + 1) / (n - 1))',
  source:
    'D. Yang, Q. Zhang, Drift-Independent Volatility Estimation Based on High, Low, Open, and Close Prices (2000)',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new YangZhangVolatility(numberOf(parameters, 'length'), numberOf(parameters, 'periods')),
};
