import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Wma } from '../overlap/wma.js';
import { Roc } from './roc.js';

/** Coppock curve: weighted average of two rates of change, in percent. */
export class CoppockCurve extends Indicator {
  private readonly shortRate: Roc;
  private readonly longRate: Roc;
  private readonly average: Wma;

  constructor(
    readonly length = 10,
    readonly short = 11,
    readonly long = 14,
  ) {
    super('coppock-curve', [length, short, long]);
    this.shortRate = new Roc(short);
    this.longRate = new Roc(long);
    this.average = new Wma(length);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    return this.average.update(this.shortRate.update(value) + this.longRate.update(value));
  }
}

export const coppockCurve: Definition = {
  name: 'coppock-curve',
  title: 'Coppock curve',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(10, { title: 'values in the weighted average' }),
    length(11, { name: 'short', title: 'values back of the short rate of change' }),
    length(14, { name: 'long', title: 'values back of the long rate of change' }),
  ],
  outputs: [VALUE],
  formula: 'WMA(ROC(x, short) + ROC(x, long), n)',
  source: "E. Coppock, Barron's (1962); LEAN CoppockCurve",
  warmup: (parameters) =>
    numberOf(parameters, 'length') + Math.max(numberOf(parameters, 'short'), numberOf(parameters, 'long')),
  create: (parameters) =>
    new CoppockCurve(numberOf(parameters, 'length'), numberOf(parameters, 'short'), numberOf(parameters, 'long')),
};
