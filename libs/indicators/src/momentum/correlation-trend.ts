import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingLine } from '../rolling/rolling-line.js';

/** Correlation trend indicator: correlation of values with time, -1 to 1; 0 where they do not vary. */
export class CorrelationTrend extends Indicator {
  private readonly line: RollingLine;

  constructor(readonly length = 20) {
    super('correlation-trend', [length]);
    this.line = new RollingLine(length);
  }

  get ready(): boolean {
    return this.line.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    const { rSquared, slope } = this.line;
    return Number.isNaN(rSquared) ? 0 : Math.sign(slope) * Math.sqrt(rSquared);
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.line.update(value);
    return this.value;
  }
}

export const correlationTrend: Definition = {
  name: 'correlation-trend',
  title: 'Correlation trend indicator',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(20, { minimum: 2 })],
  outputs: [VALUE],
  formula: 'correlation of n values with 1, 2, ..., n',
  source: 'J. Ehlers, Stocks and Commodities (2020)',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new CorrelationTrend(numberOf(parameters, 'length')),
};
