import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { Stochastic } from './stochastic.js';

/** Premier stochastic oscillator: the stochastic averaged twice and bent to -1 to 1. */
export class PremierStochastic extends Indicator {
  private readonly place: Stochastic;
  private readonly once: Ema;
  private readonly twice: Ema;

  constructor(
    readonly length = 8,
    readonly smoothing = 5,
  ) {
    super('premier-stochastic', [length, smoothing]);
    this.place = new Stochastic(length, 1, 1);
    this.once = new Ema(smoothing);
    this.twice = new Ema(smoothing);
  }

  get ready(): boolean {
    return this.twice.ready;
  }

  get value(): number {
    return Math.tanh(this.twice.value / 2);
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    const place = this.place.update(high, low, close);
    this.twice.update(this.once.update(0.1 * (place - 50)));
    return this.value;
  }
}

export const premierStochastic: Definition = {
  name: 'premier-stochastic',
  title: 'Premier stochastic oscillator',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(8, { title: 'bars in the range' }),
    length(5, { name: 'smoothing', title: 'values in each average' }),
  ],
  outputs: [VALUE],
  formula: 'tanh(E / 2), E = EMA(EMA(0.1 (%K - 50), s), s)',
  source: 'L. Leibfarth, Stocks and Commodities (2008); LEAN PremierStochasticOscillator',
  warmup: (parameters) => numberOf(parameters, 'length') + 2 * numberOf(parameters, 'smoothing') - 2,
  create: (parameters) => new PremierStochastic(numberOf(parameters, 'length'), numberOf(parameters, 'smoothing')),
};
