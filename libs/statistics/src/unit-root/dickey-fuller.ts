import { checkCount, checkSeries, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { isRounding } from '../math/mean.js';
import { Matrix } from '../math/matrix.js';
import { factor, residualSquares, type Factored } from '../math/qr.js';
import { trendColumns, trendTerms, type Trend } from '../regression/design.js';
import { mackinnonCritical, mackinnonP, type CriticalValues } from './mackinnon.js';

/**
 * Lagged changes in the regression: so many, or as many up to `maxLags` as have the least AIC or BIC, or the most of which the
 * last is significant at 10 % (|t| at least 1.645). All are compared on one sample.
 */
export type LagChoice = number | 'aic' | 'bic' | 't-statistic';

export interface DickeyFullerOptions {
  /** `constant` unless given. */
  readonly trend?: Trend;
  /** `aic` unless given. */
  readonly lags?: LagChoice;
  /** For a choice: 12 (n / 100)^(1/4), rounded up, unless given (Schwert 1989). */
  readonly maxLags?: number;
}

export interface DickeyFuller {
  /** t statistic of the lagged level: the lower, the farther from a unit root. */
  readonly statistic: number;
  readonly pValue: number;
  readonly criticalValues: CriticalValues;
  readonly lags: number;
  /** Rows of the regression. */
  readonly observations: number;
}

/** Two-sided, 10 %. */
const SIGNIFICANT = 1.6448536269514722;

/**
 * Augmented Dickey-Fuller test of the hypothesis that `series` has a unit root: change = trend + level + lagged changes (Said and
 * Dickey, Biometrika 71 (1984); Hamilton, Time Series Analysis (1994), 17.7). p-values by MacKinnon (1994), critical values by
 * MacKinnon (2010). Throws STATISTICS_TOO_SHORT, STATISTICS_NOT_FINITE, STATISTICS_RANGE, STATISTICS_SINGULAR (a constant, a
 * straight line).
 */
export function augmentedDickeyFuller(
  series: Series,
  { trend = 'constant', lags = 'aic', maxLags }: DickeyFullerOptions = {},
): DickeyFuller {
  const terms = trendTerms(trend);
  checkSeries('series', series, 2 * (terms + 2));
  const used = lagsOf(series, trend, lags, maxLags);
  const factors = factorsOf(series, trend, used);
  if (isRounding(residualSquares(factors, terms + 1 + used), series))
    throw new StatisticsError('STATISTICS_SINGULAR', 'the series has nothing random in it');
  const statistic = lastT(factors, terms + 1 + used);
  const observations = series.length - 1 - used;
  return {
    statistic,
    pValue: mackinnonP(statistic, trend, 1),
    criticalValues: mackinnonCritical(trend, 1, observations),
    lags: used,
    observations,
  };
}

/** The lags that the options stand for. */
function lagsOf(series: Series, trend: Trend, lags: LagChoice, maxLags: number | undefined): number {
  const terms = trendTerms(trend);
  // At least one row more than coefficients, and no more lags than other software allows.
  const most = Math.floor(Math.min(series.length / 2 - terms - 1, (series.length - terms - 3) / 2));
  if (typeof lags === 'number') return checkCount('lags', lags, 0, most);
  const schwert = Math.min(most, Math.ceil(12 * (series.length / 100) ** 0.25));
  const limit = maxLags === undefined ? schwert : checkCount('maxLags', maxLags, 0, most);
  return chosenLags(factorsInOrder(series, trend, limit), terms + 1, limit, lags);
}

/** Of nested regressions of one factorisation: `first` columns without lags, then one more with each. */
function chosenLags(factors: Factored, first: number, limit: number, choice: LagChoice): number {
  if (choice === 't-statistic') {
    for (let lags = limit; lags > 0; lags--) if (Math.abs(lastT(factors, first + lags)) >= SIGNIFICANT) return lags;
    return 0;
  }
  if (choice !== 'aic' && choice !== 'bic')
    throw new StatisticsError('STATISTICS_RANGE', `lags is a number, aic, bic or t-statistic: ${choice}`);
  const rows = factors.qy.length;
  const penalty = choice === 'aic' ? 2 : Math.log(rows);
  let best = 0;
  let least = Infinity;
  for (let lags = 0; lags <= limit; lags++) {
    const criterion = rows * Math.log(residualSquares(factors, first + lags)) + penalty * (first + lags);
    if (criterion < least) [best, least] = [lags, criterion];
  }
  return best;
}

/** t statistic of the last of the first `size` columns: what it explains beyond those before it. */
function lastT({ r, qy }: Factored, size: number): number {
  const variance = residualSquares({ r, qy }, size) / (qy.length - size);
  return (qy[size - 1] * Math.sign(r.at(size - 1, size - 1))) / Math.sqrt(variance);
}

/** Trend, level, lags: the order in which lags are chosen. */
function factorsInOrder(series: Series, trend: Trend, lags: number): Factored {
  const { changes, level, lagged, trends } = columnsOf(series, trend, lags);
  return factor(Matrix.ofColumns([...trends, level, ...lagged]), changes);
}

/** Trend, lags, level: the level last, as its t statistic is the test. */
function factorsOf(series: Series, trend: Trend, lags: number): Factored {
  const { changes, level, lagged, trends } = columnsOf(series, trend, lags);
  return factor(Matrix.ofColumns([...trends, ...lagged, level]), changes);
}

function columnsOf(series: Series, trend: Trend, lags: number) {
  const length = series.length - 1 - lags;
  const change = (t: number): number => series[t + 1] - series[t];
  const from = (shift: number) => Float64Array.from({ length }, (_, i) => change(lags + i - shift));
  return {
    changes: from(0),
    level: Float64Array.from({ length }, (_, i) => series[lags + i]),
    lagged: Array.from({ length: lags }, (_, i) => from(i + 1)),
    trends: trendColumns(trend, length),
  };
}
