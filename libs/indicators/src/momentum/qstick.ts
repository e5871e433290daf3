import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from '../overlap/sma.js';

/** Average of close less open, in units of the price. */
export class Qstick extends Indicator {
  private readonly average: Sma;

  constructor(readonly length: number) {
    super('qstick', [length]);
    this.average = new Sma(length);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  update(open: number, close: number): number {
    return this.average.update(close - open);
  }
}

export const qstick: Definition = {
  name: 'qstick',
  title: 'Qstick',
  group: 'momentum',
  inputs: ['open', 'close'],
  parameters: [length(8)],
  outputs: [VALUE],
  formula: 'SMA(close - open, n)',
  source: 'T. Chande, S. Kroll, The New Technical Trader (1994); Tulip qstick',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Qstick(numberOf(parameters, 'length')),
};
