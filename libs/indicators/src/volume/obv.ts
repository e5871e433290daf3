import { VALUE, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { obvKernel } from './obv.kernel.js';

/** zero: begins at 0 (Tulip, Skender). volume: begins with the first bar's volume (TA-Lib, LEAN). */
export type ObvStart = 'zero' | 'volume';

const START: ChoiceParameter = {
  name: 'start',
  title: "begins at 0 (zero) or with the first bar's volume (volume)",
  kind: 'choice',
  choices: ['zero', 'volume'],
  default: 'zero',
};

/** On balance volume: all volume of bars that closed higher than the bar before less that of bars that closed lower. */
export class Obv extends Indicator {
  private readonly counts: boolean;
  private close = NaN;
  private total = NaN;

  constructor(start: ObvStart = 'zero') {
    super('obv', [start]);
    this.counts = start === 'volume';
  }

  get ready(): boolean {
    return !Number.isNaN(this.total);
  }

  get value(): number {
    return this.total;
  }

  update(close: number, volume: number): number {
    if (!Number.isFinite(close) || !Number.isFinite(volume)) return this.total;
    if (!this.ready) this.total = this.counts ? volume : 0;
    else this.total += (Number(close > this.close) - Number(close < this.close)) * volume;
    this.close = close;
    return this.total;
  }
}

export const obv: Definition = {
  name: 'obv',
  title: 'On balance volume',
  group: 'volume',
  inputs: ['close', 'volume'],
  parameters: [START],
  outputs: [VALUE],
  formula: 'OBV = OBV[t-1] + sign(close - close[t-1]) volume',
  source: 'J. Granville, New Key to Stock Market Profits (1963); TA-Lib OBV, Tulip obv, Skender Obv',
  warmup: () => 1,
  create: (parameters) => new Obv(wordOf<ObvStart>(parameters, 'start')),
  kernel: obvKernel,
};
