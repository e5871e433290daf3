import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Buying pressure as a part of true range over three windows, weighed 4, 2 and 1; 0 to 100. */
export class UltimateOscillator extends Indicator {
  private readonly pressures: readonly RollingSum[];
  private readonly ranges: readonly RollingSum[];
  private previous = NaN;

  constructor(
    readonly short = 7,
    readonly middle = 14,
    readonly long = 28,
  ) {
    super('ultimate-oscillator', [short, middle, long]);
    const windows = [short, middle, long];
    this.pressures = windows.map((window) => new RollingSum(window));
    this.ranges = windows.map((window) => new RollingSum(window));
  }

  get ready(): boolean {
    const [short, middle, long] = this.ranges;
    return short.ready && middle.ready && long.ready;
  }

  get value(): number {
    return this.ready ? (100 * (4 * this.part(0) + 2 * this.part(1) + this.part(2))) / 7 : NaN;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high + low + close)) return this.value;
    const { previous } = this;
    this.previous = close;
    if (Number.isNaN(previous)) return NaN;
    const floor = Math.min(low, previous);
    for (let i = 0; i < 3; i++) {
      this.pressures[i].update(close - floor);
      this.ranges[i].update(Math.max(high, previous) - floor);
    }
    return this.value;
  }

  private part(index: number): number {
    return quotient(this.pressures[index].value, this.ranges[index].value, this.previous);
  }
}

export const ultimateOscillator: Definition = {
  name: 'ultimate-oscillator',
  title: 'Ultimate oscillator',
  group: 'momentum',
  inputs: ['high', 'low', 'close'],
  parameters: [
    length(7, { name: 'short', title: 'bars in the short window' }),
    length(14, { name: 'middle', title: 'bars in the middle window' }),
    length(28, { name: 'long', title: 'bars in the long window' }),
  ],
  outputs: [VALUE],
  formula: '100 (4 A + 2 B + C) / 7, each sum(close - min(low, close[t-1])) / sum(true range) over its window',
  source: 'L. Williams (1976); TA-Lib ULTOSC, Tulip ultosc, Skender Ultimate',
  warmup: (parameters) => 1 + Math.max(...['short', 'middle', 'long'].map((name) => numberOf(parameters, name))),
  create: (parameters) => {
    const [short, middle, long] = ['short', 'middle', 'long'].map((name) => numberOf(parameters, name));
    return new UltimateOscillator(short, middle, long);
  },
};
