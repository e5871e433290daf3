import { afterEach, describe, expect, it } from '@jest/globals';
import { RiskBuilder } from '@bourseworks/risk';
import { Desk, MONEY } from '../test/desk.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

const reserved = () => desk.engine.reserved('A', 's').notional / MONEY;

describe('replace', () => {
  it('reserves the larger of old and new terms until answered, then what was accepted', () => {
    const clOrdId = desk.working();
    expect(reserved()).toBe(5_000n);
    expect(desk.replace(clOrdId, { quantity: '150', price: '40' })).toMatchObject({ ordStatus: 'PendingReplace' });
    expect(desk.effects.at(-1)).toMatchObject({
      kind: 'replace',
      replaceId: 'test-s-1-2',
      terms: { quantity: 150, price: 4_000 },
    });
    expect(reserved()).toBe(7_500n);
    desk.fill(clOrdId, 50, 5_000);
    expect(reserved()).toBe(5_000n);
    desk.report('Replaced', 'test-s-1-2', { origClOrdId: clOrdId });
    expect(desk.lastEvent()).toMatchObject({
      clOrdId,
      requestId: 'test-s-1-2',
      origClOrdId: clOrdId,
      ordStatus: 'PartiallyFilled',
      quantity: 150,
      price: 4_000,
    });
    expect(reserved()).toBe(4_000n);
  });

  it('that is rejected gives back the old reservation', () => {
    const clOrdId = desk.working();
    desk.replace(clOrdId, { quantity: '300' });
    expect(reserved()).toBe(15_000n);
    desk.report('ReplaceRejected', 'test-s-1-2', { origClOrdId: clOrdId });
    expect([reserved(), desk.state(clOrdId)]).toEqual([5_000n, 'New/Acknowledged 0+100']);
  });

  it('that decreases keeps the old reservation until the broker has accepted', () => {
    const clOrdId = desk.working();
    desk.replace(clOrdId, { quantity: '20' });
    expect(reserved()).toBe(5_000n);
    desk.report('Replaced', 'test-s-1-2', { origClOrdId: clOrdId });
    expect(reserved()).toBe(1_000n);
  });

  it('of more than is filled stays reserved and unresolved until answered, though the old terms are filled', () => {
    const clOrdId = desk.working();
    desk.replace(clOrdId, { quantity: '150' });
    desk.fill(clOrdId, 120, 5_000);
    expect([desk.state(clOrdId), reserved()]).toEqual(['PendingReplace/Acknowledged 120+0', 1_500n]);
    desk.restart();
    expect(desk.engine.unresolved().map((order) => order.clOrdId)).toEqual([clOrdId]);
    const found = { clOrdId, venueOrderId: 'v', cumQty: 120, leavesQty: 30, open: true };
    desk.take(desk.engine.reconcile(clOrdId, found, [], desk.now));
    expect([desk.state(clOrdId), reserved()]).toEqual(['PartiallyFilled/Acknowledged 120+30', 1_500n]);
  });

  it('passes risk with what it adds, not with the whole order again', () => {
    desk = new Desk({
      risk: RiskBuilder.for('strategy', 's').maxPosition('150').maxOrderQuantity('160').maxOpenOrders(1).build(),
    });
    const clOrdId = desk.working();
    expect(desk.replace(clOrdId, { quantity: '170' }).code).toBe('RISK_ORDER_QUANTITY');
    expect(desk.replace(clOrdId, { quantity: '151' }).code).toBe('RISK_POSITION');
    expect(desk.lastEvent()).toMatchObject({ execType: 'ReplaceRejected', code: 'RISK_POSITION', ordStatus: 'New' });
    expect(desk.alarms()).toEqual(['RISK_ORDER_QUANTITY', 'RISK_POSITION']);
    expect(desk.replace(clOrdId, { quantity: '150' }).code).toBeUndefined();
  });

  it('is refused without change, off tick, expired, twice in flight, on closed orders and where the venue cannot', () => {
    const clOrdId = desk.working();
    expect(desk.replace(clOrdId, {}).code).toBe('BAD_REQUEST');
    expect(desk.replace(clOrdId, { price: '50.001' }).code).toBe('PRICE_OFF_TICK');
    expect(desk.replace(clOrdId, { quantity: '0' }).code).toBe('QUANTITY_INVALID');
    expect(desk.replace(clOrdId, { price: '51', sentUs: 0 }).code).toBe('ORDER_EXPIRED');
    expect(desk.replace('nothing', { price: '51' }).code).toBe('ORDER_UNKNOWN');
    desk.replace(clOrdId, { price: '51' });
    expect(desk.replace(clOrdId, { price: '52' }).code).toBe('ORDER_PENDING');
    desk.fill(clOrdId, 100, 5_000);
    expect(desk.replace(clOrdId, { price: '52' }).code).toBe('ORDER_CLOSED');
    desk.replayed();
    desk = new Desk({ capabilities: { replace: false } });
    expect(desk.replace(desk.working(), { price: '51' }).code).toBe('ORDER_TYPE_UNSUPPORTED');
  });

  it('may be followed by a cancel in flight', () => {
    const clOrdId = desk.working();
    desk.replace(clOrdId, { price: '51' });
    expect(desk.cancel(clOrdId).ordStatus).toBe('PendingCancel');
    desk.report('CancelRejected', 'test-s-1-3', { origClOrdId: clOrdId });
    expect(desk.state(clOrdId)).toBe('PendingReplace/Acknowledged 0+100');
  });
});
