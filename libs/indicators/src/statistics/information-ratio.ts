import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Returns } from '../rolling/returns.js';
import { RollingMoments } from '../rolling/rolling-moments.js';
import { checkWindow } from '../rolling/window.js';

/**
 * Mean of the last `length` differences of the simple returns of an asset and a benchmark, in their sample deviations; a bar,
 * not annualised. NaN while the difference does not vary. A pair after a price of 0 is left out.
 */
export class InformationRatio extends Indicator {
  private readonly asset = new Returns();
  private readonly benchmark = new Returns();
  private readonly moments: RollingMoments;

  constructor(readonly length: number) {
    super('information-ratio', [length]);
    this.moments = new RollingMoments(checkWindow(length, 2));
  }

  get ready(): boolean {
    return this.moments.ready;
  }

  get value(): number {
    if (!this.ready) return NaN;
    const deviation = Math.sqrt(this.moments.sampleVariance);
    return deviation > 0 ? this.moments.mean / deviation : NaN;
  }

  update(price: number, benchmark: number): number {
    if (!Number.isFinite(price) || !Number.isFinite(benchmark)) return this.value;
    this.moments.update(this.asset.update(price) - this.benchmark.update(benchmark));
    return this.value;
  }
}

export const informationRatio: Definition = {
  name: 'information-ratio',
  title: 'Information ratio',
  group: 'statistics',
  inputs: ['value', 'other'],
  parameters: [length(50, { title: 'returns in the window', minimum: 2 })],
  outputs: [VALUE],
  formula: 'mean of n differences r - b / their sample deviation, b the returns of the benchmark (the other series)',
  source: 'R. C. Grinold, R. N. Kahn, Active Portfolio Management (1999)',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new InformationRatio(numberOf(parameters, 'length')),
};
