import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';

/** The value of `length` updates ago. */
export class Lag extends Indicator {
  private readonly ring: Float64Array;
  private at = 0;
  private count = 0;
  private last = NaN;

  constructor(readonly length: number) {
    super('lag', [length]);
    this.ring = new Float64Array(checkWindow(length));
  }

  get ready(): boolean {
    return this.count > this.length;
  }

  get value(): number {
    return this.last;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    if (this.count >= this.length) this.last = this.ring[this.at];
    if (this.count <= this.length) this.count += 1;
    this.ring[this.at] = value;
    this.at = this.at + 1 === this.length ? 0 : this.at + 1;
    return this.last;
  }
}

export const lag: Definition = {
  name: 'lag',
  title: 'Value of some time ago',
  group: 'math',
  inputs: ['value'],
  parameters: [length(1, { title: 'values back' })],
  outputs: [VALUE],
  formula: 'x[t-n]',
  source: 'Tulip lag',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new Lag(numberOf(parameters, 'length')),
};
