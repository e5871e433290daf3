import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Wilder } from '../overlap/wilder.js';
import { RollingSum } from '../rolling/rolling-sum.js';
import { checkWindow } from '../rolling/window.js';

/** Gator oscillator: how far the lines of the alligator are apart at this bar, upwards for jaw and teeth, downwards for teeth and lips; in units of the price. */
export class GatorOscillator extends Indicator {
  private readonly averages: readonly Wilder[];
  private readonly lines: readonly RollingSum[];

  constructor(
    readonly jaw = 13,
    readonly jawShift = 8,
    readonly teeth = 8,
    readonly teethShift = 5,
    readonly lips = 5,
    readonly lipsShift = 3,
  ) {
    super('gator-oscillator', [jaw, jawShift, teeth, teethShift, lips, lipsShift]);
    this.averages = [jaw, teeth, lips].map((window) => new Wilder(window));
    this.lines = [jawShift, teethShift, lipsShift].map((shift) => new RollingSum(checkWindow(shift) + 1));
  }

  get ready(): boolean {
    return !Number.isNaN(this.upper);
  }

  get value(): number {
    return this.upper;
  }

  get upper(): number {
    return Math.abs(this.lines[0].oldest - this.lines[1].oldest);
  }

  get lower(): number {
    return -Math.abs(this.lines[1].oldest - this.lines[2].oldest);
  }

  update(high: number, low: number): number {
    if (!Number.isFinite(high + low)) return this.value;
    const middle = (high + low) / 2;
    for (let i = 0; i < 3; i++) {
      const average = this.averages[i].update(middle);
      if (this.averages[i].ready) this.lines[i].update(average);
    }
    return this.upper;
  }
}

export const gatorOscillator: Definition = {
  name: 'gator-oscillator',
  title: 'Gator oscillator',
  group: 'momentum',
  inputs: ['high', 'low'],
  parameters: [
    length(13, { name: 'jaw', title: 'bars in the average that is the jaw' }),
    length(8, { name: 'jawShift', title: 'bars by which the jaw is late' }),
    length(8, { name: 'teeth', title: 'bars in the average that is the teeth' }),
    length(5, { name: 'teethShift', title: 'bars by which the teeth are late' }),
    length(5, { name: 'lips', title: 'bars in the average that is the lips' }),
    length(3, { name: 'lipsShift', title: 'bars by which the lips are late' }),
  ],
  outputs: [
    { name: 'upper', title: 'Upper' },
    { name: 'lower', title: 'Lower' },
  ],
  formula: "upper = |jaw - teeth|; lower = -|teeth - lips|; each Wilder's average of (high + low) / 2 some bars ago",
  source: 'B. Williams, New Trading Dimensions (1998); Skender Gator',
  warmup: (parameters) =>
    Math.max(
      numberOf(parameters, 'jaw') + numberOf(parameters, 'jawShift'),
      numberOf(parameters, 'teeth') + numberOf(parameters, 'teethShift'),
    ),
  create: (parameters) =>
    new GatorOscillator(
      numberOf(parameters, 'jaw'),
      numberOf(parameters, 'jawShift'),
      numberOf(parameters, 'teeth'),
      numberOf(parameters, 'teethShift'),
      numberOf(parameters, 'lips'),
      numberOf(parameters, 'lipsShift'),
    ),
};
