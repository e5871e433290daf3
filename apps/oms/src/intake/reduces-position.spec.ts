import { beforeEach, describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import type { OrderRequest } from '@bourseworks/dto';
import type { OrderEngine } from '@bourseworks/order-engine';
import { Portfolio } from '@bourseworks/portfolio';
import { reducesPosition } from './reduces-position.js';

const names = { venue: 'v', symbol: 'X', assetClass: 'crypto', currency: 'USD' } as const;
const instrument = expectOk(defineInstrument({ ...names, tickSize: '0.01', lotSize: '0.001' }));

describe('an order that only reduces', () => {
  let portfolio: Portfolio;
  let open: Partial<ReturnType<OrderEngine['openOrders']>[number]>[];
  beforeEach(() => {
    open = [];
    portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 0n }]);
    // Long 3 in all, over two strategies.
    portfolio.fill('A', 's', instrument, 5_000, 100);
    portfolio.fill('A', 't', instrument, -2_000, 100);
  });

  const reduces = (change: Partial<OrderRequest>): boolean =>
    reducesPosition({ portfolio, openOrders: () => open as never }, {
      account: 'A',
      venue: 'v',
      symbol: 'X',
      side: 'SELL',
      type: 'MARKET',
      timeInForce: 'IOC',
      quantity: '3',
      ...change,
    } as OrderRequest);

  it('is one at the market, at once, against what the account holds, of no more than that', () => {
    expect(reduces({})).toBe(true);
    expect(reduces({ quantity: '0.001' })).toBe(true);
    expect(reduces({ quantity: '3.001' })).toBe(false);
    expect(reduces({ quantity: '3.0001' })).toBe(false);
    expect(reduces({ side: 'BUY' })).toBe(false);
    expect(reduces({ type: 'LIMIT', price: '1' })).toBe(false);
    expect(reduces({ timeInForce: 'DAY' })).toBe(false);
    for (const other of [{ account: 'B' }, { symbol: 'Y' }, { venue: 'w' }]) expect(reduces(other)).toBe(false);
  });

  it('is none where open orders at the market may take the rest: two at once would open the other side', () => {
    const selling = { side: 'SELL', price: 0, instrument, leavesQty: 2_000 } as const;
    open = [selling];
    expect(reduces({ quantity: '1' })).toBe(true);
    expect(reduces({ quantity: '1.001' })).toBe(false);
    expect(reduces({})).toBe(false);
    // Neither makes the position smaller now.
    open = [
      { ...selling, side: 'BUY' },
      { ...selling, price: 100 },
    ];
    expect(reduces({})).toBe(true);
  });

  it('is a purchase where the account is short, and none where it is flat', () => {
    portfolio.fill('A', 't', instrument, -3_000, 100);
    for (const side of ['BUY', 'SELL'] as const) expect(reduces({ side, quantity: '0.001' })).toBe(false);
    portfolio.fill('A', 't', instrument, -1_000, 100);
    expect(reduces({ side: 'BUY', quantity: '1' })).toBe(true);
    expect(reduces({ side: 'BUY', quantity: '1.001' })).toBe(false);
    expect(reduces({ side: 'SELL', quantity: '1' })).toBe(false);
  });
});
