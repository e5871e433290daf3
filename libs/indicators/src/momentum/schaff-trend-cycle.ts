import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';
import { Macd } from './macd.js';

/** Place in the range of the last values, 0 to 100, smoothed by halves; 0 at first where there is no range. */
class SmoothStochastic {
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  private place = 0;
  value = NaN;

  constructor(length: number) {
    this.highest = new RollingExtreme(length, 'max');
    this.lowest = new RollingExtreme(length, 'min');
  }

  /** NaN is left out. */
  update(value: number): number {
    if (Number.isNaN(value)) return this.value;
    this.highest.update(value);
    this.lowest.update(value);
    if (!this.highest.ready) return NaN;
    const bottom = this.lowest.value;
    this.place = quotient(100 * (value - bottom), this.highest.value - bottom, value, this.place);
    this.value = Number.isNaN(this.value) ? this.place : (this.value + this.place) / 2;
    return this.value;
  }
}

/** Schaff trend cycle: the stochastic of the MACD, taken twice and smoothed by halves, 0 to 100. Where there is no range it stays where it was. */
export class SchaffTrendCycle extends Indicator {
  private readonly difference: Macd;
  private readonly once: SmoothStochastic;
  private readonly twice: SmoothStochastic;

  constructor(
    readonly length = 10,
    readonly fast = 23,
    readonly slow = 50,
  ) {
    super('schaff-trend-cycle', [length, fast, slow]);
    this.difference = new Macd(fast, slow, 1);
    this.once = new SmoothStochastic(length);
    this.twice = new SmoothStochastic(length);
  }

  get ready(): boolean {
    return !Number.isNaN(this.twice.value);
  }

  get value(): number {
    return this.twice.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    return this.twice.update(this.once.update(this.difference.update(value)));
  }
}

export const schaffTrendCycle: Definition = {
  name: 'schaff-trend-cycle',
  title: 'Schaff trend cycle',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(10, { title: 'values in the ranges' }),
    length(23, { name: 'fast', title: 'values in the fast average' }),
    length(50, { name: 'slow', title: 'values in the slow average' }),
  ],
  outputs: [VALUE],
  formula:
    'S(S(EMA(x, fast) - EMA(x, slow))), S(y)[t] = (S[t-1] + 100 (y - lowest y) / (highest y - lowest y)) / 2 over n',
  source: 'D. Schaff, Stocks and Commodities (2008); Skender Stc, LEAN SchaffTrendCycle',
  warmup: (parameters) =>
    2 * numberOf(parameters, 'length') - 2 + Math.max(numberOf(parameters, 'fast'), numberOf(parameters, 'slow')),
  create: (parameters) =>
    new SchaffTrendCycle(numberOf(parameters, 'length'), numberOf(parameters, 'fast'), numberOf(parameters, 'slow')),
};
