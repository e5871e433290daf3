import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';
import { Sma } from './sma.js';

/** Triangular moving average: the weights rise evenly to the middle of the window and fall again, as those of two averages do. */
export class Trima extends Indicator {
  private readonly inner: Sma;
  private readonly outer: Sma;

  constructor(readonly length: number) {
    super('trima', [length]);
    const inner = Math.ceil(checkWindow(length) / 2);
    this.inner = new Sma(inner);
    this.outer = new Sma(length + 1 - inner);
  }

  get ready(): boolean {
    return this.outer.ready;
  }

  get value(): number {
    return this.outer.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    return this.outer.update(this.inner.update(value));
  }
}

export const trima: Definition = {
  name: 'trima',
  title: 'Triangular moving average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(20)],
  outputs: [VALUE],
  formula: 'TRIMA = SMA(SMA(x, k), n + 1 - k), k = ceil(n / 2)',
  source: 'TA-Lib TRIMA, Tulip trima, LEAN TriangularMovingAverage',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new Trima(numberOf(parameters, 'length')),
};
