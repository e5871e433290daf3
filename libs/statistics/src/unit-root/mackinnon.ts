import { normalCdf } from '../math/normal.js';
import type { Trend } from '../regression/design.js';
import { CRITICAL_SURFACES, P_VALUE_SURFACES } from './mackinnon-tables.js';

/** Statistics below which the hypothesis (a unit root, no cointegration) is rejected at that level. */
export interface CriticalValues {
  readonly '1%': number;
  readonly '5%': number;
  readonly '10%': number;
}

/** Most series that the tables cover. */
export const MOST_SERIES = 6;

/** Asymptotic p-value of a Dickey-Fuller statistic (MacKinnon 1994) of `series` integrated series. */
export function mackinnonP(statistic: number, trend: Trend, series: number): number {
  const { least, split, most, left, right } = P_VALUE_SURFACES[trend][series - 1];
  if (statistic > most) return 1;
  if (statistic < least) return 0;
  return normalCdf(polynomial(statistic <= split ? left : right, statistic));
}

/** Critical values for so many observations (MacKinnon 2010). */
export function mackinnonCritical(trend: Trend, series: number, observations: number): CriticalValues {
  const [one, five, ten] = CRITICAL_SURFACES[trend][series - 1].map((row) => polynomial(row, 1 / observations));
  return { '1%': one, '5%': five, '10%': ten };
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
