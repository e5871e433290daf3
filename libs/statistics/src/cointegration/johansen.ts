import { checkCount, checkLength, checkSeries, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { cholesky, solveCholesky } from '../math/cholesky.js';
import { mean } from '../math/mean.js';
import { dot, Matrix } from '../math/matrix.js';
import { generalEigen } from '../math/symmetric-eigen.js';
import { trendColumns, trendTerms } from '../regression/design.js';
import { fit } from '../regression/least-squares.js';
import { MAX_EIGENVALUE_VALUES, TRACE_VALUES } from './johansen-tables.js';

export interface JohansenOptions {
  /** Deterministic part of the data (order -1, 0, 1); `constant` unless given. */
  readonly trend?: 'none' | 'constant' | 'trend';
  /** Lagged changes, 0 or more; 1 unless given. */
  readonly lags?: number;
}

export interface JohansenTest {
  /** Cointegrating relations under the hypothesis: at most so many. */
  readonly relations: number;
  readonly statistic: number;
  /** The hypothesis is rejected above them. */
  readonly criticalValues: { readonly '10%': number; readonly '5%': number; readonly '1%': number };
}

export interface Johansen {
  /** Squared canonical correlations, descending, 0 to 1. */
  readonly eigenvalues: Float64Array;
  /**
   * One cointegrating vector for each eigenvalue, weights of the series in the order given; divided by the first weight, it is a
   * spread whose other weights are hedge ratios of the opposite sign. Scaled to unit variance of the filtered levels.
   */
  readonly vectors: readonly Float64Array[];
  /** Against any number of relations. */
  readonly trace: readonly JohansenTest[];
  /** Against one relation more. */
  readonly maxEigenvalue: readonly JohansenTest[];
  readonly observations: number;
}

const MOST_SERIES = 12;

/**
 * Johansen's tests of how many cointegrating relations the series (2 to 12) have (Johansen, Econometrica 59 (1991)): reduced rank
 * regression of changes on lagged levels, both filtered by lagged changes. With `trend`, a straight line is taken out of the
 * levels, with `trend` and `constant` the mean of levels and changes. Throws STATISTICS_SHAPE, STATISTICS_TOO_SHORT,
 * STATISTICS_NOT_FINITE, STATISTICS_RANGE, STATISTICS_SINGULAR, STATISTICS_NOT_POSITIVE (series that repeat each other).
 */
export function johansen(series: readonly Series[], { trend = 'constant', lags = 1 }: JohansenOptions = {}): Johansen {
  const order = trendTerms(trend, ['none', 'constant', 'trend']);
  check(series, lags);
  const levels = series.map((values) => detrended(values, order));
  const centre = (values: Float64Array): Float64Array => (order === 0 ? values : detrended(values, 1));
  const changes = levels.map((values) =>
    Float64Array.from({ length: values.length - 1 }, (_, i) => values[i + 1] - values[i]),
  );
  const observations = changes[0].length - lags;
  const shifted = (lag: number) => changes.map((values) => centre(values.slice(lags - lag, lags - lag + observations)));
  const lagged = Array.from({ length: lags }, (_, i) => shifted(i + 1)).flat();
  const filtered = (columns: readonly Float64Array[]) =>
    lags === 0 ? columns : columns.map((column) => fit(column, lagged, order > 0).residuals);
  const r0 = filtered(shifted(0));
  const rk = filtered(levels.map((values) => centre(values.slice(lags, lags + observations))));
  const { values, vectors } = generalEigen(explained(rk, r0), products(rk, rk), 'the matrix of lagged levels');
  const terms = values.map((value) => -observations * Math.log1p(-value));
  return {
    eigenvalues: values,
    vectors: series.map((_, i) => vectors.column(i)),
    trace: tests(
      terms.map((_, i) => terms.subarray(i).reduce((a, b) => a + b, 0)),
      TRACE_VALUES[order],
    ),
    maxEigenvalue: tests(terms, MAX_EIGENVALUE_VALUES[order]),
    observations,
  };
}

function check(series: readonly Series[], lags: number): void {
  if (series.length < 2 || series.length > MOST_SERIES)
    throw new StatisticsError('STATISTICS_SHAPE', `the test takes 2 to ${MOST_SERIES} series, not ${series.length}`, {
      series: series.length,
    });
  checkCount('lags', lags, 0, series[0].length);
  series.forEach((values, i) => {
    checkLength(`series[${i}]`, values, series[0].length);
    checkSeries(`series[${i}]`, values, (lags + 1) * series.length + lags + 4);
  });
}

/** Residuals of a mean (order 1) or a straight line (order 2). */
function detrended(values: Series, order: number): Float64Array {
  if (order === 2) return fit(values, trendColumns('trend', values.length), true).residuals;
  const centre = order === 0 ? 0 : mean(values);
  return Float64Array.from(values, (value) => value - centre);
}

/** Mean products of the columns of both. */
function products(a: readonly Float64Array[], b: readonly Float64Array[]): Matrix {
  return Matrix.ofRows(a.map((x) => b.map((y) => dot(x, y) / x.length)));
}

/** Sk0 S00^-1 S0k: what of the levels the changes explain. */
function explained(rk: readonly Float64Array[], r0: readonly Float64Array[]): Matrix {
  const sk0 = products(rk, r0);
  const lower = cholesky(products(r0, r0), 'the matrix of changes');
  const solved = Matrix.ofColumns(rk.map((_, i) => solveCholesky(lower, sk0.row(i))));
  return sk0.times(solved);
}

function tests(statistics: Float64Array, table: readonly (readonly [number, number, number])[]): JohansenTest[] {
  return Array.from(statistics, (statistic, relations) => {
    const [ten, five, one] = table[statistics.length - relations - 1];
    return { relations, statistic, criticalValues: { '10%': ten, '5%': five, '1%': one } };
  });
}
