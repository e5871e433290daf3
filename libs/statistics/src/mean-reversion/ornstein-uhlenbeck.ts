import { checkAbove, type Series } from '../check.js';
import { StatisticsError } from '../errors.js';
import { changesOnLevels } from './half-life.js';

export interface OrnsteinUhlenbeck {
  /** theta of dx = theta (mean - x) dt + volatility dW, one over time; 0 or less where the series does not return. */
  readonly reversion: number;
  /** Standard error of theta, by the delta method. */
  readonly reversionError: number;
  /** Long-run mean; of no use where the series does not return. */
  readonly mean: number;
  /** sigma, units of the series over the square root of time. */
  readonly volatility: number;
  /** Time in which half of a deviation is expected to be gone, ln 2 / theta; Infinity where it does not return. */
  readonly halfLife: number;
  /** About the mean, in the long run: sigma / sqrt(2 theta); Infinity where it does not return. */
  readonly deviation: number;
  /** Of the values after the first, given the first, at its maximum. */
  readonly logLikelihood: number;
}

/**
 * Ornstein-Uhlenbeck process through values `step` apart, by maximum likelihood of its exact transition density: between two
 * values it is an autoregression x' = mean + phi (x - mean) + error with phi = e^(-theta step) and errors of variance
 * sigma^2 (1 - phi^2) / (2 theta), so that least squares give the maximum in closed form (Gillespie, Physical Review E 54 (1996);
 * Tang and Chen, Journal of Econometrics 149 (2009), who also show that theta comes out too high in short samples). Throws
 * STATISTICS_TOO_SHORT, STATISTICS_NOT_FINITE, STATISTICS_RANGE, STATISTICS_SINGULAR (a series that does not vary, or turns about
 * at every step, as no such process does).
 */
export function ornsteinUhlenbeck(series: Series, { step = 1 }: { readonly step?: number } = {}): OrnsteinUhlenbeck {
  checkAbove('step', step);
  const { coefficients, standardErrors, residualSquares, logLikelihood } = changesOnLevels(series);
  const phi = 1 + coefficients[1];
  if (!(phi > 0))
    throw new StatisticsError('STATISTICS_SINGULAR', 'the series turns about its mean at every step', { phi });
  const reversion = -Math.log1p(coefficients[1]) / step;
  const variance = residualSquares / (series.length - 1);
  // 1 - phi^2, exact where phi is near 1.
  const forgotten = -Math.expm1(-2 * reversion * step);
  const volatility = Math.sqrt(forgotten === 0 ? variance / step : (variance * 2 * reversion) / forgotten);
  const returns = reversion > 0;
  return {
    reversion,
    reversionError: standardErrors[1] / phi / step,
    mean: -coefficients[0] / coefficients[1],
    volatility,
    halfLife: returns ? Math.LN2 / reversion : Infinity,
    deviation: returns ? volatility / Math.sqrt(2 * reversion) : Infinity,
    logLikelihood,
  };
}
