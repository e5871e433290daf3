import { US_PER_DAY } from '@bourseworks/domain';
import { Moments } from './moments.js';

/** Average length of a year, Julian. */
const YEAR_US = 365.25 * US_PER_DAY;

export interface AnnualTerms {
  /** Periods of a year: 252 trading days, 365 days of a market that never closes. */
  readonly periods: number;
  /** Risk-free return of a year, default 0. */
  readonly riskFree?: number;
}

/**
 * Statistics of periodic equity (one point a period, usually a day), O(1) for each point and in memory. All results are
 * ratios: 0.05 = 5 %. Results that nothing is known about are NaN.
 */
export class ReturnStatistics {
  private moments = new Moments();
  private first = NaN;
  private last = NaN;
  private firstUs = NaN;
  private lastUs = NaN;
  private logs = 0;
  private downside = 0;
  private ruined = false;
  points = 0;

  /** Equity in any one unit; a point without time only lacks `cagr`. */
  add(equity: number, us = NaN): void {
    if (this.points++ === 0) {
      this.first = equity;
      this.firstUs = us;
    } else {
      const growth = equity / this.last;
      const change = growth - 1;
      this.moments.add(change);
      // A logarithm of nothing or less is not defined: the account was lost.
      if (growth > 0) this.logs += Math.log(growth);
      else this.ruined = true;
      if (change < 0) this.downside += change * change;
    }
    this.last = equity;
    this.lastUs = us;
  }

  /** The same so far, to go on apart. */
  copy(): ReturnStatistics {
    const copy = Object.assign(new ReturnStatistics(), this);
    copy.moments = Object.assign(new Moments(), this.moments);
    return copy;
  }

  get totalReturn(): number {
    return this.last / this.first - 1;
  }

  get meanReturn(): number {
    return this.moments.count === 0 ? NaN : this.moments.mean;
  }

  /** Of a period, sample standard deviation. */
  get deviation(): number {
    return this.moments.count < 2 ? NaN : this.moments.deviation;
  }

  get skewness(): number {
    return this.moments.skewness;
  }

  get excessKurtosis(): number {
    return this.moments.excessKurtosis;
  }

  /** Geometric mean return of a period; 0 once the account was lost. */
  get geometricMean(): number {
    return this.ruined ? 0 : Math.exp(this.logs / (this.points - 1)) - 1;
  }

  /** (1 + geometric mean)^periods - 1: by the number of periods. */
  annualisedReturn(terms: AnnualTerms): number {
    return (1 + this.geometricMean) ** terms.periods - 1;
  }

  /** (last / first)^(1 / years) - 1: by the calendar, years of 365.25 days. */
  get cagr(): number {
    return (this.last / this.first) ** (YEAR_US / (this.lastUs - this.firstUs)) - 1;
  }

  /** Standard deviation x square root of the periods. */
  annualisedDeviation(terms: AnnualTerms): number {
    return this.deviation * Math.sqrt(terms.periods);
  }

  /**
   * Deviation of the compounded return of a year: sqrt((s^2 + (1+g)^2)^P - (1+g)^(2P)), the variance of a product of P
   * independent growths (Goodman 1960, "On the Exact Variance of Products"), with g the geometric mean.
   */
  compoundDeviation(terms: AnnualTerms): number {
    const growth = (1 + this.geometricMean) ** 2;
    return Math.sqrt((this.moments.variance + growth) ** terms.periods - growth ** terms.periods);
  }

  /** Mean excess return / deviation x square root of the periods (Sharpe 1994). */
  sharpe(terms: AnnualTerms): number {
    const excess = this.meanReturn - (terms.riskFree ?? 0) / terms.periods;
    return (excess / this.deviation) * Math.sqrt(terms.periods);
  }

  /** (annualised return - risk free) / deviation of the compounded return: the variant of backtesting.py. */
  geometricSharpe(terms: AnnualTerms): number {
    return (this.annualisedReturn(terms) - (terms.riskFree ?? 0)) / this.compoundDeviation(terms);
  }

  /** Root of the mean square of the returns below zero, of a period. */
  get downsideDeviation(): number {
    return Math.sqrt(this.downside / this.moments.count);
  }

  /** (annualised return - risk free) / annualised downside deviation, target zero (Sortino and Price 1994). */
  sortino(terms: AnnualTerms): number {
    const deviation = this.downsideDeviation * Math.sqrt(terms.periods);
    return (this.annualisedReturn(terms) - (terms.riskFree ?? 0)) / deviation;
  }

  /** Annualised return / largest drawdown (Young 1991); `maxDrawdown` as a positive ratio. */
  calmar(terms: AnnualTerms, maxDrawdown: number): number {
    return this.annualisedReturn(terms) / maxDrawdown;
  }
}
