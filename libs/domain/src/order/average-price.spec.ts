import { describe, expect, it } from '@jest/globals';
import { averagePriceText } from './average-price.js';

describe('averagePriceText', () => {
  it('divides exactly, rounding half away from zero at four digits more than the price', () => {
    expect(averagePriceText(3_000n, 3, 2)).toBe('10.00');
    expect(averagePriceText(10_000n, 3, 2)).toBe('33.333333');
    expect(averagePriceText(20_000n, 3, 2)).toBe('66.666667');
    expect(averagePriceText(-20_000n, -3, 2)).toBe('66.666667');
    expect(averagePriceText(-20_000n, 3, 2)).toBe('-66.666667');
    expect(averagePriceText(6n * 10n ** 20n + 1n, 100_000_000, 8)).toBe('60000.00000000');
    expect(averagePriceText(0n, 0, 2)).toBeUndefined();
  });
});
