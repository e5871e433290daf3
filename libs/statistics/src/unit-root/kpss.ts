import { checkCount, checkSeries, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { dot } from '../math/matrix.js';
import { isRounding, mean } from '../math/mean.js';
import { trendColumns, trendTerms } from '../regression/design.js';
import { fit } from '../regression/least-squares.js';

export interface KpssOptions {
  /** Stationary about a constant (unless given) or about a straight line. */
  readonly trend?: 'constant' | 'trend';
  /** Of the long-run variance: so many, or by the rule of Hobijn, Franses and Ooms (1998), which is the default. */
  readonly lags?: number | 'auto';
}

export interface Kpss {
  /** The higher, the farther from stationary. */
  readonly statistic: number;
  /** 0.01 to 0.1: the table goes no further. */
  readonly pValue: number;
  /** What the true p-value is, where the statistic is beyond the table. */
  readonly bound?: 'at most' | 'at least';
  readonly criticalValues: {
    readonly '10%': number;
    readonly '5%': number;
    readonly '2.5%': number;
    readonly '1%': number;
  };
  readonly lags: number;
}

/** Kwiatkowski, Phillips, Schmidt and Shin (1992), table 1. */
const LEVELS = [0.1, 0.05, 0.025, 0.01];
const TABLE = { constant: [0.347, 0.463, 0.574, 0.739], trend: [0.119, 0.146, 0.176, 0.216] };

/**
 * KPSS test of the hypothesis that `series` is stationary, the counterpart of a test of a unit root (Kwiatkowski, Phillips,
 * Schmidt and Shin, Journal of Econometrics 54 (1992)): squares of the partial sums of the residuals over their long-run
 * variance with Bartlett's weights. p-values are interpolated. Throws STATISTICS_TOO_SHORT, STATISTICS_NOT_FINITE,
 * STATISTICS_RANGE, STATISTICS_SINGULAR (no residuals).
 */
export function kpss(series: Series, { trend = 'constant', lags = 'auto' }: KpssOptions = {}): Kpss {
  trendTerms(trend, ['constant', 'trend']);
  checkSeries('series', series, 5);
  const residuals = residualsOf(series, trend);
  if (isRounding(dot(residuals, residuals), series))
    throw new StatisticsError('STATISTICS_SINGULAR', `the series does not vary about its ${trend}`);
  const used = lags === 'auto' ? automaticLags(residuals) : checkCount('lags', lags, 0, series.length - 1);
  let partial = 0;
  let sum = 0;
  for (const value of residuals) {
    partial += value;
    sum += partial * partial;
  }
  const statistic = sum / series.length ** 2 / longRunVariance(residuals, used);
  const [ten, five, twoAndHalf, one] = TABLE[trend];
  return {
    statistic,
    ...pValueOf(statistic, TABLE[trend]),
    criticalValues: { '10%': ten, '5%': five, '2.5%': twoAndHalf, '1%': one },
    lags: used,
  };
}

function residualsOf(series: Series, trend: 'constant' | 'trend'): Float64Array {
  if (trend === 'trend') return fit(series, trendColumns(trend, series.length), true).residuals;
  const centre = mean(series);
  return Float64Array.from(series, (value) => value - centre);
}

/** Sum of products at a distance. */
function products(residuals: Float64Array, lag: number): number {
  return dot(residuals.subarray(lag), residuals.subarray(0, residuals.length - lag));
}

/** Newey and West, Econometrica 55 (1987). */
function longRunVariance(residuals: Float64Array, lags: number): number {
  let sum = products(residuals, 0);
  for (let lag = 1; lag <= lags; lag++) sum += 2 * (1 - lag / (lags + 1)) * products(residuals, lag);
  return sum / residuals.length;
}

/** Hobijn, Franses and Ooms, Generalizations of the KPSS-test for stationarity (1998), Bartlett's kernel. */
function automaticLags(residuals: Float64Array): number {
  const { length } = residuals;
  let level = products(residuals, 0);
  let slope = 0;
  for (let lag = 1; lag <= Math.floor(length ** (2 / 9)); lag++) {
    const product = 2 * products(residuals, lag);
    level += product;
    slope += lag * product;
  }
  const lags = Math.floor(1.1447 * ((slope / level) ** 2) ** (1 / 3) * length ** (1 / 3));
  return Math.min(lags, length - 1);
}

function pValueOf(statistic: number, table: readonly number[]): Pick<Kpss, 'pValue' | 'bound'> {
  const above = table.findIndex((value) => statistic < value);
  if (above === 0) return { pValue: LEVELS[0], bound: 'at least' };
  if (above < 0) return { pValue: LEVELS[LEVELS.length - 1], bound: 'at most' };
  const share = (statistic - table[above - 1]) / (table[above] - table[above - 1]);
  return { pValue: LEVELS[above - 1] + share * (LEVELS[above] - LEVELS[above - 1]) };
}
