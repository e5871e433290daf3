import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, riskNotional, type Side } from '@bourseworks/domain';
import { RiskBuilder } from './risk-builder.js';
import type { RiskCheck } from './checks/own-check.js';
import type { RiskConfig } from './config/risk-config.js';
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
const NOW = 1_000_000;
const NO_STOP = { stopPrice: 0, trailBy: 0 } as const;

class Desk {
  readonly risk: RiskEngine;
  constructor(config: RiskConfig, checks: readonly RiskCheck[] = []) {
    this.risk = new RiskEngine(config, checks);
  }
  quote(bid: number, ask: number, us = NOW): this {
    this.risk.mark(ibm, { bid, ask }, us);
    return this;
  }
  path(strategy = 's', account = 'A') {
    return this.risk.path(account, strategy, ibm);
  }
  ask(side: Side, quantity: number, price: number, strategy = 's', account = 'A', us = NOW) {
    const path = this.path(strategy, account);
    const market = price === 0;
    const addedNotional = riskNotional(ibm, this.risk.reservePrice(path, side, market, price), quantity);
    return this.risk.check(
      { path, side, market, quantity, price, ...NO_STOP, addedQuantity: quantity, addedNotional, addedOrders: 1 },
      us,
      false,
    );
  }
  /** Checks, then reserves and counts the send, as an accepted order does. */
  place(side: Side, quantity: number, price: number, strategy = 's', account = 'A', us = NOW) {
    const denied = this.ask(side, quantity, price, strategy, account, us);
    if (denied !== undefined) return denied.code;
    const path = this.path(strategy, account);
    this.risk.tree.reserve(path, side, quantity, riskNotional(ibm, price, quantity), 1);
    this.risk.noteOrder(path, side, price === 0, quantity, price, us);
    return 'OK';
  }
}

describe('risk checks', () => {
  it('caps quantity and notional; the tightest of all scopes is named with limit and observed', () => {
    const desk = new Desk(
      RiskBuilder.for('firm')
        .maxOrderQuantity('100')
        .for('account', 'A')
        .maxOrderQuantity('50')
        .maxOrderNotional('4000')
        .build(7),
    ).quote(9_990, 10_010);
    expect(desk.ask('BUY', 40, 10_000)).toBeUndefined();
    expect(desk.ask('BUY', 200, 10_000)).toMatchObject({
      code: 'RISK_ORDER_QUANTITY',
      scope: 'account',
      id: 'A',
      limit: '50',
      observed: '200',
      ruleVersion: 7,
    });
    expect(desk.ask('BUY', 41, 10_000)).toMatchObject({
      code: 'RISK_ORDER_NOTIONAL',
      limit: '4000.00',
      observed: '4100.00',
    });
    expect(desk.ask('BUY', 60, 100, 's', 'B')).toBeUndefined();
  });

  it('counts open orders into the position, both ways, at every level', () => {
    const desk = new Desk(
      RiskBuilder.for('account', 'A').maxPosition('100').for('strategy', 's').maxPosition('60').build(),
    );
    expect(desk.place('BUY', 60, 100)).toBe('OK');
    expect(desk.place('BUY', 1, 100)).toBe('RISK_POSITION');
    expect(desk.place('BUY', 40, 100, 't')).toBe('OK');
    expect(desk.ask('BUY', 1, 100, 't')).toMatchObject({
      code: 'RISK_POSITION',
      scope: 'account',
      limit: '100',
      observed: '101',
    });
    expect(desk.place('SELL', 60, 100)).toBe('OK');
    expect(desk.place('SELL', 1, 100)).toBe('RISK_POSITION');
    desk.risk.tree.move(desk.path(), 60, 100);
    desk.risk.tree.reserve(desk.path(), 'BUY', -60, 0, -1);
    expect(desk.place('SELL', 60, 100)).toBe('OK');
  });

  it('lets an order that reduces a position beyond its cap pass', () => {
    const desk = new Desk(RiskBuilder.for('strategy', 's').maxPosition('10').build());
    desk.risk.tree.move(desk.path(), 50, 100);
    expect(desk.ask('BUY', 1, 100)?.code).toBe('RISK_POSITION');
    expect(desk.ask('SELL', 60, 100)).toBeUndefined();
    expect(desk.ask('SELL', 61, 100)?.code).toBe('RISK_POSITION');
  });

  it('caps the number of open orders', () => {
    const desk = new Desk(RiskBuilder.for('symbol', 'sim/IBM').maxOpenOrders(2).build());
    expect(desk.place('BUY', 1, 100)).toBe('OK');
    expect(desk.place('BUY', 1, 100, 't', 'B')).toBe('OK');
    expect(desk.ask('BUY', 1, 100)).toMatchObject({
      code: 'RISK_OPEN_ORDERS',
      scope: 'symbol',
      id: 'sim/IBM',
      limit: '2',
      observed: '3',
    });
  });

  it('caps held plus reserved notional, follows the mark, and lets reducers pass', () => {
    const desk = new Desk(RiskBuilder.for('account', 'A').maxGrossNotional('10000').build()).quote(9_999, 10_001);
    desk.risk.tree.move(desk.path(), 50, 10_000);
    expect(desk.place('BUY', 50, 10_000)).toBe('OK');
    expect(desk.ask('BUY', 1, 10_000)).toMatchObject({
      code: 'RISK_GROSS_NOTIONAL',
      limit: '10000.00',
      observed: '10100.00',
    });
    desk.quote(4_999, 5_001);
    expect(desk.ask('BUY', 1, 10_000)).toBeUndefined();
    desk.quote(9_999, 10_001);
    expect(desk.ask('SELL', 50, 10_000)).toBeUndefined();
    expect(desk.ask('SELL', 51, 10_000)?.code).toBe('RISK_GROSS_NOTIONAL');
  });

  it('holds prices to the collar around the other side of the book, else last, else close', () => {
    const desk = new Desk(RiskBuilder.for('firm').priceCollar({ bps: 500 }).build());
    expect(desk.ask('BUY', 1, 10_000)?.code).toBe('RISK_NO_REFERENCE');
    desk.risk.mark(ibm, { close: 10_000 }, NOW);
    expect(desk.ask('BUY', 1, 10_500)).toBeUndefined();
    desk.risk.mark(ibm, { last: 20_000 }, NOW);
    expect(desk.ask('BUY', 1, 21_000)).toBeUndefined();
    desk.quote(30_000, 30_100);
    expect(desk.ask('BUY', 1, 31_605)).toBeUndefined();
    expect(desk.ask('BUY', 1, 31_606)).toMatchObject({
      code: 'RISK_PRICE_COLLAR',
      limit: '316.05',
      observed: '316.06',
    });
    expect(desk.ask('SELL', 1, 28_500)).toBeUndefined();
    expect(desk.ask('SELL', 1, 28_499)?.code).toBe('RISK_PRICE_COLLAR');
    desk.risk.mark(ibm, { ask: -1 }, NOW);
    expect(desk.ask('BUY', 1, 21_001)?.code).toBe('RISK_PRICE_COLLAR');
  });

  it('refuses a reference that is too old', () => {
    const desk = new Desk(RiskBuilder.for('firm').priceCollar({ bps: 500, maxAgeUs: 100 }).build()).quote(
      9_999,
      10_001,
    );
    expect(desk.ask('BUY', 1, 10_000, 's', 'A', NOW + 100)).toBeUndefined();
    expect(desk.ask('BUY', 1, 10_000, 's', 'A', NOW + 101)?.code).toBe('RISK_STALE_REFERENCE');
  });

  it('values market orders at the edge of the collar, and needs a reference to', () => {
    const desk = new Desk(RiskBuilder.for('firm').priceCollar({ bps: 1_000 }).maxOrderNotional('1100').build());
    expect(desk.ask('BUY', 1, 0)?.code).toBe('RISK_NO_REFERENCE');
    desk.quote(9_990, 10_000);
    expect(desk.ask('BUY', 10, 0)).toBeUndefined();
    expect(desk.ask('BUY', 11, 0)).toMatchObject({ code: 'RISK_ORDER_NOTIONAL', observed: '1210.00' });
    expect(new Desk(RiskBuilder.for('firm').maxOrderQuantity('5').build()).ask('BUY', 5, 0)).toBeUndefined();
  });

  it('denies what leaves the exact range', () => {
    const desk = new Desk(RiskBuilder.for('firm').build());
    expect(desk.ask('BUY', 2 ** 50, 2 ** 50)?.code).toBe('RISK_RANGE');
    desk.risk.tree.move(desk.path(), 2 ** 50, 1);
    expect(desk.ask('BUY', 1, 1)?.code).toBe('RISK_RANGE');
  });

  it('asks checks of your own last', () => {
    const odd: RiskCheck = {
      name: 'odd lots',
      check: ({ quantity }) => (quantity % 2 === 0 ? undefined : { message: 'odd', observed: '1' }),
    };
    const desk = new Desk(RiskBuilder.for('firm').maxOrderQuantity('4').build(), [odd]);
    expect(desk.ask('BUY', 2, 100)).toBeUndefined();
    expect(desk.ask('BUY', 3, 100)).toMatchObject({ code: 'RISK_CHECK', message: 'odd lots: odd', observed: '1' });
    expect(desk.ask('BUY', 5, 100)?.code).toBe('RISK_ORDER_QUANTITY');
  });

  it('takes new limits at run time and keeps its counters', () => {
    const desk = new Desk(RiskBuilder.for('firm').build());
    expect(desk.place('BUY', 10, 100)).toBe('OK');
    desk.risk.update(RiskBuilder.for('strategy', '*').maxPosition('10').build(2));
    expect(desk.ask('BUY', 1, 100)).toMatchObject({ code: 'RISK_POSITION', ruleVersion: 2 });
  });
});
