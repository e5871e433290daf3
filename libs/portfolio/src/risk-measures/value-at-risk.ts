import { ok, refuse, type Result } from '@bourseworks/domain';
import { Moments } from '../statistics/moments.js';
import { normalDensity, normalQuantile } from './normal.js';

/** Losses as ratios: 0.02 = a loss of 2 %. A negative one is a gain even at this level. */
export interface TailRisk {
  /** Loss that is not exceeded with the probability of the level. */
  readonly valueAtRisk: number;
  /** Mean loss in the cases beyond it. */
  readonly expectedShortfall: number;
}

function checked(returns: readonly number[], level: number, least: number): Result<number> {
  if (!(level > 0.5 && level < 1)) throw new Error(`a level of ${level}: it is between 0.5 and 1`);
  if (returns.length < least || returns.some((value) => !Number.isFinite(value)))
    return refuse('SAMPLE_TOO_SMALL', `${returns.length} returns are too few`, { count: returns.length, least });
  return ok(1 - level);
}

/**
 * From the returns as they were: the k-th smallest, k = ceil(n x (1 - level)), and the mean of the tail of exactly
 * n x (1 - level) cases, the k-th counted in part (Acerbi and Tasche 2002, "On the coherence of expected shortfall",
 * definition 2.6). Refuses SAMPLE_TOO_SMALL.
 */
export function historicalRisk(returns: readonly number[], level: number): Result<TailRisk> {
  const alpha = checked(returns, level, 1);
  if (!alpha.ok) return alpha;
  const sorted = Float64Array.from(returns).sort();
  // 1 - 0.95 is a little more than 0.05: without this 100 returns would give the sixth smallest.
  const cases = Number((alpha.value * sorted.length).toFixed(9));
  const k = Math.max(1, Math.ceil(cases));
  const cut = sorted[k - 1] ?? NaN;
  let sum = 0;
  for (let i = 0; i < k - 1; i++) sum += sorted[i] ?? NaN;
  return ok({ valueAtRisk: 0 - cut, expectedShortfall: 0 - (sum + (cases - (k - 1)) * cut) / cases });
}

function momentsOf(returns: readonly number[]): Moments {
  const moments = new Moments();
  for (const value of returns) moments.add(value);
  return moments;
}

/**
 * Normal returns of the sample's mean and deviation: VaR = -(m + s z), ES = s phi(z) / (1 - level) - m, with z the
 * quantile at 1 - level (J.P. Morgan/Reuters 1996, RiskMetrics; McNeil, Frey and Embrechts 2005, example 2.18). Refuses
 * SAMPLE_TOO_SMALL.
 */
export function normalRisk(returns: readonly number[], level: number): Result<TailRisk> {
  const alpha = checked(returns, level, 2);
  if (!alpha.ok) return alpha;
  const { mean, deviation } = momentsOf(returns);
  const z = normalQuantile(alpha.value);
  const tail = normalDensity(z) / alpha.value;
  return ok({ valueAtRisk: 0 - (mean + deviation * z), expectedShortfall: deviation * tail - mean });
}

/** Quantile z of a distribution with skewness S and excess kurtosis K (Cornish and Fisher 1938). */
export function cornishFisherQuantile(z: number, skewness: number, kurtosis: number): number {
  const z2 = z * z;
  return z + ((z2 - 1) * skewness) / 6 + (z * (z2 - 3) * kurtosis) / 24 - (z * (2 * z2 - 5) * skewness * skewness) / 36;
}

/**
 * As the normal measure, with the quantile adjusted for skewness and kurtosis; the shortfall is the mean of that quantile
 * over the tail:
 *   phi(z) / (1 - level) x (1 + z S/6 + (z^2 - 1) K/24 - (2 z^2 - 1) S^2/36)
 * (Zangari 1996; Maillard 2012, "A User's Guide to the Cornish Fisher Expansion"). It holds for moderate S and K only, where
 * the quantile rises with z. Refuses SAMPLE_TOO_SMALL.
 */
export function cornishFisherRisk(returns: readonly number[], level: number): Result<TailRisk> {
  const alpha = checked(returns, level, 4);
  if (!alpha.ok) return alpha;
  const { mean, deviation, skewness, excessKurtosis } = momentsOf(returns);
  if (deviation === 0)
    return refuse('SAMPLE_TOO_SMALL', 'returns that do not vary have no shape', { count: returns.length });
  return ok(cornishFisherOf({ mean, deviation, skewness, excessKurtosis }, level));
}

/** The same from moments that are known already. */
export function cornishFisherOf(
  shape: Pick<Moments, 'mean' | 'deviation' | 'skewness' | 'excessKurtosis'>,
  level: number,
): TailRisk {
  const { mean, deviation, skewness: s, excessKurtosis: k } = shape;
  const z = normalQuantile(1 - level);
  const tail = normalDensity(z) / (1 - level);
  const shortfall = tail * (1 + (z * s) / 6 + ((z * z - 1) * k) / 24 - ((2 * z * z - 1) * s * s) / 36);
  return {
    valueAtRisk: 0 - (mean + deviation * cornishFisherQuantile(z, s, k)),
    expectedShortfall: deviation * shortfall - mean,
  };
}
