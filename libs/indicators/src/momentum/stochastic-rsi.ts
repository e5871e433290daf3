import { length, numberOf, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from '../overlap/sma.js';
import { quotient } from '../rolling/quotient.js';
import { changesWarmup, SMOOTHING, type Smoothing } from '../rolling/rises-and-falls.js';
import { RollingExtreme } from '../rolling/rolling-extreme.js';
import { Rsi } from './rsi.js';

/** Place of the RSI in its range of the last `window` values, 0 to 100, and its averages; 0 where there is no range. */
export class StochasticRsi extends Indicator {
  private readonly strength: Rsi;
  private readonly highest: RollingExtreme;
  private readonly lowest: RollingExtreme;
  private readonly smooth: Sma;
  private readonly smoothAgain: Sma;

  constructor(
    readonly length = 14,
    readonly window = 14,
    readonly average = 1,
    readonly signal = 3,
    smoothing: Smoothing = 'wilder',
  ) {
    super('stochastic-rsi', [length, window, average, signal, smoothing]);
    this.strength = new Rsi(length, smoothing);
    this.highest = new RollingExtreme(window, 'max');
    this.lowest = new RollingExtreme(window, 'min');
    this.smooth = new Sma(average);
    this.smoothAgain = new Sma(signal);
  }

  get ready(): boolean {
    return this.smooth.ready;
  }

  get value(): number {
    return this.smooth.value;
  }

  /** %K. */
  get k(): number {
    return this.smooth.value;
  }

  /** %D, the average of %K. */
  get d(): number {
    return this.smoothAgain.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const strength = this.strength.update(value);
    this.highest.update(strength);
    this.lowest.update(strength);
    if (!this.highest.ready) return NaN;
    const lowest = this.lowest.value;
    this.smooth.update(quotient(100 * (strength - lowest), this.highest.value - lowest, 100));
    this.smoothAgain.update(this.smooth.value);
    return this.smooth.value;
  }
}

export const stochasticRsi: Definition = {
  name: 'stochastic-rsi',
  title: 'Stochastic RSI',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(14, { title: 'changes in the RSI' }),
    length(14, { name: 'window', title: 'values of the RSI in its range' }),
    length(1, { name: 'average', title: 'values in the average that is %K' }),
    length(3, { name: 'signal', title: 'values in the average of %K that is %D' }),
    SMOOTHING,
  ],
  outputs: [
    { name: 'k', title: '%K' },
    { name: 'd', title: '%D' },
  ],
  formula: '%K = SMA(100 (RSI - lowest RSI) / (highest RSI - lowest RSI), s); %D = SMA(%K, d)',
  source:
    'T. Chande, S. Kroll, The New Technical Trader (1994); TA-Lib STOCHRSI, Tulip stochrsi (0 to 1), Skender StochRsi',
  warmup: (parameters) => {
    const changes = changesWarmup(numberOf(parameters, 'length'), wordOf<Smoothing>(parameters, 'smoothing'));
    return changes + numberOf(parameters, 'window') + numberOf(parameters, 'average') - 2;
  },
  create: (parameters) => {
    const names = ['length', 'window', 'average', 'signal'];
    const [rises, window, average, signal] = names.map((name) => numberOf(parameters, name));
    return new StochasticRsi(rises, window, average, signal, wordOf<Smoothing>(parameters, 'smoothing'));
  },
};
