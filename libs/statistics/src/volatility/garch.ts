import { checkCount, checkSeries, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { isRounding, mean, squaresAboutMean } from '../math/mean.js';
import { minimise, type Minimum, type Slope } from '../math/minimise.js';
import { garchErrors, type GarchErrors } from './garch-errors.js';
import { garchLikelihood, type GarchPoint } from './garch-likelihood.js';

export interface GarchOptions {
  /** A mean that is estimated too (unless given), or zero. */
  readonly mean?: 'constant' | 'zero';
}

export interface Garch extends GarchPoint, GarchErrors {
  /** alpha + beta, below 1: the share of a surprise that is left a period later. */
  readonly persistence: number;
  /** omega / (1 - persistence): where forecasts go in the long run. */
  readonly longRunVariance: number;
  /** Of each return, given those before it. */
  readonly variances: Float64Array;
  /** Of the return after the last. */
  readonly nextVariance: number;
  readonly logLikelihood: number;
}

/** Enough for four parameters to be told apart at all. */
const LEAST = 50;
/** Persistence and alpha's share of it, where the search may begin. */
const STARTS = [0.5, 0.8, 0.95, 0.99].flatMap((persistence) => [0.05, 0.15, 0.4].map((share) => [persistence, share]));
/** Searches from the best of them: likelihoods of short samples have more than one maximum. */
const SEARCHES = 3;

/**
 * GARCH(1,1) of `returns` by maximum likelihood of normal errors: return = mean + e, variance h = omega + alpha e^2 + beta h of the
 * period before, omega > 0, alpha and beta not negative, alpha + beta < 1 (Bollerslev, Journal of Econometrics 31 (1986)). The
 * likelihood and its start are those of the benchmark of Fiorentini, Calzolari and Panattoni (1996). At least 50 returns; a few
 * hundred before the result means much. Throws STATISTICS_TOO_SHORT, STATISTICS_NOT_FINITE, STATISTICS_RANGE, STATISTICS_SINGULAR
 * (returns that do not vary), STATISTICS_NO_CONVERGENCE.
 */
export function garch(returns: Series, { mean: kind = 'constant' }: GarchOptions = {}): Garch {
  if (kind !== 'constant' && kind !== 'zero')
    throw new StatisticsError('STATISTICS_RANGE', `mean is constant or zero: ${String(kind)}`);
  checkSeries('returns', returns, LEAST);
  if (isRounding(squaresAboutMean(returns), returns))
    throw new StatisticsError('STATISTICS_SINGULAR', 'the returns do not vary');
  // The search works on returns of variance one, wherever they came from.
  const scale = Math.sqrt(squaresAboutMean(returns) / returns.length);
  const scaled = Float64Array.from(returns, (value) => value / scale);
  const free = kind === 'constant';
  const found = pointAt(search(scaled, free ? mean(scaled) : 0, free).at);
  const variances = new Float64Array(returns.length + 1);
  const point = { ...found, mean: found.mean * scale, omega: found.omega * scale ** 2 };
  const { logLikelihood } = garchLikelihood(returns, point, variances);
  const persistence = point.alpha + point.beta;
  return {
    ...point,
    ...garchErrors(scaled, found, scale, free),
    persistence,
    longRunVariance: point.omega / (1 - persistence),
    variances: variances.subarray(0, returns.length),
    nextVariance: variances[returns.length],
    logLikelihood,
  };
}

/**
 * Expected variances of the 1 to `horizon` (at most 2^20) returns after the last: each is omega + persistence x the one before. The
 * variance of the sum of these returns is the sum. Throws STATISTICS_RANGE.
 */
export function garchForecast(
  { nextVariance, omega, persistence }: Pick<Garch, 'nextVariance' | 'omega' | 'persistence'>,
  horizon: number,
): Float64Array {
  const forecasts = new Float64Array(checkCount('horizon', horizon, 1, 2 ** 20));
  forecasts[0] = nextVariance;
  for (let k = 1; k < horizon; k++) forecasts[k] = omega + persistence * forecasts[k - 1];
  return forecasts;
}

function search(returns: Series, centre: number, free: boolean): Minimum {
  const slopeAt = (x: Float64Array): Slope => negativeLikelihood(returns, x, free);
  const starts = STARTS.map(([persistence, share]) =>
    Float64Array.of(centre, Math.log(1 - persistence), logit(persistence), logit(share)),
  ).map((at) => ({ at, value: slopeAt(at).value }));
  const found = starts
    .toSorted((a, b) => a.value - b.value)
    .slice(0, SEARCHES)
    .map(({ at }) => minimise(slopeAt, at, 1e-7 * returns.length))
    .filter(({ settled, value }) => settled && Number.isFinite(value));
  if (found.length === 0)
    throw new StatisticsError('STATISTICS_NO_CONVERGENCE', 'no search for the maximum of the likelihood settled');
  return found.reduce((best, next) => (next.value < best.value ? next : best));
}

/** By mean, ln omega, and the logits of persistence and of alpha's share: without bounds. */
function pointAt([centre, logOmega, persistence, share]: Float64Array): GarchPoint {
  const p = logistic(persistence);
  return { mean: centre, omega: Math.exp(logOmega), alpha: p * logistic(share), beta: p * logistic(-share) };
}

function negativeLikelihood(returns: Series, x: Float64Array, free: boolean): Slope {
  const point = pointAt(x);
  const { logLikelihood, gradient } = garchLikelihood(returns, point);
  const [p, share] = [logistic(x[2]), logistic(x[3])];
  const [byMean, byOmega, byAlpha, byBeta] = gradient;
  const slopes = Float64Array.of(
    free ? byMean : 0,
    byOmega * point.omega,
    (byAlpha * share + byBeta * (1 - share)) * p * (1 - p),
    (byAlpha - byBeta) * p * share * (1 - share),
  );
  return { value: -logLikelihood, gradient: slopes.map((value) => -value) };
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}
