import { afterEach, describe, expect, it } from '@jest/globals';
import { Desk } from '../test/desk.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

describe('cancel', () => {
  it('asks the broker, shows PendingCancel, keeps the reservation until the broker has cancelled', () => {
    const clOrdId = desk.working();
    expect(desk.cancel(clOrdId)).toMatchObject({ clOrdId, ordStatus: 'PendingCancel', state: 'Acknowledged' });
    expect(desk.effects.at(-1)).toMatchObject({
      kind: 'cancel',
      adapter: 'sim',
      cancelId: 'test-s-1-2',
      order: { clOrdId },
    });
    expect(desk.engine.reserved('A').openOrders).toBe(1);
    desk.report('Canceled', 'test-s-1-2', { origClOrdId: clOrdId });
    expect(desk.state(clOrdId)).toBe('Canceled/Acknowledged 0+0');
    expect(desk.engine.reserved('A')).toEqual({ notional: 0n, openOrders: 0 });
  });

  it('of an order whose send is still parked stops the send and closes the order at once', () => {
    const { clOrdId } = desk.submit();
    expect(desk.cancel(clOrdId)).toMatchObject({ ordStatus: 'Canceled', state: 'Intent' });
    const kinds = desk.effects.slice(-2).map(({ kind }) => kind);
    expect(kinds).toEqual(['unsend', 'event']);
    expect(desk.effects.some(({ kind }) => kind === 'cancel')).toBe(false);
    expect(desk.engine.reserved('A').openOrders).toBe(0);
  });

  it('of a parked order takes a parked replace along', () => {
    const { clOrdId } = desk.submit();
    desk.replace(clOrdId, { price: '51' });
    expect(desk.cancel(clOrdId)).toMatchObject({ ordStatus: 'Canceled' });
    expect(desk.state(clOrdId)).toBe('Canceled/Intent 0+0');
  });

  it('of an order that has left goes to the broker, acknowledged or not', () => {
    const { clOrdId } = desk.submit();
    desk.release();
    expect(desk.cancel(clOrdId)).toMatchObject({ ordStatus: 'PendingCancel', state: 'Sent' });
    expect(desk.effects.at(-1)).toMatchObject({ kind: 'cancel' });
    desk.report('New', clOrdId);
    expect(desk.state(clOrdId)).toBe('PendingCancel/Acknowledged 0+100');
  });

  it('that is rejected gives the order back as it is', () => {
    const clOrdId = desk.working();
    desk.cancel(clOrdId);
    desk.fill(clOrdId, 100, 5_000);
    expect(desk.state(clOrdId)).toBe('PendingCancel/Acknowledged 100+0');
    desk.report('CancelRejected', 'test-s-1-2', { origClOrdId: clOrdId, reason: 'too late', code: 'ORDER_KEPT' });
    expect(desk.lastEvent()).toMatchObject({
      execType: 'CancelRejected',
      ordStatus: 'Filled',
      requestId: 'test-s-1-2',
      origClOrdId: clOrdId,
      reason: 'too late',
    });
  });

  it('is refused, by an event, for unknown, foreign, closed and already pending orders', () => {
    expect(desk.cancel('nothing').code).toBe('ORDER_UNKNOWN');
    expect(desk.lastEvent()).toMatchObject({
      execType: 'CancelRejected',
      ordStatus: 'Rejected',
      clOrdId: 'nothing',
      code: 'ORDER_UNKNOWN',
    });
    const clOrdId = desk.working();
    expect(desk.cancel(clOrdId, { strategy: 't' }).code).toBe('ORDER_UNKNOWN');
    expect(desk.lastEvent()).toMatchObject({ strategy: 't', clOrdId });
    desk.cancel(clOrdId);
    expect(desk.cancel(clOrdId).code).toBe('ORDER_PENDING');
    expect(desk.lastEvent()).toMatchObject({
      execType: 'CancelRejected',
      ordStatus: 'PendingCancel',
      code: 'ORDER_PENDING',
      strategy: 's',
    });
    desk.report('Canceled', clOrdId);
    expect(desk.cancel(clOrdId).code).toBe('ORDER_CLOSED');
    const denied = desk.submit({ symbol: 'XXX' });
    expect(desk.cancel(denied.clOrdId).code).toBe('ORDER_CLOSED');
  });

  it('is open to a person for every order of the account; the event goes to the order’s own stream', () => {
    const clOrdId = desk.working();
    expect(desk.cancel(clOrdId, { strategy: 'manual', commandId: 'ann-1' }).code).toBeUndefined();
    expect(desk.lastEvent()).toMatchObject({ strategy: 's', execType: 'PendingCancel' });
    expect(desk.cancel(desk.working(), { strategy: 'manual', commandId: 'ann-2', account: 'B' }).code).toBe(
      'ORDER_UNKNOWN',
    );
  });
});
