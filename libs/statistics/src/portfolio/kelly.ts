import { checkAbove, checkNumber, type Rows, type Series } from '../check.js';
import { solveCholesky } from '../math/cholesky.js';
import { checkAssets, checkCovariance } from './covariance.js';

export interface Bet {
  /** Of winning, 0 to 1. */
  readonly probability: number;
  /** Gained for each unit of stake when won, above 0. */
  readonly gain: number;
  /** Lost of each unit of stake when lost, above 0; 1 unless given. */
  readonly loss?: number;
}

/**
 * The share of the capital to stake for the greatest growth of its logarithm, p / loss - (1 - p) / gain; zero or less where the
 * bet is not worth taking (Kelly, Bell System Technical Journal 35 (1956); Thorp, The Kelly criterion in blackjack, sports betting
 * and the stock market (2006)). Throws STATISTICS_RANGE.
 */
export function kellyBet({ probability, gain, loss = 1 }: Bet): number {
  checkNumber('probability', probability, 0, 1);
  return probability / checkAbove('loss', loss) - (1 - probability) / checkAbove('gain', gain);
}

/**
 * The share of the capital to hold of an asset for the greatest growth in continuous time: excess return / variance (Thorp 2006,
 * section 7), above 1 on credit, below 0 short. Both are of one span of time. Throws STATISTICS_RANGE.
 */
export function kellyFraction(excessReturn: number, deviation: number): number {
  return checkNumber('excessReturn', excessReturn) / checkAbove('deviation', deviation) ** 2;
}

/**
 * As kellyFraction for several assets at once, C^-1 excess returns (Thorp 2006, section 8). Estimates of returns are poor: a half of
 * these weights gives up a quarter of the growth and half of the deviation. Throws STATISTICS_SHAPE, STATISTICS_NOT_FINITE,
 * STATISTICS_NOT_POSITIVE.
 */
export function kellyWeights(covariance: Rows, excessReturns: Series): Float64Array {
  const checked = checkCovariance(covariance);
  return solveCholesky(checked.lower, checkAssets('excessReturns', excessReturns, checked));
}
