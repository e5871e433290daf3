import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defineInstrument, expectOk, type Instrument } from '@bourseworks/domain';
import { ALL, Portfolio } from './portfolio.js';

const MONEY = 10n ** 18n;
const btc = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'BTC',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.00000001',
  }),
);
const ibm = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'IBM',
    assetClass: 'equity',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);

describe('the portfolio', () => {
  it('keeps cash, equity and the sum of strategies exact under any fills, fees and marks', () => {
    const step = fc.record({
      strategy: fc.constantFrom('s', 't', 'u'),
      instrument: fc.constantFrom<Instrument>(btc, ibm),
      quantity: fc.integer({ min: -1_000_000, max: 1_000_000 }).filter((q) => q !== 0),
      price: fc.integer({ min: 1, max: 7_000_000 }),
      fee: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 16n }),
      mark: fc.integer({ min: 1, max: 7_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 1_000_000n * MONEY }]);
        let cash = 1_000_000n * MONEY;
        const held = new Map<string, number>();
        for (const { strategy, instrument, quantity, price, fee, mark } of steps) {
          portfolio.fill('A', strategy, instrument, quantity, price, fee);
          portfolio.mark(instrument, mark);
          cash -= BigInt(quantity) * BigInt(price) * instrument.moneyFactor + fee;
          held.set(instrument.key, (held.get(instrument.key) ?? 0) + quantity);
          expect(portfolio.cash('A')).toBe(cash);
          const account = portfolio.snapshot('A');
          if (account === undefined) throw new Error('no snapshot');
          expect(account.equity).toBe(account.initialCash + account.realized + account.unrealized - account.fees);
          expect(account.equity).toBe(account.cash + account.netExposure);
          const parts = ['s', 't', 'u'].flatMap((id) => portfolio.snapshot('A', id) ?? []);
          for (const field of ['realized', 'unrealized', 'fees', 'netExposure'] as const) {
            expect(parts.reduce((sum, part) => sum + part[field], 0n)).toBe(account[field]);
          }
          expect(parts.reduce((sum, part) => sum + part.equity, account.initialCash)).toBe(account.equity);
          for (const [key, total] of held) expect(portfolio.accountQuantity('A', key)).toBe(total);
          for (const row of account.positions) expect(row.quantity).toBe(held.get(row.instrument.key));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('pays fees of another currency from the balance of that currency', () => {
    const portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 100n * MONEY }]);
    portfolio.fill('A', 's', ibm, 1, 1_000, MONEY, 'BNB');
    portfolio.charge('A', 's', ibm, 2n * MONEY, 'BNB');
    portfolio.charge('A', 's', ibm, MONEY);
    expect(portfolio.cash('A', 'BNB')).toBe(-3n * MONEY);
    expect(portfolio.cash('A')).toBe(89n * MONEY);
    expect(portfolio.snapshot('A')?.balances).toEqual([
      { currency: 'USD', amount: 89n * MONEY },
      { currency: 'BNB', amount: -3n * MONEY },
    ]);
  });

  it('marks at the market, before that at the latest fill', () => {
    const portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 0n }]);
    portfolio.fill('A', 's', ibm, 10, 1_000);
    portfolio.fill('A', 's', ibm, 10, 1_100);
    expect(portfolio.positions({ account: 'A' })[0]).toMatchObject({
      mark: 1_100,
      averagePrice: '10.50',
      unrealized: 10n * MONEY,
    });
    portfolio.mark(ibm, 1_200);
    expect(portfolio.snapshot('A', 's')).toMatchObject({ unrealized: 30n * MONEY, grossExposure: 240n * MONEY });
  });

  it('sums opposite strategies to one flat row of the account', () => {
    const portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 0n }]);
    portfolio.fill('A', 's', ibm, 10, 1_000);
    portfolio.fill('A', 't', ibm, -10, 1_100);
    expect(portfolio.positions({ account: 'A', strategy: ALL })).toMatchObject([
      { quantity: 0, averagePrice: undefined, marketValue: 0n },
    ]);
    expect(portfolio.snapshot('A')).toMatchObject({ grossExposure: 0n, equity: 10n * MONEY });
    expect(portfolio.snapshot('B')).toBeUndefined();
  });
});
