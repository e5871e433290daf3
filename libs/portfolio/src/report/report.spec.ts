import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { Portfolio } from '../book/portfolio.js';
import { ConversionRates, rateOf } from '../conversion/conversion-rates.js';
import { instrument, money } from '../testing/positions.js';

const ibm = instrument('IBM');
const sap = instrument('SAP', { currency: 'EUR' });

/** Two accounts of two currencies; s holds shares of both. */
function firm() {
  const portfolio = new Portfolio(
    [
      { id: 'A', currency: 'USD', cash: money('10000') },
      { id: 'B', currency: 'EUR', cash: money('1000') },
    ],
    { markMaxAgeUs: 100 },
  );
  const rates = new ConversionRates();
  expectOk(rates.set('EUR', 'USD', '1.2', 0));
  expectOk(rates.set('BNB', 'USD', '500', 0));
  portfolio.fill('A', 's', ibm, 10, 10_000, money('1'), '', 1);
  portfolio.fill('A', 's', sap, 10, 10_000, money('0.002'), 'BNB', 1);
  portfolio.fill('A', 't', ibm, -4, 11_000, money('-0.5'), '', 1);
  portfolio.fill('B', 's', sap, 5, 9_000, 0n, '', 1);
  portfolio.fill('B', 's', sap, -5, 9_500, 0n, '', 1);
  expectOk(portfolio.dividend('A', ibm, money('2'), 1));
  expectOk(portfolio.deposit('B', 'USD', money('60'), 1));
  portfolio.mark(ibm, 12_000, 50);
  portfolio.mark(sap, 9_000, 50);
  return { portfolio, rates };
}

describe('the report of a firm', () => {
  it('has every strategy in one currency', () => {
    const { portfolio, rates } = firm();
    const [a] = expectOk(portfolio.report('USD', rates, 60)).accounts;
    expect(a?.strategies).toEqual([
      {
        strategy: 's',
        // 1 000 USD and 1 000 EUR paid, 1 USD and 0.002 BNB of fees, 20 USD of dividends.
        figures: {
          initialCash: 0n,
          transfers: 0n,
          cash: money('-2182'),
          marketValue: money('2280'),
          equity: money('98'),
          realized: 0n,
          unrealized: money('80'),
          fees: money('2'),
          income: money('20'),
          gross: money('2280'),
        },
      },
      {
        strategy: 't',
        figures: {
          initialCash: 0n,
          transfers: 0n,
          cash: money('432.5'),
          marketValue: money('-480'),
          equity: money('-47.5'),
          realized: 0n,
          unrealized: money('-40'),
          fees: money('-0.5'),
          income: money('-8'),
          gross: money('480'),
        },
      },
    ]);
  });

  it('sums them to accounts and to the firm, with what belongs to no strategy', () => {
    const { portfolio, rates } = firm();
    const report = expectOk(portfolio.report('USD', rates, 60));
    const [a, b] = report.accounts;
    expect(a?.figures).toMatchObject({ equity: money('10050.5'), fees: money('1.5'), income: money('12') });
    expect(b?.unallocated).toMatchObject({ initialCash: money('1200'), transfers: money('60'), equity: money('1260') });
    expect(b?.figures).toMatchObject({ realized: money('30'), equity: money('1290') });
    expect(report.figures.equity).toBe(money('11340.5'));
    expect(report.stale).toBe(false);
    expect(expectOk(portfolio.report('USD', rates, 151)).stale).toBe(true);
  });

  it('is the same firm in another currency', () => {
    const { portfolio, rates } = firm();
    expectOk(rates.set('BNB', 'EUR', rateOf('400'), 0));
    const report = expectOk(portfolio.report('EUR', rates, 60));
    const off = report.figures.equity - (money('11340.5') * 10n) / 12n;
    // 0.002 BNB at 400 EUR are 0.80 EUR, at 500 USD and 1.2 they were 0.8333.
    expect(Number(off) / 1e18).toBeCloseTo(1 / 1.2 - 0.8, 9);
  });
});
