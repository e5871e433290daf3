import { length, numberOf, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingExtreme, type Tie } from '../rolling/rolling-extreme.js';
import { checkWindow } from '../rolling/window.js';

const TIES: ChoiceParameter = {
  name: 'ties',
  title: 'of equal extremes the newest counts (TA-Lib, Tulip) or the oldest (Skender)',
  kind: 'choice',
  choices: ['newest', 'oldest'],
  default: 'newest',
};

/** How lately the highest high and the lowest low were: 100 at this bar, 0 at `length` bars ago. */
export class Aroon extends Indicator {
  private readonly highs: RollingExtreme;
  private readonly lows: RollingExtreme;

  constructor(
    readonly length: number,
    ties: Tie = 'newest',
  ) {
    super('aroon', [length, ties]);
    this.highs = new RollingExtreme(checkWindow(length) + 1, 'max', ties);
    this.lows = new RollingExtreme(length + 1, 'min', ties);
  }

  get ready(): boolean {
    return this.highs.ready;
  }

  get value(): number {
    return this.oscillator;
  }

  get up(): number {
    return this.ready ? (100 * (this.length - this.highs.age)) / this.length : NaN;
  }

  get down(): number {
    return this.ready ? (100 * (this.length - this.lows.age)) / this.length : NaN;
  }

  /** Up less down, -100 to 100. */
  get oscillator(): number {
    return this.up - this.down;
  }

  update(high: number, low: number): number {
    if (!Number.isFinite(high + low)) return this.value;
    this.highs.update(high);
    this.lows.update(low);
    return this.oscillator;
  }
}

export const aroon: Definition = {
  name: 'aroon',
  title: 'Aroon',
  group: 'momentum',
  inputs: ['high', 'low'],
  parameters: [length(25, { title: 'bars before this one in the window' }), TIES],
  outputs: [
    { name: 'oscillator', title: 'Aroon oscillator' },
    { name: 'up', title: 'Aroon up' },
    { name: 'down', title: 'Aroon down' },
  ],
  formula: 'up = 100 (n - bars since the highest high) / n; down = the same of the lowest low; oscillator = up - down',
  source: 'T. Chande (1995); TA-Lib AROON and AROONOSC, Tulip aroon and aroonosc, Skender Aroon',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new Aroon(numberOf(parameters, 'length'), wordOf<Tie>(parameters, 'ties')),
};
