import { length, numberOf, VALUE, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingLine } from '../rolling/rolling-line.js';

/** previous: the line through the values before this one, one further (Chande, Tulip). current: the line's end at this one. */
export type Forecast = 'previous' | 'current';

const FORECAST: ChoiceParameter = {
  name: 'forecast',
  title: 'compared with what the line through the values before foretold (previous), or with the line now (current)',
  kind: 'choice',
  choices: ['previous', 'current'],
  default: 'previous',
};

/** Chande's forecast oscillator: distance of a value from its forecast by linear regression, in percent of the value. */
export class ForecastOscillator extends Indicator {
  private readonly line: RollingLine;
  private readonly ahead: boolean;
  private last = NaN;

  constructor(
    readonly length = 14,
    forecast: Forecast = 'previous',
  ) {
    super('forecast-oscillator', [length, forecast]);
    this.line = new RollingLine(length);
    this.ahead = forecast === 'previous';
  }

  get ready(): boolean {
    return !Number.isNaN(this.last);
  }

  get value(): number {
    return this.last;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.last;
    const foretold = this.line.line(this.length);
    this.line.update(value);
    const forecast = this.ahead ? foretold : this.line.line(this.length - 1);
    if (!Number.isNaN(forecast)) this.last = value === 0 ? 0 : (100 * (value - forecast)) / value;
    return this.last;
  }
}

export const forecastOscillator: Definition = {
  name: 'forecast-oscillator',
  title: 'Chande forecast oscillator',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(14, { title: 'values in the regression', minimum: 2 }), FORECAST],
  outputs: [VALUE],
  formula: '100 (x - F) / x, F the regression line of the n values before, at x; 0 where x is 0',
  source: 'T. Chande, S. Kroll, The New Technical Trader (1994); Tulip fosc; LEAN and others compare with the line now',
  warmup: (parameters) => numberOf(parameters, 'length') + (parameters['forecast'] === 'previous' ? 1 : 0),
  create: (parameters) =>
    new ForecastOscillator(numberOf(parameters, 'length'), wordOf<Forecast>(parameters, 'forecast')),
};
