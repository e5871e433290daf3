import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defineInstrument } from '../instrument.js';
import { expectOk } from '../result.js';
import { Position } from './position.js';

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
const share = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'IBM',
    assetClass: 'equity',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);
const MONEY = 10n ** 18n;

describe('a position', () => {
  it('averages, realises, crosses zero and keeps fees apart', () => {
    const p = new Position(share);
    p.fill(10, 10_000);
    p.fill(10, 11_000, MONEY);
    expect(p.averagePrice()).toBe('105.00');
    p.fill(-5, 12_000);
    expect(p.realized).toBe(75n * MONEY);
    expect(p.averagePrice()).toBe('105.00');
    p.fill(-25, 12_000);
    expect(p.quantity).toBe(-10);
    expect(p.realized).toBe(300n * MONEY);
    expect(p.averagePrice()).toBe('120.00');
    expect(p.unrealized(11_900)).toBe(10n * MONEY);
    p.fill(10, 11_900);
    expect([p.quantity, p.cost, p.realized, p.fees]).toEqual([0, 0n, 310n * MONEY, MONEY]);
    expect(p.averagePrice()).toBeUndefined();
  });

  it('loses nothing: realized + unrealized - fees = cash flow + market value, exactly, at any mark', () => {
    const fills = fc.array(
      fc.record({
        quantity: fc.integer({ min: -5_000_000_000, max: 5_000_000_000 }).filter((q) => q !== 0),
        price: fc.integer({ min: 1, max: 9_000_000 }),
        fee: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 18n }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(fills, fc.integer({ min: 1, max: 9_000_000 }), (list, mark) => {
        const p = new Position(btc);
        let cash = 0n;
        let quantity = 0;
        for (const { quantity: q, price, fee } of list) {
          p.fill(q, price, fee);
          cash -= BigInt(q) * BigInt(price) * btc.moneyFactor + fee;
          quantity += q;
          expect(p.quantity).toBe(quantity);
          expect(p.cashFlow).toBe(cash);
          expect(p.realized + p.unrealized(mark) - p.fees).toBe(p.cashFlow + p.marketValue(mark));
          if (quantity === 0) expect(p.cost).toBe(0n);
          else expect(p.cost === 0n || p.cost > 0n === quantity > 0).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
