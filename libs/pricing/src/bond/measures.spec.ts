import { describe, expect, it } from '@jest/globals';
import { DatedCurve } from '../rates/dated-curve.js';
import { flatCurve, shiftedCurve } from '../rates/curve.js';
import { parseDay } from '../rates/day.js';
import { Bond, type BondTerms } from './bond.js';
import { bondMeasures, effectiveMeasures } from './measures.js';
import { dirtyPriceOnCurve } from './on-curve.js';
import { dirtyPrice, type YieldBasis, yieldOf } from './yield.js';

function bondOf(coupon: number, maturity: string, terms: Partial<BondTerms> = {}): Bond {
  return new Bond({ coupon, frequency: 2, maturity: parseDay(maturity), dayCount: 'ACT/ACT ICMA', ...terms });
}

describe('Bond measures', () => {
  it('are those of the documented spreadsheet functions DURATION and MDURATION', () => {
    const long = bondMeasures(bondOf(0.08, '2048-01-01'), 0.09, parseDay('2018-07-01'));
    expect(long.macaulayDuration).toBeCloseTo(10.9191453, 7);
    const short = bondMeasures(bondOf(0.08, '2016-01-01'), 0.09, parseDay('2008-01-01'));
    expect(short.macaulayDuration).toBeCloseTo(5.993775, 6);
    expect(short.modifiedDuration).toBeCloseTo(5.73567, 5);
  });

  // 8 % Treasury 2021 at 103: Bloomberg, in a public test suite.
  it.each<[string, number, number, number]>([
    ['2013-05-29', 5.676044458, 42.15314859, 0.0606214023],
    ['2013-05-30', 5.892816328, 43.75621862, 0.06059239822],
    ['2013-05-31', 5.890186028, 43.72394381, 0.06057829784],
  ])('of a gilt on %s', (settlement, duration, convexity, dv01) => {
    const gilt = bondOf(0.08, '2021-06-07', { exCoupon: { days: 8 } });
    const day = parseDay(settlement);
    const measures = bondMeasures(gilt, yieldOf(gilt, 103, day), day);
    expect(measures.modifiedDuration).toBeCloseTo(duration, 8);
    expect(measures.convexity).toBeCloseTo(convexity, 7);
    expect(measures.dv01).toBeCloseTo(dv01, 9);
  });

  it.each<YieldBasis>(['street', 'continuous', 'simple', 1, 4])('%s: are the derivatives of the price', (basis) => {
    const settlement = parseDay('2024-05-17');
    for (const bond of [bondOf(0.045, '2034-11-30'), bondOf(0.07, '2024-09-01'), bondOf(0, '2030-03-31')]) {
      const at = (rate: number) => dirtyPrice(bond, rate, settlement, basis);
      const { price, modifiedDuration, convexity, dv01 } = bondMeasures(bond, 0.05, settlement, basis);
      const h = 1e-4;
      expect(price).toBe(at(0.05));
      expect(modifiedDuration).toBeCloseTo((at(0.05 - h) - at(0.05 + h)) / (2 * h * price), 5);
      expect(convexity).toBeCloseTo((at(0.05 - h) + at(0.05 + h) - 2 * price) / (h * h * price), 4);
      expect(dv01).toBeCloseTo((at(0.05 - h) - at(0.05 + h)) / 2, 7);
    }
  });

  it('the Macaulay duration of a zero-coupon bond is its life', () => {
    const { macaulayDuration } = bondMeasures(bondOf(0, '2034-05-17'), 0.05, parseDay('2024-05-17'));
    expect(macaulayDuration).toBeCloseTo(10, 13);
  });

  it('effective measures of fixed payments equal the exact ones', () => {
    const settlement = parseDay('2024-05-17');
    const bond = bondOf(0.045, '2034-11-30');
    const curve = flatCurve(0.05);
    const effective = effectiveMeasures((shift) =>
      dirtyPriceOnCurve(bond, new DatedCurve(shiftedCurve(curve, shift), settlement), settlement),
    );
    // The curve counts days, the yield coupon periods: not the very same times.
    const exact = bondMeasures(bond, 0.05, settlement, 'continuous');
    expect(effective.duration / exact.modifiedDuration).toBeCloseTo(1, 2);
    expect(effective.convexity / exact.convexity).toBeCloseTo(1, 2);
    expect(() => effectiveMeasures(() => 1, 0)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => effectiveMeasures(() => NaN)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});
