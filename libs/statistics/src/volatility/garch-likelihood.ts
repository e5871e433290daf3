import type { Series } from '../check.js';
import { mean } from '../math/mean.js';

/** Mean, omega, alpha, beta. */
export const PARAMETERS = 4;

export interface GarchPoint {
  readonly mean: number;
  readonly omega: number;
  readonly alpha: number;
  readonly beta: number;
}

export interface GarchLikelihood {
  readonly logLikelihood: number;
  /** By mean, omega, alpha, beta. */
  readonly gradient: Float64Array;
  /** Sums of products of the gradients of the observations, row by row. */
  readonly outerProducts: Float64Array;
}

/**
 * Log-likelihood of normal returns whose variance follows h = omega + alpha e^2 + beta h of the period before, with its exact
 * gradient (Fiorentini, Calzolari and Panattoni, Journal of Applied Econometrics 11 (1996)). Before the first return, e^2 and h
 * are the mean of the squares of all. `variances`, one longer than the returns, takes the variances and that of the next return.
 */
export function garchLikelihood(returns: Series, point: GarchPoint, variances?: Float64Array): GarchLikelihood {
  const { omega, alpha, beta } = point;
  const gradient = new Float64Array(PARAMETERS);
  const outerProducts = new Float64Array(PARAMETERS * PARAMETERS);
  const score = new Float64Array(PARAMETERS);
  // Of h, by mean, omega, alpha, beta.
  const slope = new Float64Array(PARAMETERS);
  const before = presample(returns, point.mean);
  slope[0] = before.slope;
  let h = before.squares;
  let square = before.squares;
  let squareSlope = before.slope;
  let sum = 0;
  for (let t = 0; t <= returns.length; t++) {
    slope[0] = alpha * squareSlope + beta * slope[0];
    slope[1] = 1 + beta * slope[1];
    slope[2] = square + beta * slope[2];
    slope[3] = h + beta * slope[3];
    h = omega + alpha * square + beta * h;
    if (variances !== undefined) variances[t] = h;
    if (t === returns.length) break;
    const error = returns[t] - point.mean;
    square = error * error;
    squareSlope = -2 * error;
    sum -= (Math.log(2 * Math.PI * h) + square / h) / 2;
    const common = (square / h - 1) / (2 * h);
    for (let k = 0; k < PARAMETERS; k++) score[k] = common * slope[k];
    score[0] += error / h;
    accumulate(gradient, outerProducts, score);
  }
  return { logLikelihood: sum, gradient, outerProducts };
}

function presample(returns: Series, centre: number): { readonly squares: number; readonly slope: number } {
  let squares = 0;
  for (let t = 0; t < returns.length; t++) squares += (returns[t] - centre) ** 2;
  return { squares: squares / returns.length, slope: -2 * (mean(returns) - centre) };
}

function accumulate(gradient: Float64Array, outerProducts: Float64Array, score: Float64Array): void {
  for (let k = 0; k < PARAMETERS; k++) {
    gradient[k] += score[k];
    for (let l = 0; l < PARAMETERS; l++) outerProducts[k * PARAMETERS + l] += score[k] * score[l];
  }
}
