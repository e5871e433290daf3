import { VALUE, wordOf, type ChoiceParameter, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { trueRangeOf } from '../rolling/true-range-of.js';

/**
 * What the first bar's true range is, which has no close before it. unknown: there is none (TA-Lib, Skender). range: its high
 * less its low (Wilder, Tulip, LEAN).
 */
export type FirstRange = 'unknown' | 'range';

export const FIRST_RANGE: ChoiceParameter = {
  name: 'first',
  title: 'true range of the first bar: none (unknown), or its high less its low (range)',
  kind: 'choice',
  choices: ['unknown', 'range'],
  default: 'unknown',
};

/** True range: from the highest to the lowest of a bar and the close before it. */
export class TrueRange extends Indicator {
  private readonly begins: boolean;
  private close = NaN;
  private range = NaN;

  constructor(first: FirstRange = 'unknown') {
    super('true-range', [first]);
    this.begins = first === 'range';
  }

  get ready(): boolean {
    return !Number.isNaN(this.range);
  }

  get value(): number {
    return this.range;
  }

  update(high: number, low: number, close: number): number {
    if (!Number.isFinite(high) || !Number.isFinite(low) || !Number.isFinite(close)) return this.range;
    if (!Number.isNaN(this.close)) this.range = trueRangeOf(high, low, this.close);
    else if (this.begins) this.range = high - low;
    this.close = close;
    return this.range;
  }
}

export const trueRange: Definition = {
  name: 'true-range',
  title: 'True range',
  group: 'volatility',
  inputs: ['high', 'low', 'close'],
  parameters: [FIRST_RANGE],
  outputs: [VALUE],
  formula: 'max(high, close[t-1]) - min(low, close[t-1])',
  source: 'J. W. Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib TRANGE, Tulip tr, Skender Tr',
  warmup: (parameters) => (parameters['first'] === 'range' ? 1 : 2),
  create: (parameters) => new TrueRange(wordOf<FirstRange>(parameters, 'first')),
};
