import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { AVERAGE, averageOf, averageWarmup, type AverageKind } from './moving-average.js';

const longest = (shortest: number, given: number): number => Math.max(shortest, given);

/**
 * Moving average whose length is told with each value, cut to whole numbers and to the bounds. Keeps an average of each length
 * between them: O(maximum - minimum) an update.
 */
export class VariablePeriodAverage extends Indicator {
  private readonly averages: readonly Indicator[];
  private readonly minimum: number;
  private readonly maximum: number;
  private state = NaN;

  constructor(minimum = 2, maximum = 30, kind: AverageKind = 'sma') {
    super('variable-period-average', [minimum, maximum, kind]);
    this.minimum = minimum;
    this.maximum = longest(minimum, maximum);
    const count = this.maximum - minimum + 1;
    this.averages = Array.from({ length: count }, (_, place) => averageOf(kind, minimum + place));
  }

  get ready(): boolean {
    return this.averages[this.averages.length - 1].ready;
  }

  get value(): number {
    return this.ready ? this.state : NaN;
  }

  update(value: number, period: number): number {
    if (!Number.isFinite(value) || !Number.isFinite(period)) return this.value;
    const { averages, minimum, maximum } = this;
    for (let i = 0; i < averages.length; i++) averages[i].update(value);
    const wanted = Math.min(maximum, Math.max(minimum, Math.trunc(period)));
    this.state = averages[wanted - minimum].value;
    return this.value;
  }
}

export const variablePeriodAverage: Definition = {
  name: 'variable-period-average',
  title: 'Moving average of a variable length',
  group: 'overlap',
  inputs: ['value', 'other'],
  parameters: [
    length(2, { name: 'minimum', title: 'shortest length', maximum: 500 }),
    length(30, { name: 'maximum', title: 'longest length, at least the shortest', maximum: 500 }),
    AVERAGE,
  ],
  outputs: [VALUE],
  formula: 'average of the last p values, p = the second series cut to the bounds',
  source: 'TA-Lib MAVP',
  warmup: (parameters) =>
    averageWarmup(
      wordOf<AverageKind>(parameters, 'average'),
      longest(numberOf(parameters, 'minimum'), numberOf(parameters, 'maximum')),
    ),
  create: (parameters) =>
    new VariablePeriodAverage(
      numberOf(parameters, 'minimum'),
      numberOf(parameters, 'maximum'),
      wordOf<AverageKind>(parameters, 'average'),
    ),
};
