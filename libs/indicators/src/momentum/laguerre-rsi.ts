import { numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';

/** Laguerre RSI: an RSI of four values of which each lags behind the one before, 0 to 100; 50 where they are equal. */
export class LaguerreRsi extends Indicator {
  private first = NaN;
  private second = NaN;
  private third = NaN;
  private fourth = NaN;

  constructor(readonly gamma = 0.5) {
    super('laguerre-rsi', [gamma]);
  }

  get ready(): boolean {
    return !Number.isNaN(this.first);
  }

  get value(): number {
    if (!this.ready) return NaN;
    const [a, b, c] = [this.first - this.second, this.second - this.third, this.third - this.fourth];
    const rises = Math.max(0, a) + Math.max(0, b) + Math.max(0, c);
    const all = Math.abs(a) + Math.abs(b) + Math.abs(c);
    return quotient(100 * rises, all, this.first, 50);
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    if (!this.ready) {
      this.first = value;
      this.second = value;
      this.third = value;
      this.fourth = value;
      return this.value;
    }
    const { gamma, first, second, third } = this;
    this.first += (1 - gamma) * (value - first);
    this.second = first + gamma * (second - this.first);
    this.third = second + gamma * (third - this.second);
    this.fourth = third + gamma * (this.fourth - this.third);
    return this.value;
  }
}

export const laguerreRsi: Definition = {
  name: 'laguerre-rsi',
  title: 'Laguerre RSI',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    {
      name: 'gamma',
      title: 'share of the past in each value',
      kind: 'number',
      minimum: 0,
      maximum: 0.999,
      default: 0.5,
    },
  ],
  outputs: [VALUE],
  formula:
    '100 U / (U + D), U and D rises and falls from L3 to L0; L0 = (1 - g) x + g L0[t-1], Lk = Lk-1[t-1] + g (Lk[t-1] - Lk-1)',
  source: 'J. Ehlers, Cybernetic Analysis for Stocks and Futures (2004)',
  warmup: () => 1,
  create: (parameters) => new LaguerreRsi(numberOf(parameters, 'gamma')),
};
