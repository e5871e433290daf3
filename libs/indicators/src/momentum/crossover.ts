import type { Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** Whether a series crosses another at this bar: 1 from at or below it to above, -1 from at or above it to below, 0 if not. */
export class Crossover extends Indicator {
  private before = NaN;
  private last = NaN;

  constructor() {
    super('crossover');
  }

  get ready(): boolean {
    return !Number.isNaN(this.last);
  }

  get value(): number {
    return this.last;
  }

  /** 1 where it crosses to above, else 0. */
  get above(): number {
    return this.ready ? Number(this.last > 0) : NaN;
  }

  /** 1 where it crosses to below, else 0. */
  get below(): number {
    return this.ready ? Number(this.last < 0) : NaN;
  }

  /** 1 where it crosses either way, else 0. */
  get any(): number {
    return Math.abs(this.last);
  }

  update(value: number, other: number): number {
    if (!Number.isFinite(value) || !Number.isFinite(other)) return this.last;
    const side = Math.sign(value - other);
    if (!Number.isNaN(this.before)) this.last = this.sideCrossedTo(side);
    this.before = side;
    return this.last;
  }

  private sideCrossedTo(side: number): number {
    if (side > 0 && this.before <= 0) return 1;
    return side < 0 && this.before >= 0 ? -1 : 0;
  }
}

export const crossover: Definition = {
  name: 'crossover',
  title: 'Crossover',
  group: 'momentum',
  inputs: ['value', 'other'],
  parameters: [],
  outputs: [
    { name: 'value', title: '1 crosses to above, -1 to below, 0 neither' },
    { name: 'above', title: '1 where it crosses to above, else 0' },
    { name: 'below', title: '1 where it crosses to below, else 0' },
    { name: 'any', title: '1 where it crosses either way, else 0' },
  ],
  formula: '1 where x > y and x[t-1] <= y[t-1], -1 where x < y and x[t-1] >= y[t-1], else 0',
  source: 'Tulip crossover (above) and crossany (any)',
  warmup: () => 2,
  create: () => new Crossover(),
};
