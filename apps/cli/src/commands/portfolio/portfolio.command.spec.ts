import { describe, expect, it } from '@jest/globals';
import { firmTotals } from './portfolio.command.js';

const figures = (account: string, currency: string, equity: string) => ({
  account,
  strategy: 'all',
  currency,
  equity,
  cash: '1',
  realizedPnl: '-0.1',
  unrealizedPnl: '0',
  fees: '0',
  grossExposure: '2',
  netExposure: '-2',
  reserved: '0',
  openOrders: 3,
});

describe('the figures of the firm', () => {
  it('are exact sums of the accounts of one currency, never of two', () => {
    const totals = firmTotals([
      figures('A', 'USD', '0.1'),
      figures('B', 'EUR', '5'),
      figures('C', 'USD', '0.200000000000000001'),
    ]);
    expect(totals).toEqual([
      expect.objectContaining({ account: 'firm', currency: 'USD', equity: '0.300000000000000001', openOrders: 6 }),
    ]);
    expect(totals[0]).toMatchObject({ realizedPnl: '-0.20', netExposure: '-4.00' });
  });
});
