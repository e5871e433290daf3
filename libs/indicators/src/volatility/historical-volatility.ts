import { length, numberOf, VALUE, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Returns, type ReturnKind } from '../rolling/returns.js';
import { DIVISOR, type Divisor } from '../statistics/divisor.js';
import { Variance } from '../statistics/variance.js';
import { PERIODS } from './annualised.js';

const RETURNS: ChoiceParameter = {
  name: 'returns',
  title: 'returns as x / x[t-1] - 1 (simple) or ln(x / x[t-1]) (log)',
  kind: 'choice',
  choices: ['log', 'simple'],
  default: 'log',
};

/** Standard deviation of the last `length` returns, annualised, as a fraction. A price that has no return is left out. */
export class HistoricalVolatility extends Indicator {
  private readonly returns: Returns;
  private readonly variance: Variance;

  constructor(
    readonly length: number,
    readonly periods = 252,
    returns: ReturnKind = 'log',
    divisor: Divisor = 'sample',
  ) {
    super('historical-volatility', [length, periods, returns, divisor]);
    this.returns = new Returns(returns);
    this.variance = new Variance(length, divisor);
  }

  get ready(): boolean {
    return this.variance.ready;
  }

  get value(): number {
    return Math.sqrt(this.periods * this.variance.value);
  }

  update(price: number): number {
    if (Number.isFinite(price)) this.variance.update(this.returns.update(price));
    return this.value;
  }
}

export const historicalVolatility: Definition = {
  name: 'historical-volatility',
  title: 'Historical volatility',
  group: 'volatility',
  inputs: ['value'],
  parameters: [
    length(20, { title: 'returns in the window', minimum: 2 }),
    PERIODS,
    RETURNS,
    { ...DIVISOR, default: 'sample' },
  ],
  outputs: [VALUE],
  formula: 'sqrt(periods) s, s the standard deviation of n returns',
  source: 'S. Natenberg, Option Volatility and Pricing (1994); Tulip volatility (simple returns, population)',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) =>
    new HistoricalVolatility(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'periods'),
      wordOf<ReturnKind>(parameters, 'returns'),
      wordOf<Divisor>(parameters, 'divisor'),
    ),
};
