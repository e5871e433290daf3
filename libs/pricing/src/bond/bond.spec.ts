import { describe, expect, it } from '@jest/globals';
import { weekdayCalendar } from '../rates/calendar.js';
import { formatDay, parseDay } from '../rates/day.js';
import { Bond, type BondTerms } from './bond.js';

const note: BondTerms = { coupon: 0.06, frequency: 2, maturity: parseDay('2030-08-31'), dayCount: 'ACT/ACT ICMA' };

describe('Bond', () => {
  it('pays its coupons back from maturity, at the ends of months if it matures at one', () => {
    const flows = new Bond(note).cashFlows(parseDay('2029-01-10'));
    expect(flows.map(({ due, amount }) => [formatDay(due), amount])).toEqual([
      ['2029-02-28', 3],
      ['2029-08-31', 3],
      ['2030-02-28', 3],
      ['2030-08-31', 103],
    ]);
    const plain = new Bond({ ...note, maturity: parseDay('2030-06-30'), endOfMonth: false });
    expect(plain.cashFlows(parseDay('2030-01-02')).map(({ due }) => formatDay(due))).toEqual(['2030-06-30']);
    expect(plain.cashFlows(parseDay('2029-12-30')).map(({ due }) => formatDay(due))).toEqual(['2030-06-30']);
  });

  it('counts time in coupon periods', () => {
    const [first, second] = new Bond(note).cashFlows(parseDay('2029-01-10'));
    expect(first.periods).toBeCloseTo(49 / 181, 14);
    expect(second.periods - first.periods).toBeCloseTo(1, 14);
  });

  // EMU and Market Conventions: Recent Developments (ISDA, 1998): shares of a year of 100 % coupons.
  it.each([
    ['a short first period', '1999-02-01', undefined, '1999-07-01', '2000-07-01', 1, 0.41095890411],
    ['a long first period', '2002-08-15', '2003-07-15', '2003-07-15', '2004-01-15', 2, 0.915760869565],
    ['a regular period', '1999-07-01', undefined, '2000-07-01', '2000-07-01', 1, 1],
    // A long first period of a note at the ends of months, as in public test suites.
    [
      'a long first period at the ends of months',
      '2017-01-17',
      '2017-08-31',
      '2017-08-31',
      '2026-02-28',
      2,
      0.6160220994,
    ],
  ] as const)('ACT/ACT ICMA: %s', (_, issue, firstCoupon, due, maturity, frequency, share) => {
    const bond = new Bond({
      coupon: 1,
      frequency,
      issue: parseDay(issue),
      maturity: parseDay(maturity),
      dayCount: 'ACT/ACT ICMA',
      ...(firstCoupon && { firstCoupon: parseDay(firstCoupon) }),
    });
    const [first] = bond.cashFlows(parseDay(issue));
    expect(formatDay(first.due)).toBe(due);
    expect(first.amount - (due === maturity ? 100 : 0)).toBeCloseTo(100 * share, 7);
    expect(bond.accrued(parseDay(issue))).toBe(0);
    expect(bond.accrued(parseDay(due) - 1)).toBeLessThan(100 * share);
  });

  it('accrues by its day count', () => {
    const accrued = (dayCount: BondTerms['dayCount'], settlement: string, maturity: string, coupon: number) =>
      new Bond({ coupon, frequency: 2, maturity: parseDay(maturity), dayCount }).accrued(parseDay(settlement));
    // The documented example of the spreadsheet function ACCRINT: 16.666667 for 1 000 at 10 %.
    expect(accrued('30/360', '2008-05-01', '2008-09-01', 0.1)).toBeCloseTo(1.6666667, 7);
    // 3130A0X70, as quoted by Bloomberg in a public test suite.
    expect(accrued('30/360 US', '2017-07-31', '2018-08-13', 0.015)).toBeCloseTo(0.7, 12);
    expect(accrued('ACT/365F', '2024-03-01', '2030-01-01', 0.073)).toBeCloseTo(0.02 * 60, 12);
    expect(accrued('ACT/360', '2024-03-01', '2030-01-01', 0.072)).toBeCloseTo(0.02 * 60, 12);
  });

  it('does not pay the next coupon to who buys ex coupon, who gets what is lacking back', () => {
    // 8 % Treasury 2021, GB0009997999: accrued interest of Bloomberg, in a public test suite.
    const weekends = weekdayCalendar([parseDay('2013-05-27')]);
    const gilt = new Bond({
      coupon: 0.08,
      frequency: 2,
      issue: parseDay('1996-02-29'),
      maturity: parseDay('2021-06-07'),
      dayCount: 'ACT/ACT ICMA',
      exCoupon: { days: 6, calendar: weekends },
    });
    expect(gilt.accrued(parseDay('2013-05-29'))).toBeCloseTo(3.802197802, 9);
    expect(gilt.accrued(parseDay('2013-05-30'))).toBeCloseTo(-0.1758241758, 9);
    expect(gilt.accrued(parseDay('2013-05-31'))).toBeCloseTo(-0.1538461538, 9);
    expect(formatDay(gilt.cashFlows(parseDay('2013-05-29'))[0].due)).toBe('2013-06-07');
    expect(formatDay(gilt.cashFlows(parseDay('2013-05-30'))[0].due)).toBe('2013-12-07');
    expect(gilt.cashFlows(parseDay('2021-06-04'))).toEqual([expect.objectContaining({ amount: 100 })]);
  });

  it.each<[RegExp, Partial<BondTerms>]>([
    [/^coupon must/, { coupon: -0.01 }],
    [/^coupon must/, { coupon: Infinity }],
    [/^redemption must/, { redemption: 0 }],
    [/^frequency must/, { frequency: 3 as 1 }],
    [/^issue must/, { issue: parseDay('2030-08-31') }],
    [/^firstCoupon must/, { issue: parseDay('2020-08-31'), firstCoupon: parseDay('2021-03-01') }],
    [/^firstCoupon must/, { firstCoupon: parseDay('2021-02-28') }],
    [/^exCoupon must/, { exCoupon: { days: 0.5 } }],
    [/^a day is/, { maturity: NaN }],
    [/^no day count/, { dayCount: 'ACT/ACT' as 'ACT/360' }],
  ])('refuses bad terms: %s', (message, terms) => {
    expect(() => new Bond({ ...note, ...terms })).toThrow(
      expect.objectContaining({ code: 'PRICING_INPUT', message: expect.stringMatching(message) }),
    );
  });

  it('refuses to settle at maturity, before issue, or centuries ahead', () => {
    const bond = new Bond({ ...note, issue: parseDay('2020-08-31') });
    for (const day of ['2030-08-31', '2020-08-30']) {
      expect(() => bond.cashFlows(parseDay(day))).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
      expect(() => bond.accrued(parseDay(day))).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
    }
    const monthly = new Bond({ ...note, frequency: 12 });
    expect(() => monthly.cashFlows(parseDay('1800-01-01'))).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});
