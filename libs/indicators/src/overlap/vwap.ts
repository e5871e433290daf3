import { numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { CalendarClock, type CalendarWindow } from '../rolling/calendar-clock.js';

/**
 * Volume-weighted average price since an anchor, with bands at `deviations` volume-weighted population deviations about it.
 * Unknown while nothing traded since the anchor. Kept as a mean and a sum of squares about it, which does not lose digits.
 */
export class Vwap extends Indicator {
  private readonly clock: CalendarClock;
  private volume = 0;
  private mean = NaN;
  private squares = 0;

  constructor(
    anchor: CalendarWindow = 'day',
    readonly deviations = 2,
  ) {
    super('vwap', [anchor, deviations]);
    this.clock = new CalendarClock(anchor);
  }

  get ready(): boolean {
    return this.volume > 0;
  }

  get value(): number {
    return this.mean;
  }

  get upper(): number {
    return this.mean + this.deviations * this.deviation;
  }

  get lower(): number {
    return this.mean - this.deviations * this.deviation;
  }

  private get deviation(): number {
    return Math.sqrt(this.squares / this.volume);
  }

  update(high: number, low: number, close: number, volume: number, time: number): number {
    const price = (high + low + close) / 3;
    if (!Number.isFinite(price + volume + time)) return this.mean;
    if (this.clock.begins(time)) {
      this.volume = 0;
      this.mean = NaN;
      this.squares = 0;
    }
    if (!(volume > 0)) return this.mean;
    const before = this.volume === 0 ? price : this.mean;
    this.volume += volume;
    this.mean = before + ((price - before) * volume) / this.volume;
    this.squares += volume * (price - before) * (price - this.mean);
    return this.mean;
  }
}

export const vwap: Definition = {
  name: 'vwap',
  title: 'Volume-weighted average price',
  group: 'overlap',
  inputs: ['high', 'low', 'close', 'volume', 'time'],
  parameters: [
    {
      name: 'anchor',
      title: 'begins anew with each stretch of the calendar (UTC), or never (start)',
      kind: 'choice',
      choices: ['day', 'start', 'hour', 'week', 'month', 'year'],
      default: 'day',
    },
    {
      name: 'deviations',
      title: 'volume-weighted deviations',
      kind: 'number',
      minimum: 0,
      maximum: 100,
      default: 2,
    },
  ],
  outputs: [VALUE, { name: 'upper', title: 'Upper band' }, { name: 'lower', title: 'Lower band' }],
  formula:
    'VWAP = sum of p v / sum of v since the anchor, p = (high + low + close) / 3; bands +- d sqrt(sum of v (p - VWAP)^2 / sum of v)',
  source: 'S. Berkowitz, D. Logue, E. Noser, Journal of Finance 43:1 (1988); Skender Vwap, LEAN IntradayVwap',
  warmup: () => undefined,
  create: (parameters) => new Vwap(wordOf<CalendarWindow>(parameters, 'anchor'), numberOf(parameters, 'deviations')),
};
