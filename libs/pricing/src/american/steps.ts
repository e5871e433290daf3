import { PricingError } from '../errors.js';

const MAX_STEPS = 20_000;

/** 3 to 20 000 steps of a tree or grid: work grows with their square. Else PRICING_INPUT. */
export function checkSteps(steps: number): number {
  if (Number.isInteger(steps) && steps >= 3 && steps <= MAX_STEPS) return steps;
  throw new PricingError('PRICING_INPUT', `steps must be an integer from 3 to ${MAX_STEPS}: ${steps}`);
}
