import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';
import { cutOff } from './high-pass.js';

/** The values without their cycles below `length` bars: hardly behind them in trends. Begins with the first value. */
export class Decycler extends Indicator {
  private readonly weight: number;
  private before = NaN;
  private result = NaN;

  constructor(readonly length: number) {
    super('decycler', [length]);
    this.weight = cutOff((2 * Math.PI) / checkWindow(length, 3));
  }

  get ready(): boolean {
    return !Number.isNaN(this.result);
  }

  get value(): number {
    return this.result;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.result;
    if (this.ready) this.result += this.weight * ((value + this.before) / 2 - this.result);
    else this.result = value;
    this.before = value;
    return this.result;
  }
}

export const decycler: Definition = {
  name: 'decycler',
  title: 'Decycler',
  group: 'cycle',
  inputs: ['value'],
  parameters: [length(60, { title: 'longest cycle that is taken out, in bars', minimum: 3 })],
  outputs: [VALUE],
  formula: 'd = a (x + x[t-1]) / 2 + (1 - a) d[t-1], a = (cos w + sin w - 1) / cos w, w = 2 pi / n',
  source: 'J. F. Ehlers, Decyclers (Stocks & Commodities 2015)',
  warmup: () => 1,
  create: (parameters) => new Decycler(numberOf(parameters, 'length')),
};
