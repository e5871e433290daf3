import { checkCount, checkNumber, checkSeries } from '../check.js';

export interface EwmaVarianceSettings {
  /** Weight of what was known before, above 0 and below 1; 0.94 unless given, which RiskMetrics takes for days (0.97 for months). */
  readonly decay?: number;
}

/** Plain values, to be kept as JSON. */
export interface EwmaVarianceSnapshot {
  readonly count: number;
  readonly variance: number;
}

/**
 * Variance of the next return by exponential weights, mean zero: decay x variance + (1 - decay) x return^2, from the square of the
 * first return on (J. P. Morgan, RiskMetrics Technical Document (1996), 5.2).
 */
export class EwmaVariance {
  private readonly decay: number;
  private seen = 0;
  private current = 0;

  /** Throws STATISTICS_RANGE. */
  constructor({ decay = 0.94 }: EwmaVarianceSettings = {}) {
    this.decay = checkNumber('decay', decay, Number.EPSILON, 1 - Number.EPSILON);
  }

  /** Returns taken. */
  get count(): number {
    return this.seen;
  }

  /** Per period; NaN before the first return. */
  get variance(): number {
    return this.seen === 0 ? NaN : this.current;
  }

  /** Takes the next return and gives the variance of the one after it. Throws STATISTICS_NOT_FINITE, and stays as it was. */
  update(value: number): number {
    checkSeries('return', [value]);
    this.current = this.seen === 0 ? value ** 2 : this.decay * this.current + (1 - this.decay) * value ** 2;
    this.seen += 1;
    return this.current;
  }

  snapshot(): EwmaVarianceSnapshot {
    return { count: this.seen, variance: this.current };
  }

  /** Goes on where `snapshot` was taken. Throws STATISTICS_RANGE. */
  static restore(settings: EwmaVarianceSettings, { count, variance }: EwmaVarianceSnapshot): EwmaVariance {
    const ewma = new EwmaVariance(settings);
    ewma.seen = checkCount('count', count, 0, Number.MAX_SAFE_INTEGER);
    ewma.current = checkNumber('variance', variance, 0);
    return ewma;
  }
}
