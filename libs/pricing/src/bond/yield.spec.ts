import { describe, expect, it } from '@jest/globals';
import { type Day, parseDay } from '../rates/day.js';
import { Bond, type BondTerms } from './bond.js';
import { cleanPrice, dirtyPrice, yieldOf, type YieldBasis } from './yield.js';

function bondOf(coupon: number, maturity: string, terms: Partial<BondTerms> = {}): Bond {
  return new Bond({ coupon, frequency: 2, maturity: parseDay(maturity), dayCount: 'ACT/ACT ICMA', ...terms });
}

const BASES: YieldBasis[] = ['street', 'continuous', 'simple', 1, 2, 12];

describe('Bond yields', () => {
  it('are those of the documented spreadsheet functions PRICE and YIELD', () => {
    const settlement = parseDay('2008-02-15');
    const first = bondOf(0.0575, '2017-11-15', { dayCount: '30/360 US' });
    expect(cleanPrice(first, 0.065, settlement)).toBeCloseTo(94.63436162132213, 11);
    const second = bondOf(0.0575, '2016-11-15', { dayCount: '30/360 US' });
    expect(yieldOf(second, 95.04287, settlement)).toBeCloseTo(0.065, 7);
  });

  // Market and calculated values of Treasury notes of November 2004, as in a public test suite.
  it.each<[number, string, number, number, YieldBasis]>([
    [0.025, '2006-10-31', 99.204505, 0.02925, 'street'],
    [0.025, '2006-10-31', 99.203125, 0.029257, 'street'],
    [0.025, '2006-10-31', 99.203125, 0.029045, 'continuous'],
    [0.025, '2006-10-31', 98.943393, 0.030423, 'continuous'],
    [0.035, '2009-11-15', 99.687192, 0.03569, 'street'],
    [0.035, '2009-11-15', 99.6875, 0.035689, 'street'],
    [0.035, '2009-11-15', 99.6875, 0.035375, 'continuous'],
    [0.035, '2009-11-15', 101.986794, 0.030432, 'continuous'],
  ])('%d of %s at %d yields %d (%s)', (coupon, maturity, price, rate, basis) => {
    const bond = bondOf(coupon, maturity);
    const settlement = parseDay('2004-11-23');
    expect(yieldOf(bond, price, settlement, basis)).toBeCloseTo(rate, 6);
    expect(Math.abs(cleanPrice(bond, rate, settlement, basis) - price)).toBeLessThan(2.5e-4);
  });

  it.each<[string, string, number, number]>([
    ['2013-05-29', 'cum coupon', 106.8021978, 0.07495180593],
    ['2013-05-30', 'ex coupon', 102.8241758, 0.07496183543],
    ['2013-05-31', 'ex coupon', 102.8461538, 0.07495987492],
  ])('of a gilt at 103 for %s, %s', (settlement, _, dirty, rate) => {
    const gilt = bondOf(0.08, '2021-06-07', { exCoupon: { days: 8 } });
    const day = parseDay(settlement);
    expect(yieldOf(gilt, 103, day)).toBeCloseTo(rate, 9);
    expect(dirtyPrice(gilt, rate, day)).toBeCloseTo(dirty, 6);
  });

  it.each(BASES)('%s: of the price of a yield are that yield, to the last digits', (basis) => {
    const settlement: Day = parseDay('2024-05-17');
    for (const bond of [
      bondOf(0, '2054-02-15'),
      bondOf(0.045, '2034-11-30', { dayCount: '30/360 US' }),
      bondOf(0.12, '2025-01-15', { frequency: 4, dayCount: 'ACT/365F' }),
      bondOf(0.03, '2024-10-01', { frequency: 1, dayCount: '30E/360' }),
    ]) {
      for (const rate of [-0.03, 0, 1e-6, 0.04, 0.35, 2]) {
        // Simple interest of -3 % for thirty years would leave a tenth of the capital only: still a price.
        const price = cleanPrice(bond, rate, settlement, basis);
        expect(Math.abs(yieldOf(bond, price, settlement, basis) - rate)).toBeLessThan(
          2e-13 * Math.max(1, 1 / (1 + rate)),
        );
      }
    }
  });

  it('street is simple interest once one payment is left, and compounded before', () => {
    const bond = bondOf(0.05, '2025-06-15');
    const [late, early] = [parseDay('2025-03-20'), parseDay('2024-12-14')];
    const share = (parseDay('2025-06-15') - late) / 182;
    expect(dirtyPrice(bond, 0.08, late)).toBeCloseTo(102.5 / (1 + 0.04 * share), 12);
    expect(dirtyPrice(bond, 0.08, early)).toBeCloseTo(dirtyPrice(bond, 0.08, early, 2), 12);
    expect(dirtyPrice(bond, 0.08, late)).not.toBeCloseTo(dirtyPrice(bond, 0.08, late, 2), 6);
  });

  it('at par the coupon, on a coupon day', () => {
    expect(yieldOf(bondOf(0.0725, '2031-03-10'), 100, parseDay('2024-03-10'))).toBeCloseTo(0.0725, 15);
  });

  it('refuse prices and yields that are none', () => {
    const bond = bondOf(0.05, '2025-06-15');
    const settlement = parseDay('2024-03-20');
    for (const price of [-5, NaN, Infinity]) {
      expect(() => yieldOf(bond, price, settlement)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    }
    expect(() => cleanPrice(bond, NaN, settlement)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    expect(() => cleanPrice(bond, -2, settlement)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});
