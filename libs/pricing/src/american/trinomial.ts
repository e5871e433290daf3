import { PricingError } from '../errors.js';
import {
  type AmericanOption,
  checkAmerican,
  type CheckedOption,
  exercised,
  type GridValue,
  thetaOf,
} from './american-option.js';
import { checkSteps } from './steps.js';

export interface TrinomialOptions {
  /** 3 to 20 000. */
  readonly steps?: number;
  /** Whether the option may be exercised before its expiry; true by default. */
  readonly american?: boolean;
}

/** Discounted probabilities of a step up, level and down. */
interface Weights {
  readonly up: number;
  readonly level: number;
  readonly down: number;
}

/**
 * Price, delta, gamma and theta by a trinomial tree (P. Boyle, 1986, as in E. G. Haug, "The Complete Guide to Option Pricing
 * Formulas", chapter 7): each step is two of a binomial one of half its length. Greeks from the three prices after the first
 * step. Time and memory: steps^2 nodes, one row of them. Throws PRICING_INPUT, also where the steps are too long for
 * the volatility.
 */
export function trinomial(american: AmericanOption, options: TrinomialOptions = {}): GridValue {
  const option = checkAmerican(american);
  if (option.years === 0) return exercised(option);
  const steps = checkSteps(options.steps ?? 500);
  const half = Math.exp(option.volatility * Math.sqrt(option.years / steps / 2));
  return rollBack(option, half * half, weightsOf(option, half, option.years / steps), steps, options.american ?? true);
}

function weightsOf({ rate, carry }: CheckedOption, half: number, time: number): Weights {
  const p = (Math.exp((carry * time) / 2) - 1 / half) / (half - 1 / half);
  if (!(p > 0 && p < 1)) {
    throw new PricingError('PRICING_INPUT', `a step has a probability of ${p}: take more steps or a higher volatility`);
  }
  const discount = Math.exp(-rate * time);
  return { up: p * p * discount, level: 2 * p * (1 - p) * discount, down: (1 - p) * (1 - p) * discount };
}

function rollBack(option: CheckedOption, up: number, weights: Weights, steps: number, early: boolean): GridValue {
  const { kind, spot, strike } = option;
  const payoffs = new Float64Array(2 * steps + 1);
  for (let node = 0; node < payoffs.length; node++) payoffs[node] = kind * (spot * up ** (node - steps) - strike);
  const values = payoffs.map((payoff) => Math.max(payoff, 0));
  let after: readonly number[] = [];
  for (let level = steps - 1; level >= 0; level--) {
    if (level === 0) after = [values[0], values[1], values[2]];
    for (let node = 0; node <= 2 * level; node++) {
      const held = weights.down * values[node] + weights.level * values[node + 1] + weights.up * values[node + 2];
      const paid = early ? payoffs[steps - level + node] : 0;
      values[node] = held > paid ? held : paid;
    }
  }
  if (early && values[0] > 0 && values[0] === payoffs[steps]) return exercised(option);
  return greeksAt(option, up, values[0], after);
}

function greeksAt(option: CheckedOption, up: number, price: number, [low, middle, high]: readonly number[]): GridValue {
  const { spot } = option;
  const [below, above] = [spot / up, spot * up];
  const [lower, upper] = [(middle - low) / (spot - below), (high - middle) / (above - spot)];
  const gamma = (2 * (upper - lower)) / (above - below);
  // The slope of the parabola through the three prices.
  const delta = lower + ((upper - lower) * (spot - below)) / (above - below);
  return { price, delta, gamma, theta: thetaOf(option, price, delta, gamma) };
}
