import { Indicator } from '../core/indicator.js';
import { RollingSum } from '../rolling/rolling-sum.js';

/** Volatility from an estimate of the variance of each bar by itself: root of their mean over a window, annualised. */
export abstract class RangeVolatility extends Indicator {
  private readonly variances: RollingSum;

  protected constructor(
    name: string,
    readonly length: number,
    readonly periods: number,
  ) {
    super(name, [length, periods]);
    this.variances = new RollingSum(length);
  }

  get ready(): boolean {
    return this.variances.ready;
  }

  get value(): number {
    return this.ready ? Math.sqrt(Math.max(0, this.periods * this.variances.mean)) : NaN;
  }

  /** Takes the variance of a bar. A price that is 0 or less has no logarithm: its bar is left out. */
  protected add(variance: number): number {
    if (Number.isFinite(variance)) this.variances.update(variance);
    return this.value;
  }
}
