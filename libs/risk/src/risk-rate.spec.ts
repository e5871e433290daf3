import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import { RiskBuilder } from './risk-builder.js';
import type { RiskRequest } from './request.js';
import { RiskEngine } from './risk-engine.js';

const ibm = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'IBM',
    assetClass: 'equity',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);

describe('order rates', () => {
  it('hold per scope and apart for replaces, the strictest of several rules too', () => {
    const config = RiskBuilder.for('strategy', '*')
      .orderRate({ count: 2, windowUs: 1_000 })
      .replaceRate({ count: 1, windowUs: 1_000 })
      .for('strategy', 'slow')
      .orderRate({ count: 3, windowUs: 1_000_000 })
      .build();
    const risk = new RiskEngine(config);
    const send = (strategy: string, us: number, replace = false): string => {
      const path = risk.path('A', strategy, ibm);
      const request: RiskRequest = {
        path,
        side: 'BUY',
        market: false,
        quantity: 1,
        price: 1,
        stopPrice: 0,
        trailBy: 0,
        addedQuantity: 1,
        addedNotional: 1,
        addedOrders: 1,
      };
      const denied = risk.check(request, us, replace);
      if (denied === undefined) risk.noteMessage(path, us, replace ? 'replace' : 'order');
      return denied?.code ?? 'OK';
    };
    expect([send('fast', 0), send('fast', 1), send('fast', 2), send('fast', 1_000)]).toEqual([
      'OK',
      'OK',
      'RISK_RATE',
      'OK',
    ]);
    expect([send('fast', 1_000, true), send('fast', 1_001, true), send('fast', 2_000, true)]).toEqual([
      'OK',
      'RISK_RATE',
      'OK',
    ]);
    expect([send('slow', 0), send('slow', 1), send('slow', 2), send('slow', 2_000), send('slow', 4_000)]).toEqual([
      'OK',
      'OK',
      'RISK_RATE',
      'OK',
      'RISK_RATE',
    ]);
    expect(send('slow', 1_000_000)).toBe('OK');
  });
});
