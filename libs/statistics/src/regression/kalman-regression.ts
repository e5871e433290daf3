import { checkAbove, checkCount, checkLength, checkNumber, checkSeries, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { dot, Matrix } from '../math/matrix.js';

export interface KalmanRegressionSettings {
  /** Regressors besides the constant, 1 to 32. */
  readonly regressors: number;
  /**
   * Variance by which each coefficient changes from one observation to the next, the constant first; one number for all. 0 keeps
   * them fixed: recursive least squares.
   */
  readonly coefficientVariance: number | Series;
  /** Variance of the errors of y, above 0. */
  readonly observationVariance: number;
  /** Variance of each coefficient, zero on average, before the first observation; 1e6 unless given. */
  readonly initialVariance?: number;
}

export interface KalmanInnovation {
  /** y less its forecast from what was known before it. */
  readonly error: number;
  /** Variance of that error. */
  readonly variance: number;
  /** error / sqrt(variance): the signal of a spread, with no look ahead. */
  readonly z: number;
}

/** Plain values, to be kept as JSON. */
export interface KalmanRegressionSnapshot {
  readonly count: number;
  readonly coefficients: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

/**
 * Regression y = constant + coefficients x whose coefficients follow random walks: the hedge ratio of a pair that drifts (Chan,
 * Algorithmic Trading (2013), chapter 3; Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989), 3.2).
 * An update costs the cube of the number of coefficients. The covariance is updated in the form of Joseph, which stays
 * positive whatever rounding does.
 */
export class KalmanRegression {
  private readonly size: number;
  private readonly drift: Float64Array;
  private readonly noise: number;
  private state: Float64Array;
  private spread: Matrix;
  private seen = 0;

  /** Throws STATISTICS_RANGE, STATISTICS_SHAPE. */
  constructor(settings: KalmanRegressionSettings) {
    const { regressors, coefficientVariance, observationVariance, initialVariance = 1e6 } = settings;
    this.size = checkCount('regressors', regressors, 1, 32) + 1;
    this.drift = driftOf(coefficientVariance, this.size);
    this.noise = checkAbove('observationVariance', observationVariance);
    this.state = new Float64Array(this.size);
    this.spread = Matrix.identity(this.size);
    checkAbove('initialVariance', initialVariance);
    this.spread.data.forEach((value, i, data) => (data[i] = value * initialVariance));
  }

  /** Observations taken. */
  get count(): number {
    return this.seen;
  }

  /** The constant first: as they are believed to be after the last observation. */
  get coefficients(): Float64Array {
    return this.state.slice();
  }

  /** Of the coefficients. */
  get covariance(): number[][] {
    return this.spread.toRows();
  }

  /** Takes the next observation. Throws STATISTICS_SHAPE and STATISTICS_NOT_FINITE, and stays as it was then. */
  update(y: number, xs: Series): KalmanInnovation {
    checkLength('xs', xs, this.size - 1);
    checkSeries('observation', [y, ...Array.from(xs)]);
    const x = Float64Array.from([1, ...Array.from(xs)]);
    this.drift.forEach((value, i) => this.spread.set(i, i, this.spread.at(i, i) + value));
    const px = this.spread.timesVector(x);
    const variance = dot(x, px) + this.noise;
    const error = y - dot(x, this.state);
    const gain = px.map((value) => value / variance);
    this.state.forEach((value, i, state) => (state[i] = value + gain[i] * error));
    this.spread = this.joseph(gain, x);
    this.seen += 1;
    return { error, variance, z: error / Math.sqrt(variance) };
  }

  snapshot(): KalmanRegressionSnapshot {
    return { count: this.seen, coefficients: Array.from(this.state), covariance: this.covariance };
  }

  /** Goes on where `snapshot` was taken, with settings that may differ. Throws STATISTICS_SHAPE, STATISTICS_NOT_FINITE. */
  static restore(settings: KalmanRegressionSettings, snapshot: KalmanRegressionSnapshot): KalmanRegression {
    const filter = new KalmanRegression(settings);
    checkCoefficients('coefficients', snapshot.coefficients, filter.size);
    if (snapshot.covariance.length !== filter.size)
      throw new StatisticsError('STATISTICS_SHAPE', `the covariance has ${snapshot.covariance.length} rows`);
    for (const row of snapshot.covariance) checkCoefficients('covariance', row, filter.size);
    filter.seen = checkCount('count', snapshot.count, 0, Number.MAX_SAFE_INTEGER);
    filter.state = Float64Array.from(snapshot.coefficients);
    filter.spread = Matrix.ofRows(snapshot.covariance);
    return filter;
  }

  /** (I - gain x') P (I - gain x')' + gain noise gain'. */
  private joseph(gain: Float64Array, x: Float64Array): Matrix {
    const keep = Matrix.identity(this.size);
    gain.forEach((g, i) => x.forEach((value, j) => keep.set(i, j, keep.at(i, j) - g * value)));
    const next = keep.times(this.spread).times(keep.transpose());
    gain.forEach((a, i) => gain.forEach((b, j) => next.set(i, j, next.at(i, j) + a * this.noise * b)));
    return next;
  }
}

function driftOf(variance: number | Series, size: number): Float64Array {
  const drift = typeof variance === 'number' ? new Float64Array(size).fill(variance) : Float64Array.from(variance);
  checkLength('coefficientVariance', drift, size);
  drift.forEach((value, i) => checkNumber(`coefficientVariance[${i}]`, value, 0));
  return drift;
}

function checkCoefficients(name: string, values: Series, size: number): void {
  checkLength(name, values, size);
  checkSeries(name, values);
}
