import { describe, expect, it } from '@jest/globals';
import { type Compounding, discountOf, growthOf, rateOf } from './compounding.js';

const ALL: Compounding[] = ['simple', 'continuous', 1, 2, 4, 12, 365];

describe('Compounding', () => {
  it('knows the textbook equivalents of 10 % a year', () => {
    expect(growthOf(0.1, 1, 1)).toBeCloseTo(1.1, 14);
    expect(growthOf(0.1, 1, 2)).toBeCloseTo(1.1025, 14);
    expect(growthOf(0.1, 1, 4)).toBeCloseTo(1.103812890625, 14);
    expect(growthOf(0.1, 1, 'continuous')).toBeCloseTo(1.1051709180756477, 14);
    expect(growthOf(0.1, 0.5, 'simple')).toBeCloseTo(1.05, 14);
  });

  it.each(ALL)('%s is undone by the rate of its growth', (compounding) => {
    for (const rate of [-0.02, 0, 1e-9, 0.05, 0.8]) {
      for (const years of [0.01, 0.5, 7.25]) {
        const growth = growthOf(rate, years, compounding);
        expect(rateOf(growth, years, compounding)).toBeCloseTo(rate, 12);
        expect(growth * discountOf(rate, years, compounding)).toBeCloseTo(1, 14);
      }
    }
  });

  it('refuses a rate that leaves nothing, and what is no compounding', () => {
    expect(() => growthOf(-1, 1, 1)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => growthOf(-0.5, 3, 'simple')).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => growthOf(NaN, 3, 'continuous')).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => rateOf(-1, 1, 1)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => growthOf(0.1, 1, 0)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => growthOf(0.1, 1, 1.5)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});
