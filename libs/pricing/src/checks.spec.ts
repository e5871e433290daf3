import { describe, expect, it } from '@jest/globals';
import { checkFinite, checkNonNegative, checkPositive } from './checks.js';
import { PricingError } from './errors.js';

const passes = (check: (name: string, value: number) => void, value: number): boolean => {
  try {
    check('spot', value);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(PricingError);
    expect(error).toMatchObject({ code: 'PRICING_INPUT', message: expect.stringMatching(/^spot must be /) });
    return false;
  }
};

describe('the checks of inputs', () => {
  it.each([
    ['checkNonNegative', checkNonNegative, [true, true, true, false, false]],
    ['checkPositive', checkPositive, [false, true, false, false, false]],
    ['checkFinite', checkFinite, [true, true, false, true, false]],
  ] as const)('%s takes its range and refuses the rest with a code', (_, check, wanted) => {
    expect([0, 1e-300, Infinity, -1, NaN].map((value) => passes(check, value))).toEqual(wanted);
  });
});
