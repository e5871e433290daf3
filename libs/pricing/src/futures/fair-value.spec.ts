import { describe, expect, it } from '@jest/globals';
import {
  annualisedBasis,
  basis,
  type CarryTerms,
  futuresFairValue,
  impliedRepo,
  impliedYield,
  rollCost,
} from './fair-value.js';

describe('Futures', () => {
  // J. Hull, Options, Futures, and Other Derivatives, chapter on forward and futures prices: printed to the cent.
  it('have the fair values of the textbook', () => {
    expect(futuresFairValue(40, { rate: 0.05, years: 0.25 })).toBeCloseTo(40.5, 2);
    // A bond of 900 with a coupon of 40 in four months, forward in nine.
    expect(
      futuresFairValue(900, {
        rate: 0.04,
        years: 0.75,
        payments: [{ years: 4 / 12, amount: 40 * Math.exp(0.01 / 3) }],
      }),
    ).toBeCloseTo(886.6, 2);
    // An index at 1,300 with a yield of 1 %.
    expect(futuresFairValue(1300, { rate: 0.05, years: 0.25, yield: 0.01 })).toBeCloseTo(1313.07, 2);
    // A currency: 0.98 with rates of 2 % and 3 %, two years.
    expect(futuresFairValue(0.98, { rate: 0.02, years: 2, yield: 0.03 })).toBeCloseTo(0.9606, 4);
    // Gold at 1,600 that costs 2 a year to store, paid at the end.
    expect(futuresFairValue(1600, { rate: 0.05, years: 1, payments: [{ years: 1, amount: -2 }] })).toBeCloseTo(
      1684.03,
      2,
    );
  });

  it('rise with storage and fall with convenience', () => {
    const terms = { rate: 0.03, years: 2, storage: 0.02, convenience: 0.06 };
    expect(futuresFairValue(50, terms)).toBeCloseTo(50 * Math.exp(-0.02), 12);
  });

  it('tell their basis in money and a year', () => {
    expect(basis(100, 103)).toBe(-3);
    expect(annualisedBasis(100, futuresFairValue(100, { rate: 0.07, years: 0.4, yield: 0.02 }), 0.4)).toBeCloseTo(
      0.05,
      13,
    );
    expect(rollCost(103, 101, 0.25)).toBeCloseTo(4 * Math.log(101 / 103), 13);
  });

  it('imply the yield that they were priced with', () => {
    const terms: CarryTerms = {
      rate: 0.04,
      years: 0.75,
      yield: 0.013,
      storage: 0.002,
      payments: [{ years: 0.2, amount: 1.5 }],
    };
    expect(impliedYield(90, futuresFairValue(90, terms), { ...terms, yield: 0 })).toBeCloseTo(0.013, 13);
  });

  it('imply a repo rate: simple interest on what is lent, less what came back early', () => {
    expect(impliedRepo(100, 102, 0.5)).toBeCloseTo(0.04, 14);
    const rate = 0.0537;
    const coupon = { years: 0.1, amount: 3 };
    const delivery = 98 * (1 + rate * 0.25) - coupon.amount * (1 + rate * 0.15);
    expect(impliedRepo(98, delivery, 0.25, [coupon])).toBeCloseTo(rate, 13);
  });

  it.each<[RegExp, () => number]>([
    [/^spot must/, () => futuresFairValue(-1, { rate: 0, years: 1 })],
    [/^future must/, () => basis(1, NaN)],
    [/^years must/, () => futuresFairValue(1, { rate: 0, years: 0 })],
    [/^years must/, () => annualisedBasis(1, 1, -1)],
    [/^cost of carry must/, () => futuresFairValue(1, { rate: Infinity, years: 1 })],
    [/^cost of carry must/, () => futuresFairValue(1, { rate: 0, years: 1, storage: NaN })],
    [/within the life/, () => futuresFairValue(1, { rate: 0, years: 1, payments: [{ years: 2, amount: 1 }] })],
    [/^payment must/, () => impliedRepo(1, 1, 1, [{ years: 1, amount: NaN }])],
    [/worth the spot/, () => impliedYield(1, 1, { rate: 0, years: 1, payments: [{ years: 0.5, amount: 2 }] })],
    [/nothing is lent/, () => impliedRepo(1, 1, 1, [{ years: 0, amount: 1 }])],
  ])('refuse bad input: %s', (message, act) => {
    expect(act).toThrow(expect.objectContaining({ code: 'PRICING_INPUT', message: expect.stringMatching(message) }));
  });
});
