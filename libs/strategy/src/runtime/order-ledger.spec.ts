import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import type { OrderEventShape, OrderRequestShape } from '@bourseworks/dto/shapes';
import { PaperOrders } from '../harness/paper-orders.js';
import { OrderLedger } from './order-ledger.js';

const BTC = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.00000001',
  }),
);

function order(sequence: number, side: 'BUY' | 'SELL', quantity: string): OrderRequestShape {
  return {
    commandId: `s-1-${sequence}`,
    account: 'A',
    strategy: 's',
    sentTime: '1',
    venue: 'sim',
    symbol: 'BTCUSD',
    side,
    type: 'MARKET',
    timeInForce: 'IOC',
    quantity,
  };
}

function apply(ledger: OrderLedger, ...events: OrderEventShape[]): void {
  for (const event of events) expectOk(ledger.apply(event, BTC));
}

describe('OrderLedger', () => {
  it('keeps the position in exact integers where doubles would not', () => {
    const ledger = new OrderLedger();
    const paper = new PaperOrders();
    for (let i = 1; i <= 3; i++)
      apply(ledger, paper.filled(order(i, 'BUY', '0.1'), BTC, { price: 1, quantity: 10_000_000, us: 1 }));
    expect(ledger.position(BTC)).toBe(30_000_000);
    apply(ledger, paper.filled(order(4, 'SELL', '0.30000001'), BTC, { price: 1, quantity: 30_000_001, us: 1 }));
    expect(ledger.position(BTC)).toBe(-1);
  });

  it('counts an event that comes twice once', () => {
    const ledger = new OrderLedger();
    const fill = new PaperOrders().filled(order(1, 'BUY', '0.1'), BTC, { price: 1, quantity: 10_000_000, us: 1 });
    apply(ledger, fill, fill);
    expect(ledger.position(BTC)).toBe(10_000_000);
  });

  it('takes a bust back, also after the order was closed', () => {
    const ledger = new OrderLedger();
    const fill = new PaperOrders().filled(order(1, 'BUY', '0.1'), BTC, { price: 1, quantity: 10_000_000, us: 1 });
    apply(ledger, fill, { ...fill, execType: 'TradeCancel', cumQty: '0' });
    expect(ledger.position(BTC)).toBe(0);
  });

  it('follows an order over a replace that gives it a new clOrdId', () => {
    const ledger = new OrderLedger();
    const paper = new PaperOrders();
    const body = order(1, 'BUY', '0.4');
    apply(ledger, paper.filled(body, BTC, { price: 1, quantity: 10_000_000, us: 1 }));
    const [before] = ledger.openOrders();
    apply(ledger, {
      ...paper.accepted(body, 2),
      execType: 'Replaced',
      ordStatus: 'PartiallyFilled',
      clOrdId: 'new',
      quantity: '0.5',
      cumQty: '0.1',
    });
    expect(ledger.openOrders()).toEqual([before]);
    expect(before).toMatchObject({
      clOrdId: 'new',
      quantity: 50_000_000,
      cumQuantity: 10_000_000,
      leavesQuantity: 40_000_000,
    });
    expect(ledger.position(BTC)).toBe(10_000_000);
  });

  it('refuses numbers that do not fit the instrument', () => {
    const event = new PaperOrders().accepted(order(1, 'BUY', '0.000000001'), 1);
    expect(new OrderLedger().apply(event, BTC)).toMatchObject({ ok: false, refusal: { code: 'NUMBER_RANGE' } });
  });

  it('does not count the fills of a long forgotten order again when something late comes of it', () => {
    const ledger = new OrderLedger();
    const paper = new PaperOrders();
    const fill = paper.filled(order(1, 'BUY', '0.1'), BTC, { price: 1, quantity: 10_000_000, us: 1 });
    apply(ledger, fill);
    for (let i = 2; i <= 4_200; i++) apply(ledger, paper.rejected(order(i, 'BUY', '0.1'), 'RISK_KILLED', 2));
    apply(ledger, { ...fill, execType: 'CancelRejected', lastQty: undefined });
    expect(ledger.position(BTC)).toBe(10_000_000);
    expect(ledger.openCount).toBe(0);
  });
});
