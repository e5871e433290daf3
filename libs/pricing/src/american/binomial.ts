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

/**
 * `Cox-Ross-Rubinstein` (1979): up and down are each other's inverse. `Leisen-Reimer` (1996): the probabilities of the normal
 * distribution by the second inversion of Peizer and Pratt; errors fall without swinging, with an odd number of steps.
 */
export type BinomialTree = 'Cox-Ross-Rubinstein' | 'Leisen-Reimer';

export interface BinomialOptions {
  readonly tree?: BinomialTree;
  /** 3 to 20 000; an even number becomes the next odd one for Leisen-Reimer. */
  readonly steps?: number;
  /** Whether the option may be exercised before its expiry; true by default. */
  readonly american?: boolean;
}

/** One step: factors of the price and the discounted probability of each. */
interface Step {
  readonly up: number;
  readonly down: number;
  readonly upWeight: number;
  readonly downWeight: number;
}

/**
 * Price, delta, gamma and theta by a binomial tree: delta from the first step, gamma from the second, theta from both by the
 * equation of the price. Time and memory: steps^2 / 2 nodes, one row of them. Throws PRICING_INPUT, also where
 * the steps are too long for the volatility (a probability outside of 0 to 1).
 */
export function binomial(american: AmericanOption, options: BinomialOptions = {}): GridValue {
  const { tree = 'Leisen-Reimer', american: early = true } = options;
  const option = checkAmerican(american);
  if (option.years === 0) return exercised(option);
  const asked = checkSteps(options.steps ?? 501);
  const steps = tree === 'Leisen-Reimer' ? asked | 1 : asked;
  const step = tree === 'Leisen-Reimer' ? leisenReimer(option, steps) : coxRossRubinstein(option, steps);
  return rollBack(option, step, steps, early);
}

function coxRossRubinstein({ years, rate, carry, volatility }: CheckedOption, steps: number): Step {
  const time = years / steps;
  const up = Math.exp(volatility * Math.sqrt(time));
  const down = 1 / up;
  return weighed(up, down, (Math.exp(carry * time) - down) / (up - down), rate * time);
}

function leisenReimer({ spot, strike, years, rate, carry, volatility }: CheckedOption, steps: number): Step {
  const time = years / steps;
  const deviation = volatility * Math.sqrt(years);
  const d2 = (Math.log(spot / strike) + carry * years) / deviation - deviation / 2;
  const p = peizerPratt(d2, steps);
  const growth = Math.exp(carry * time);
  const up = (growth * peizerPratt(d2 + deviation, steps)) / p;
  return weighed(up, (growth - p * up) / (1 - p), p, rate * time);
}

function weighed(up: number, down: number, p: number, interest: number): Step {
  if (!(p > 0 && p < 1 && down > 0 && up < Infinity)) {
    throw new PricingError('PRICING_INPUT', `a step has a probability of ${p}: take more steps or a higher volatility`);
  }
  const discount = Math.exp(-interest);
  return { up, down, upWeight: p * discount, downWeight: (1 - p) * discount };
}

/** The probability of success at which n trials have a majority of them with probability N(z). */
function peizerPratt(z: number, n: number): number {
  const scaled = z / (n + 1 / 3 + 0.1 / (n + 1));
  return 0.5 + 0.5 * Math.sign(z) * Math.sqrt(-Math.expm1(-scaled * scaled * (n + 1 / 6)));
}

function rollBack(option: CheckedOption, step: Step, steps: number, early: boolean): GridValue {
  const { kind, spot, strike } = option;
  const { up, down, upWeight, downWeight } = step;
  const values = new Float64Array(steps + 1);
  const ratio = up / down;
  const bottom = (level: number) => spot * down ** level;
  let price = bottom(steps);
  for (let node = 0; node <= steps; node++, price *= ratio) values[node] = Math.max(kind * (price - strike), 0);
  let after: readonly number[] = [];
  for (let level = steps - 1; level >= 0; level--) {
    if (level === 1) after = [values[0], values[1], values[2]];
    price = bottom(level);
    for (let node = 0; node <= level; node++, price *= ratio) {
      const held = upWeight * values[node + 1] + downWeight * values[node];
      const paid = early ? kind * (price - strike) : 0;
      values[node] = held > paid ? held : paid;
    }
    if (level === 1) after = [...after, values[0], values[1]];
  }
  return greeksAt(option, step, values[0], after, early);
}

/** From the three values of the second step and the two of the first. */
function greeksAt(
  option: CheckedOption,
  { up, down }: Step,
  price: number,
  [low, middle, high, below, above]: readonly number[],
  early: boolean,
): GridValue {
  const { kind, spot, strike } = option;
  if (early && price > 0 && price === kind * (spot - strike)) return exercised(option);
  const delta = (above - below) / (spot * (up - down));
  const [lowSpot, middleSpot, highSpot] = [spot * down * down, spot * up * down, spot * up * up];
  const upperDelta = (high - middle) / (highSpot - middleSpot);
  const lowerDelta = (middle - low) / (middleSpot - lowSpot);
  const gamma = (2 * (upperDelta - lowerDelta)) / (highSpot - lowSpot);
  return { price, delta, gamma, theta: thetaOf(option, price, delta, gamma) };
}
