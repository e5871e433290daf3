import { checkAbove, checkLength, checkPositive, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { mean, squaresAboutMean } from '../math/mean.js';

/** Prices of bars in the order of time, each above zero. */
export interface BarSeries {
  readonly open: Series;
  readonly high: Series;
  readonly low: Series;
  readonly close: Series;
}

export interface VolatilityOptions {
  /** Bars in the span of time that the volatility is wanted for, 252 for a year of days; 1 unless given. */
  readonly periods?: number;
}

/**
 * Sample standard deviation of the logarithmic changes of closes, times the root of `periods`. Throws STATISTICS_TOO_SHORT (fewer
 * than 3 closes), STATISTICS_NOT_FINITE, STATISTICS_RANGE (a price that is not above zero).
 */
export function closeToCloseVolatility(close: Series, options: VolatilityOptions = {}): number {
  checkPositive('close', close, 3);
  const changes = Float64Array.from({ length: close.length - 1 }, (_, i) => Math.log(close[i + 1] / close[i]));
  return overPeriods(sampleVariance(changes), options);
}

/**
 * From the ranges of bars, for a price without drift and without gaps between bars: mean of ln(high / low)^2 / (4 ln 2)
 * (Parkinson, Journal of Business 53 (1980)). All estimators of bars throw STATISTICS_TOO_SHORT (no bar), STATISTICS_SHAPE,
 * STATISTICS_NOT_FINITE and STATISTICS_RANGE (a price that is not above zero, or outside of its bar).
 */
export function parkinsonVolatility(bars: BarSeries, options: VolatilityOptions = {}): number {
  return overPeriods(mean(each(bars, ({ range }) => range ** 2)) / (4 * Math.LN2), options);
}

/**
 * From ranges and closes, for a price without drift and without gaps: mean of range^2 / 2 - (2 ln 2 - 1) ln(close / open)^2
 * (Garman and Klass, Journal of Business 53 (1980)). Throws as parkinsonVolatility.
 */
export function garmanKlassVolatility(bars: BarSeries, options: VolatilityOptions = {}): number {
  const terms = each(bars, ({ range, change }) => range ** 2 / 2 - (2 * Math.LN2 - 1) * change ** 2);
  return overPeriods(mean(terms), options);
}

/**
 * For a price with any drift, without gaps: mean of up (up - change) + down (down - change) of the logarithms from the open (Rogers
 * and Satchell, Annals of Applied Probability 1 (1991)). Throws as parkinsonVolatility.
 */
export function rogersSatchellVolatility(bars: BarSeries, options: VolatilityOptions = {}): number {
  return overPeriods(mean(each(bars, rogersSatchellTerm)), options);
}

/**
 * For a price with drift and gaps between bars: variance of the gaps, of the changes from open to close, and the mean of Rogers and
 * Satchell, weighted for the least variance (Yang and Zhang, Journal of Business 73 (2000)). The first bar gives its close only.
 * Throws as parkinsonVolatility, and STATISTICS_TOO_SHORT below 3 bars.
 */
export function yangZhangVolatility(bars: BarSeries, options: VolatilityOptions = {}): number {
  checkBars(bars, 3);
  const count = bars.close.length - 1;
  const gaps = Float64Array.from({ length: count }, (_, i) => Math.log(bars.open[i + 1] / bars.close[i]));
  const changes = each(bars, ({ change }) => change).subarray(1);
  const inside = mean(each(bars, rogersSatchellTerm).subarray(1));
  const weight = 0.34 / (1.34 + (count + 1) / (count - 1));
  const variance = sampleVariance(gaps) + weight * sampleVariance(changes) + (1 - weight) * inside;
  return overPeriods(variance, options);
}

/** Logarithms of one bar, from its open. */
interface Shape {
  readonly up: number;
  readonly down: number;
  readonly change: number;
  readonly range: number;
}

function rogersSatchellTerm({ up, down, change }: Shape): number {
  return up * (up - change) + down * (down - change);
}

function each(bars: BarSeries, term: (shape: Shape) => number): Float64Array {
  checkBars(bars, 1);
  const { open, high, low, close } = bars;
  return Float64Array.from({ length: open.length }, (_, i) =>
    term({
      up: Math.log(high[i] / open[i]),
      down: Math.log(low[i] / open[i]),
      change: Math.log(close[i] / open[i]),
      range: Math.log(high[i] / low[i]),
    }),
  );
}

function checkBars({ open, high, low, close }: BarSeries, least: number): void {
  for (const [name, series] of Object.entries({ open, high, low, close })) {
    checkPositive(name, series, least);
    checkLength(name, series, open.length);
  }
  for (let i = 0; i < open.length; i++)
    if (Math.max(open[i], close[i]) > high[i] || Math.min(open[i], close[i]) < low[i])
      throw new StatisticsError('STATISTICS_RANGE', `bar ${i} opens or closes outside of its range`, { index: i });
}

function sampleVariance(values: Series): number {
  return squaresAboutMean(values) / (values.length - 1);
}

function overPeriods(variance: number, { periods = 1 }: VolatilityOptions): number {
  return Math.sqrt(variance * checkAbove('periods', periods));
}
