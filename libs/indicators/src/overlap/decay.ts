import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';

/** linear: by 1 / length with each value (Tulip decay). exponential: by 1 / length of itself (Tulip edecay). */
export type DecayShape = 'linear' | 'exponential';

/** The last value that was not below it, fading: makes a signal of one bar last for some. */
export class Decay extends Indicator {
  private readonly exponential: boolean;
  private state = NaN;

  constructor(
    readonly length: number,
    shape: DecayShape = 'linear',
  ) {
    super('decay', [checkWindow(length), shape]);
    this.exponential = shape === 'exponential';
  }

  get ready(): boolean {
    return !Number.isNaN(this.state);
  }

  get value(): number {
    return this.state;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.state;
    const { length, state } = this;
    const faded = this.exponential ? (state * (length - 1)) / length : state - 1 / length;
    this.state = faded > value ? faded : value;
    return this.state;
  }
}

export const decay: Definition = {
  name: 'decay',
  title: 'Decay of a signal',
  group: 'overlap',
  inputs: ['value'],
  parameters: [
    length(5, { title: 'values over which it fades' }),
    {
      name: 'shape',
      title: 'fades by the same each time, or by the same part',
      kind: 'choice',
      choices: ['linear', 'exponential'],
      default: 'linear',
    },
  ],
  outputs: [VALUE],
  formula: 'D = max(x, D[t-1] - 1 / n) or max(x, D[t-1] (n - 1) / n)',
  source: 'Tulip decay, edecay',
  warmup: () => 1,
  create: (parameters) => new Decay(numberOf(parameters, 'length'), wordOf<DecayShape>(parameters, 'shape')),
};
