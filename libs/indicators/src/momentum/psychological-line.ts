import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Psychological line: percent of the last bars that closed above the one before. */
export class PsychologicalLine extends Indicator {
  private readonly rises: RollingSum;
  private previous = NaN;

  constructor(readonly length = 12) {
    super('psychological-line', [length]);
    this.rises = new RollingSum(length);
  }

  get ready(): boolean {
    return this.rises.ready;
  }

  get value(): number {
    return this.ready ? 100 * this.rises.mean : NaN;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const { previous } = this;
    this.previous = value;
    if (!Number.isNaN(previous)) this.rises.update(value > previous ? 1 : 0);
    return this.value;
  }
}

export const psychologicalLine: Definition = {
  name: 'psychological-line',
  title: 'Psychological line',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(12, { title: 'changes' })],
  outputs: [VALUE],
  formula: '100 count(x > x[t-1]) / n',
  source: 'Charting programs of East Asia',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new PsychologicalLine(numberOf(parameters, 'length')),
};
