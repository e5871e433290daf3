/**
 * Count, mean and central moments up to the fourth, updated in O(1) without cancellation (Welford 1962; Pebay 2008,
 * "Formulas for Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical Moments", eq. 2.1).
 */
export class Moments {
  count = 0;
  mean = 0;
  private m2 = 0;
  private m3 = 0;
  private m4 = 0;

  add(x: number): void {
    const before = this.count;
    const n = ++this.count;
    const delta = x - this.mean;
    const step = delta / n;
    const term = delta * step * before;
    this.mean += step;
    this.m4 += term * step * step * (n * n - 3 * n + 3) + 6 * step * step * this.m2 - 4 * step * this.m3;
    this.m3 += term * step * (n - 2) - 3 * step * this.m2;
    this.m2 += term;
  }

  /** Of the sample (divided by n - 1), 0 below two values. */
  get variance(): number {
    return this.count < 2 ? 0 : this.m2 / (this.count - 1);
  }

  get deviation(): number {
    return Math.sqrt(this.variance);
  }

  /** Divided by n, as moment estimators want it. */
  get populationDeviation(): number {
    return this.count === 0 ? 0 : Math.sqrt(this.m2 / this.count);
  }

  /** m3 / m2^1.5 of the population moments; 0 when nothing varies. */
  get skewness(): number {
    return this.m2 === 0 ? 0 : (Math.sqrt(this.count) * this.m3) / this.m2 ** 1.5;
  }

  /** m4 / m2^2 - 3 of the population moments; 0 when nothing varies. */
  get excessKurtosis(): number {
    return this.m2 === 0 ? 0 : (this.count * this.m4) / (this.m2 * this.m2) - 3;
  }
}
