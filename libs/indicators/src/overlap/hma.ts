import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';
import { Wma } from './wma.js';

const halfOf = (length: number): number => Math.max(1, Math.floor(length / 2));
const rootOf = (length: number): number => Math.floor(Math.sqrt(length));

/** Hull moving average: twice the weighted average of half the window without that of the whole, smoothed. */
export class Hma extends Indicator {
  private readonly half: Wma;
  private readonly whole: Wma;
  private readonly smooth: Wma;

  constructor(readonly length: number) {
    super('hma', [length]);
    this.whole = new Wma(checkWindow(length));
    this.half = new Wma(halfOf(length));
    this.smooth = new Wma(rootOf(length));
  }

  get ready(): boolean {
    return this.smooth.ready;
  }

  get value(): number {
    return this.smooth.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    return this.smooth.update(2 * this.half.update(value) - this.whole.update(value));
  }
}

export const hma: Definition = {
  name: 'hma',
  title: 'Hull moving average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(20)],
  outputs: [VALUE],
  formula: 'HMA = WMA(2 WMA(x, n / 2) - WMA(x, n), sqrt(n)), both rounded down',
  source: 'A. Hull (2005); Tulip hma, Skender Hma, LEAN HullMovingAverage',
  warmup: (parameters) => {
    const window = numberOf(parameters, 'length');
    return window + rootOf(window) - 1;
  },
  create: (parameters) => new Hma(numberOf(parameters, 'length')),
};
