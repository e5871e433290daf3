import { centred, checkWindow } from './window.js';

/**
 * Ordinary least squares y = intercept + slope * x over the last `length` pairs: the hedge ratio and spread of a pair.
 * Sums are kept about a reference near the data and built anew once a window, as in RollingMoments. A pair that
 * is not finite is left out.
 */
export class RollingRegression {
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;
  private at = 0;
  private size = 0;
  private referenceX = 0;
  private referenceY = 0;
  private sumX = 0;
  private sumY = 0;
  private sumXX = 0;
  private sumXY = 0;
  private sumYY = 0;

  constructor(readonly length: number) {
    this.xs = new Float64Array(checkWindow(length, 3));
    this.ys = new Float64Array(length);
  }

  get count(): number {
    return this.size;
  }

  get ready(): boolean {
    return this.size === this.length;
  }

  /** Hedge ratio; NaN below two pairs or when x does not vary. */
  get slope(): number {
    const spread = this.centredXX;
    return spread > 0 ? this.centredXY / spread : NaN;
  }

  get intercept(): number {
    return this.referenceY + this.sumY / this.size - this.slope * (this.referenceX + this.sumX / this.size);
  }

  /** y minus the fitted line at x. */
  residual(x: number, y: number): number {
    return y - this.referenceY - this.sumY / this.size - this.slope * (x - this.referenceX - this.sumX / this.size);
  }

  /** Standard error of the residuals, sqrt(SSE / (n - 2)); NaN below three pairs. */
  get residualDeviation(): number {
    if (this.size < 3) return NaN;
    const total = this.centredYY;
    const unexplained = total - this.slope * this.centredXY;
    // As in `centred`: what rounding leaves of a perfect fit is no deviation.
    return unexplained > total * 1e-12 || Number.isNaN(unexplained) ? Math.sqrt(unexplained / (this.size - 2)) : 0;
  }

  /** Residual in standard errors; NaN while they are zero or unknown. */
  zScore(x: number, y: number): number {
    const deviation = this.residualDeviation;
    return deviation > 0 ? this.residual(x, y) / deviation : NaN;
  }

  /** Share of the variance of y that the line explains, 0 to 1; NaN when y does not vary. */
  get rSquared(): number {
    const total = this.centredYY;
    return total > 0 ? (this.slope * this.centredXY) / total : NaN;
  }

  /** Population covariance of the pairs (divided by n). */
  get covariance(): number {
    return this.centredXY / this.size;
  }

  /** Population variance of x. */
  get varianceX(): number {
    return this.centredXX / this.size;
  }

  /** Population variance of y. */
  get varianceY(): number {
    return this.centredYY / this.size;
  }

  /** Pearson's correlation, -1 to 1; NaN when x or y does not vary. */
  get correlation(): number {
    const scale = Math.sqrt(this.centredXX * this.centredYY);
    return scale > 0 ? Math.max(-1, Math.min(1, this.centredXY / scale)) : NaN;
  }

  update(x: number, y: number): void {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    if (this.size === 0) {
      this.referenceX = x;
      this.referenceY = y;
    }
    if (this.size === this.length) this.accumulate(this.xs[this.at], this.ys[this.at], -1);
    else this.size += 1;
    this.xs[this.at] = x;
    this.ys[this.at] = y;
    this.accumulate(x, y, 1);
    this.at += 1;
    if (this.at === this.length) this.rebuild();
  }

  private get centredXX(): number {
    return centred(this.sumXX, this.sumX, this.size);
  }

  private get centredXY(): number {
    return this.sumXY - (this.sumX * this.sumY) / this.size;
  }

  private get centredYY(): number {
    return centred(this.sumYY, this.sumY, this.size);
  }

  private accumulate(x: number, y: number, sign: 1 | -1): void {
    const dx = x - this.referenceX;
    const dy = y - this.referenceY;
    this.sumX += sign * dx;
    this.sumY += sign * dy;
    this.sumXX += sign * dx * dx;
    this.sumXY += sign * dx * dy;
    this.sumYY += sign * dy * dy;
  }

  private rebuild(): void {
    this.at = 0;
    this.referenceX += this.sumX / this.size;
    this.referenceY += this.sumY / this.size;
    this.sumX = this.sumY = this.sumXX = this.sumXY = this.sumYY = 0;
    for (let i = 0; i < this.length; i++) this.accumulate(this.xs[i], this.ys[i], 1);
  }
}
