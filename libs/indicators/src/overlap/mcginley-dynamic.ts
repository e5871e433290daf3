import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';

/**
 * McGinley's dynamic: follows falls faster than rises. Begins with the first value. Does not go beyond the value, as the
 * formula would after a fall by almost half, nor where the formula divides by zero.
 */
export class McginleyDynamic extends Indicator {
  private readonly slowness: number;
  private state = NaN;

  constructor(
    readonly length: number,
    factor = 0.6,
  ) {
    super('mcginley-dynamic', [length, factor]);
    this.slowness = checkWindow(length) * factor;
  }

  get ready(): boolean {
    return !Number.isNaN(this.state);
  }

  get value(): number {
    return this.state;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.state;
    const ratio = value / this.state;
    const divisor = this.slowness * ratio * ratio * ratio * ratio;
    // Also where there is none: at the first value, and about zeros.
    this.state = divisor > 1 && divisor < Infinity ? this.state + (value - this.state) / divisor : value;
    return this.state;
  }
}

export const mcginleyDynamic: Definition = {
  name: 'mcginley-dynamic',
  title: 'McGinley dynamic',
  group: 'overlap',
  inputs: ['value'],
  parameters: [
    length(14),
    { name: 'factor', title: 'part of the length', kind: 'number', minimum: 0.01, maximum: 100, default: 0.6 },
  ],
  outputs: [VALUE],
  formula: 'M = M[t-1] + (x - M[t-1]) / (k n (x / M[t-1])^4)',
  source: 'J. McGinley, Journal of Technical Analysis 48 (1997); Skender Dynamic',
  warmup: () => 1,
  create: (parameters) => new McginleyDynamic(numberOf(parameters, 'length'), numberOf(parameters, 'factor')),
};
