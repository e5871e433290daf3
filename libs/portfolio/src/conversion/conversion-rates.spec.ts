import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { Portfolio } from '../book/portfolio.js';
import { ConversionRates, rateOf } from './conversion-rates.js';

const MONEY = 10n ** 18n;

describe('conversion', () => {
  it('goes at the stated rate, and divides by it the other way round', () => {
    const rates = new ConversionRates();
    expectOk(rates.set('EUR', 'USD', '1.0843', 1));
    expect(expectOk(rates.convert(100n * MONEY, 'EUR', 'USD', 2))).toBe(rateOf('108.43'));
    expect(expectOk(rates.convert(rateOf('108.43'), 'USD', 'EUR', 2))).toBe(100n * MONEY);
    expect(expectOk(rates.convert(MONEY, 'USD', 'EUR', 2))).toBe(922253988748501337n);
    expect(expectOk(rates.convert(-7n, 'EUR', 'EUR', 2))).toBe(-7n);
  });

  it('takes the later of two stated directions', () => {
    const rates = new ConversionRates();
    expectOk(rates.set('EUR', 'USD', '2', 1));
    expectOk(rates.set('USD', 'EUR', '0.25', 2));
    expect(expectOk(rates.convert(MONEY, 'EUR', 'USD', 2))).toBe(4n * MONEY);
  });

  it('refuses what is missing or too old, never one to one', () => {
    const rates = new ConversionRates({ maxAgeUs: 10 });
    expectOk(rates.set('EUR', 'USD', 2n * MONEY, 100));
    expect(rates.convert(1n, 'GBP', 'USD', 100)).toMatchObject({ refusal: { code: 'CONVERSION_RATE_MISSING' } });
    expect(rates.convert(1n, 'EUR', 'USD', 110).ok).toBe(true);
    expect(rates.convert(1n, 'EUR', 'USD', 111)).toMatchObject({
      refusal: { code: 'CONVERSION_RATE_STALE', details: { ageUs: 11 } },
    });
    expect(rates.set('EUR', 'USD', '0', 1)).toMatchObject({ refusal: { code: 'CONVERSION_RATE_INVALID' } });
    expect(rates.set('EUR', 'USD', 'one', 1)).toMatchObject({ refusal: { code: 'NUMBER_INVALID' } });
  });

  it('is bounded in pairs', () => {
    const rates = new ConversionRates();
    for (let i = 0; i < 10_000; i++) expectOk(rates.set(`C${i}`, 'USD', '1', 1));
    expect(rates.set('X', 'USD', '1', 1)).toMatchObject({ refusal: { code: 'CONVERSION_RATE_LIMIT' } });
    expect(rates.set('C1', 'USD', '2', 1).ok).toBe(true);
  });

  it('of a report is refused as a whole when one rate is missing; figures of the account leave the currency out', () => {
    const portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 5n * MONEY }]);
    expectOk(portfolio.deposit('A', 'EUR', MONEY));
    const rates = new ConversionRates();
    expect(portfolio.report('USD', rates, 0)).toMatchObject({ refusal: { code: 'CONVERSION_RATE_MISSING' } });
    expectOk(rates.set('EUR', 'USD', '1.5', 0));
    expect(expectOk(portfolio.report('USD', rates, 0)).figures.equity).toBe(rateOf('6.5'));
    expect(portfolio.snapshot('A')?.equity).toBe(5n * MONEY);
  });
});
