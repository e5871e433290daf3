import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from '../overlap/sma.js';
import { RollingMoments } from '../rolling/rolling-moments.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Dynamic momentum index: an RSI over fewer changes the more the values spread, 0 to 100; 50 where nothing moves. */
export class DynamicMomentumIndex extends Indicator {
  private readonly spread: RollingMoments;
  private readonly usual: Sma;
  private readonly changes: RollingSum;
  private previous = NaN;
  private last = NaN;

  constructor(
    readonly length = 14,
    readonly deviation = 5,
    readonly average = 10,
    readonly shortest = 5,
    readonly longest = 30,
  ) {
    super('dynamic-momentum-index', [length, deviation, average, shortest, longest]);
    this.spread = new RollingMoments(deviation);
    this.usual = new Sma(average);
    this.changes = new RollingSum(longest);
  }

  get ready(): boolean {
    return !Number.isNaN(this.last);
  }

  get value(): number {
    return this.last;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const { previous } = this;
    this.previous = value;
    this.spread.update(value);
    if (this.spread.ready) this.usual.update(this.spread.deviation);
    if (!Number.isNaN(previous)) this.changes.update(value - previous);
    if (this.usual.ready && this.changes.ready) this.last = this.strength(this.window());
    return this.last;
  }

  private window(): number {
    const { deviation } = this.spread;
    const wanted = deviation === 0 ? this.longest : Math.floor((this.length * this.usual.value) / deviation);
    return Math.min(this.longest, Math.max(Math.min(this.shortest, this.longest), wanted));
  }

  private strength(window: number): number {
    let rises = 0;
    let falls = 0;
    for (let age = 0; age < window; age++) {
      const change = this.changes.back(age);
      if (change > 0) rises += change;
      else falls -= change;
    }
    return rises + falls === 0 ? 50 : (100 * rises) / (rises + falls);
  }
}

export const dynamicMomentumIndex: Definition = {
  name: 'dynamic-momentum-index',
  title: 'Dynamic momentum index',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(14, { title: 'changes where the spread is average' }),
    length(5, { name: 'deviation', title: 'values of which the deviation is taken', minimum: 2 }),
    length(10, { name: 'average', title: 'deviations of which the average is taken' }),
    length(5, { name: 'shortest', title: 'changes at least' }),
    length(30, { name: 'longest', title: 'changes at most' }),
  ],
  outputs: [VALUE],
  formula:
    '100 U / (U + D), U and D the sums of rises and falls over floor(n SMA(s, a) / s) changes, between 5 and 30; s the deviation of 5 values',
  source: 'T. Chande, S. Kroll, The New Technical Trader (1994)',
  warmup: (parameters) =>
    Math.max(
      numberOf(parameters, 'longest') + 1,
      numberOf(parameters, 'deviation') + numberOf(parameters, 'average') - 1,
    ),
  create: (parameters) =>
    new DynamicMomentumIndex(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'deviation'),
      numberOf(parameters, 'average'),
      numberOf(parameters, 'shortest'),
      numberOf(parameters, 'longest'),
    ),
};
