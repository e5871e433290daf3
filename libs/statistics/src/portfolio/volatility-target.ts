import { checkAbove, checkNumber } from '../check.js';

export interface VolatilityTarget {
  /** Wanted, above 0. */
  readonly target: number;
  /** Expected of what is held, for the same span of time; 0 or more. */
  readonly volatility: number;
  /** Most exposure; 1 unless given. */
  readonly most?: number;
}

/**
 * The share of the capital to expose so that its volatility is the target, target / volatility, at most `most`: positions grow in
 * calm markets and shrink in wild ones (Moreira and Muir, Volatility-managed portfolios, Journal of Finance 72 (2017)). Throws
 * STATISTICS_RANGE.
 */
export function volatilityTargetExposure({ target, volatility, most = 1 }: VolatilityTarget): number {
  return Math.min(checkAbove('most', most), checkAbove('target', target) / checkNumber('volatility', volatility, 0));
}
