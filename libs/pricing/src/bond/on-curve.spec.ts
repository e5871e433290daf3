import { describe, expect, it } from '@jest/globals';
import { weekdayCalendar } from '../rates/calendar.js';
import type { Compounding } from '../rates/compounding.js';
import { DiscountCurve, flatCurve } from '../rates/curve.js';
import { DatedCurve } from '../rates/dated-curve.js';
import { parseDay } from '../rates/day.js';
import { Bond, type BondTerms } from './bond.js';
import { cleanPriceOnCurve, dirtyPriceOnCurve, zSpread } from './on-curve.js';

/** 3 % flat, continuous, over ACT/360, and bonds of that day: values as in a public test suite. */
const TODAY = parseDay('2004-11-22');
const flat = new DatedCurve(flatCurve(0.03), TODAY, 'ACT/360');
const payment: BondTerms['payment'] = {
  adjustment: 'modified following',
  calendar: weekdayCalendar([parseDay('2005-05-30'), parseDay('2008-11-27')]),
};

function bondOf(coupon: number, maturity: string, terms: Partial<BondTerms> = {}): Bond {
  return new Bond({ coupon, frequency: 2, maturity: parseDay(maturity), dayCount: 'ACT/ACT ICMA', payment, ...terms });
}

describe('Bonds on a curve', () => {
  it.each([
    ['2008-11-30', 88.551726],
    ['2007-11-30', 91.278949],
    ['2006-11-30', 94.098006],
  ])('a zero-coupon bond of %s is worth %d', (maturity, price) => {
    expect(cleanPriceOnCurve(bondOf(0, maturity), flat, parseDay('2004-11-30'))).toBeCloseTo(price, 6);
  });

  it('notes are worth what was published', () => {
    const plain = bondOf(0.02875, '2008-11-30', { endOfMonth: false });
    expect(cleanPriceOnCurve(plain, flat, parseDay('2004-11-30'))).toBeCloseTo(99.2981, 6);
    const settlement = parseDay('2004-11-23');
    const unadjusted = {
      payment: { adjustment: 'modified following', calendar: { isBusinessDay: () => true } },
    } as const;
    expect(cleanPriceOnCurve(bondOf(0.025, '2006-10-31', unadjusted), flat, settlement)).toBeCloseTo(98.943393, 6);
    expect(cleanPriceOnCurve(bondOf(0.035, '2009-11-15', unadjusted), flat, settlement)).toBeCloseTo(101.986794, 6);
  });

  it.each<Exclude<Compounding, 'simple'>>(['continuous', 1, 2, 12])(
    '%s: the z-spread of a price with a spread is it',
    (basis) => {
      const curve = new DatedCurve(DiscountCurve.fromZeroRates([1, 5, 30], [0.02, 0.03, 0.035]), TODAY);
      const settlement = parseDay('2004-11-24');
      for (const bond of [bondOf(0.06, '2029-08-15'), bondOf(0, '2012-05-31'), bondOf(0.02, '2005-02-28')]) {
        for (const spread of [-0.04, 0, 0.0123, 0.6]) {
          const price = cleanPriceOnCurve(bond, curve, settlement, spread, basis);
          expect(zSpread(bond, price, curve, settlement, basis)).toBeCloseTo(spread, 12);
        }
      }
    },
  );

  it('a spread lowers the price; without one it is the sum of the discounted payments', () => {
    const bond = bondOf(0.05, '2006-11-30');
    const settlement = TODAY;
    const sum = bond
      .cashFlows(settlement)
      .reduce((total, { amount, paid }) => total + amount * flat.discountOn(paid), 0);
    expect(dirtyPriceOnCurve(bond, flat, settlement)).toBeCloseTo(sum, 12);
    expect(dirtyPriceOnCurve(bond, flat, settlement, 0.01)).toBeLessThan(sum);
  });

  it('refuses prices that are none and settlement before the curve', () => {
    const bond = bondOf(0.05, '2006-11-30');
    expect(() => zSpread(bond, NaN, flat, TODAY)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => zSpread(bond, -10, flat, TODAY)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => dirtyPriceOnCurve(bond, flat, TODAY - 1)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});
