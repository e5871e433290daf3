import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';

/**
 * Sine of the phase of a cycle of a given length, and the sine of an eighth of a cycle later. NaN where the values do not vary.
 * O(length) an update.
 */
export class MesaSineWave extends Indicator {
  private readonly ring: Float64Array;
  private readonly cosines: Float64Array;
  private readonly sines: Float64Array;
  private at = 0;
  private count = 0;
  private phase = NaN;

  constructor(readonly length: number) {
    super('mesa-sine-wave', [length]);
    this.ring = new Float64Array(checkWindow(length, 2));
    this.cosines = Float64Array.from({ length }, (_, age) => Math.cos((2 * Math.PI * age) / length));
    this.sines = Float64Array.from({ length }, (_, age) => Math.sin((2 * Math.PI * age) / length));
  }

  get ready(): boolean {
    return this.count === this.length;
  }

  get value(): number {
    return this.sine;
  }

  get sine(): number {
    return Math.sin(this.phase);
  }

  get lead(): number {
    return Math.sin(this.phase + Math.PI / 4);
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.sine;
    this.ring[this.at] = value;
    if (this.count < this.length) this.count += 1;
    if (this.ready) this.calculate(value);
    this.at = this.at + 1 === this.length ? 0 : this.at + 1;
    return this.sine;
  }

  /** Of distances from the last value: over a whole cycle a constant adds nothing, and where all are 0 so are the sums. */
  private calculate(last: number): void {
    let real = 0;
    let imaginary = 0;
    let index = this.at;
    for (let age = 0; age < this.length; age++) {
      const distance = this.ring[index] - last;
      real += this.cosines[age] * distance;
      imaginary += this.sines[age] * distance;
      index = index === 0 ? this.length - 1 : index - 1;
    }
    this.phase = real === 0 && imaginary === 0 ? NaN : Math.atan2(imaginary, real) + Math.PI / 2;
  }
}

export const mesaSineWave: Definition = {
  name: 'mesa-sine-wave',
  title: 'MESA sine wave',
  group: 'cycle',
  inputs: ['value'],
  parameters: [length(20, { title: 'bars of the cycle', minimum: 2, maximum: 10_000 })],
  outputs: [
    { name: 'sine', title: 'Sine' },
    { name: 'lead', title: 'Lead' },
  ],
  formula:
    'sin p and sin(p + pi / 4), p = atan2(sum of x[t-i] sin(2 pi i / n), sum of x[t-i] cos(2 pi i / n)) + pi / 2',
  source: 'J. F. Ehlers, MESA and Trading Market Cycles (1992); Tulip msw',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) => new MesaSineWave(numberOf(parameters, 'length')),
};
