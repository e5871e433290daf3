import { checkFinite } from '../checks.js';
import { PricingError } from '../errors.js';
import {
  type AmericanOption,
  type CashDividend,
  checkAmerican,
  type CheckedOption,
  exercised,
  type GridValue,
  thetaOf,
} from './american-option.js';
import { LogGrid } from './log-grid.js';
import { checkSteps } from './steps.js';

export interface FiniteDifferenceOptions {
  /** Steps in time, 3 to 20 000. */
  readonly timeSteps?: number;
  /** Steps in the logarithm of the price, 3 to 20 000; an odd number becomes the next even one, which has the spot on a node. */
  readonly priceSteps?: number;
  /** Whether the option may be exercised before its expiry; true by default. */
  readonly american?: boolean;
  /** Payments in money within the life of the option; those after its expiry are left out. */
  readonly dividends?: readonly CashDividend[];
}

/** Steps taken as two without the explicit part, at expiry and after each dividend: they take the kinks out (R. Rannacher). */
const SMOOTHED_STEPS = 2;

const MAX_DIVIDENDS = 1000;

/**
 * Price, delta, gamma and theta by finite differences in the logarithm of the price: J. Crank and P. Nicolson's scheme, where in each
 * step the early exercise is solved as it stands, by policy iteration (C. Reisinger, J. Witte, "On the Use of Policy Iteration
 * as an Easy Way of Pricing American Options", 2012). It assumes nothing of where exercise is best, so that rates
 * and yields may have any sign.
 *
 * At a dividend in money the price of the underlying falls by it, to no less than nothing, and between dividends it moves by the
 * volatility. Throws PRICING_INPUT.
 */
export function finiteDifference(american: AmericanOption, options: FiniteDifferenceOptions = {}): GridValue {
  const { timeSteps = 200, priceSteps = 400, american: early = true, dividends = [] } = options;
  const option = checkAmerican(american);
  if (option.years === 0) return exercised(option);
  const paid = checkDividends(dividends, option.years);
  const grid = new LogGrid(option, checkSteps(priceSteps + (priceSteps & 1)), early, totalOf(paid));
  const stops = [...paid.map(({ years }) => years).toReversed(), 0];
  let from = option.years;
  stops.forEach((to, at) => {
    if (to < from) roll(grid, from - to, Math.max(1, Math.ceil((checkSteps(timeSteps) * (from - to)) / option.years)));
    if (to > 0) grid.payDividend(paid[paid.length - 1 - at].amount);
    from = to;
  });
  return valueAt(option, grid, early);
}

/**
 * From the end of a span without dividends to its start, by steps that lengthen with the square of their number: near expiry
 * the boundary of exercise moves as the root of the time that is left (P. Forsyth, K. Vetzal, 2002).
 */
function roll(grid: LogGrid, years: number, steps: number): void {
  const timeAt = (step: number) => years * (step / steps) ** 2;
  for (let step = 1; step <= steps; step++) {
    const time = timeAt(step) - timeAt(step - 1);
    if (step > SMOOTHED_STEPS) {
      grid.step(time, 0.5);
    } else {
      grid.step(time / 2, 1);
      grid.step(time / 2, 1);
    }
  }
}

function valueAt(option: CheckedOption, grid: LogGrid, early: boolean): GridValue {
  const { kind, spot, strike } = option;
  const { price, delta, gamma } = grid.atSpot();
  if (early && price > 0 && price <= kind * (spot - strike)) return exercised(option);
  return { price, delta, gamma, theta: thetaOf(option, price, delta, gamma) };
}

function checkDividends(dividends: readonly CashDividend[], life: number): CashDividend[] {
  if (dividends.length > MAX_DIVIDENDS) {
    throw new PricingError('PRICING_INPUT', `dividends must be at most ${MAX_DIVIDENDS}: ${dividends.length}`);
  }
  for (const { years, amount } of dividends) {
    checkFinite('dividend', amount);
    if (amount >= 0 && years > 0) continue;
    throw new PricingError('PRICING_INPUT', `a dividend is 0 or more and after now: ${amount} in ${years} years`);
  }
  return dividends.filter(({ years }) => years <= life).toSorted((a, b) => a.years - b.years);
}

function totalOf(dividends: readonly CashDividend[]): number {
  return dividends.reduce((sum, { amount }) => sum + amount, 0);
}
