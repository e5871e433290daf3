import { describe, expect, it } from '@jest/globals';
import { Portfolio } from '../book/portfolio.js';
import { instrument } from '../testing/positions.js';

const ibm = instrument('IBM');
const MONEY = 10n ** 18n;

describe('marks', () => {
  const opened = () => {
    const portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 100n * MONEY }], { markMaxAgeUs: 10 });
    portfolio.fill('A', 's', ibm, 1, 1_000, 0n, '', 100);
    return portfolio;
  };

  it('are stale in views once they are older than allowed, in rows and in the whole', () => {
    const portfolio = opened();
    const stale = (nowUs: number) => [
      portfolio.snapshot('A', 's', nowUs)?.stale,
      portfolio.positions({ account: 'A', nowUs })[0]?.stale,
    ];
    expect(stale(110)).toEqual([false, false]);
    expect(stale(111)).toEqual([true, true]);
    portfolio.mark(ibm, 1_100, 111);
    expect(stale(121)).toEqual([false, false]);
    expect(portfolio.positions()[0]).toMatchObject({ mark: 1_100, markUs: 111, stale: false });
  });

  it('without a time are stale where an age is asked for', () => {
    const portfolio = opened();
    portfolio.mark(ibm, 1_100);
    expect(portfolio.snapshot('A', 's', 111)?.stale).toBe(true);
  });

  it('of what is not held make nothing stale', () => {
    const portfolio = opened();
    portfolio.fill('A', 's', ibm, -1, 1_000, 0n, '', 100);
    expect(portfolio.snapshot('A', 's', 1_000)?.stale).toBe(false);
  });
});
