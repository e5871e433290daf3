import { incompleteBeta } from './incomplete-beta.js';

/** Probability of a Student t variable farther from zero than `t`, both sides (Abramowitz and Stegun 26.7.1). */
export function studentTwoSided(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** Probability of an F variable above `f` (Abramowitz and Stegun 26.6.2). */
export function fisherUpper(f: number, numerator: number, denominator: number): number {
  if (f <= 0) return 1;
  return incompleteBeta(denominator / (denominator + numerator * f), denominator / 2, numerator / 2);
}
