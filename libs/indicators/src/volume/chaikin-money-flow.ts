import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { moneyFlowMultiplier } from './money-flow.js';

/** Volume weighed by where the bars closed as a part of all volume of the last `length` bars: -1 to 1. NaN without volume. */
export class ChaikinMoneyFlow extends Indicator {
  private readonly flows: RollingSum;
  private readonly volumes: RollingSum;
  private factor = NaN;
  private weighed = NaN;

  constructor(readonly length: number) {
    super('chaikin-money-flow', [length]);
    this.flows = new RollingSum(length);
    this.volumes = new RollingSum(length);
  }

  get ready(): boolean {
    return this.flows.ready;
  }

  get value(): number {
    return this.ready ? this.flows.value / this.volumes.value : NaN;
  }

  /** Where the last bar closed in its range: -1 to 1. */
  get multiplier(): number {
    return this.factor;
  }

  /** The last bar's volume weighed by it. */
  get flow(): number {
    return this.weighed;
  }

  update(high: number, low: number, close: number, volume: number): number {
    if (!Number.isFinite(high + low) || !Number.isFinite(close) || !Number.isFinite(volume)) return this.value;
    this.factor = moneyFlowMultiplier(high, low, close);
    this.weighed = this.factor * volume;
    this.flows.update(this.weighed);
    this.volumes.update(volume);
    return this.value;
  }
}

export const chaikinMoneyFlow: Definition = {
  name: 'chaikin-money-flow',
  title: 'Chaikin money flow',
  group: 'volume',
  inputs: ['high', 'low', 'close', 'volume'],
  parameters: [length(20)],
  outputs: [
    VALUE,
    { name: 'multiplier', title: 'Money flow multiplier' },
    { name: 'flow', title: 'Money flow volume' },
  ],
  formula:
    'sum of m volume / sum of volume over n bars, m = ((close - low) - (high - close)) / (high - low), 0 if high = low',
  source: 'M. Chaikin; Tulip cmf, Skender Cmf',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new ChaikinMoneyFlow(numberOf(parameters, 'length')),
};
