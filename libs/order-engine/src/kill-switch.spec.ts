import { afterEach, describe, expect, it } from '@jest/globals';
import { Desk } from '../test/desk.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

describe('the kill switch', () => {
  it('blocks new orders and replaces of its scope, cancels the open ones, lets cancels pass', () => {
    const mine = desk.working();
    const pending = desk.working();
    desk.cancel(pending);
    const other = desk.working({ strategy: 't' });
    const parked = desk.submit().clOrdId;
    const answer = desk.control('kill', { scope: 'strategy', id: 's' });
    expect(answer).toMatchObject({ scope: 'strategy', id: 's', killed: true, cancelled: 2, code: undefined });
    expect(desk.state(mine)).toBe('PendingCancel/Acknowledged 0+100');
    expect(desk.state(parked)).toBe('Canceled/Intent 0+0');
    expect(desk.submit().code).toBe('RISK_KILLED');
    expect(desk.replace(mine, { price: '49' }).code).toBe('ORDER_PENDING');
    expect(desk.submit({ strategy: 't' }).code).toBeUndefined();
    expect(desk.replace(other, { strategy: 't', price: '49' }).code).toBeUndefined();
    expect(desk.control('kill').cancelled).toBe(2);
    expect(desk.submit({ strategy: 't' }).code).toBe('RISK_KILLED');
    expect(desk.replace(other, { strategy: 't', price: '48' }).code).toBe('ORDER_PENDING');
    desk.report('CancelRejected', other);
    expect(desk.cancel(other, { strategy: 't' }).code).toBeUndefined();
  });

  it('refuses a replace while latched', () => {
    desk.control('kill', { scope: 'account', id: 'A' });
    const orders = new Desk();
    const clOrdId = orders.working();
    orders.control('kill', { scope: 'account', id: 'A' });
    orders.report('CancelRejected', clOrdId);
    expect(orders.replace(clOrdId, { price: '49' }).code).toBe('RISK_KILLED');
    orders.replayed();
  });

  it('needs a name, is latched over a restart and until re-armed', () => {
    expect(desk.control('kill', { actor: ' ' })).toMatchObject({ killed: false, code: 'ACTOR_REQUIRED' });
    desk.control('kill');
    desk.restart();
    expect(desk.submit().code).toBe('RISK_KILLED');
    expect(desk.engine.killed()).toMatchObject([
      { scope: 'firm', actor: 'ann', reason: 'test', us: expect.any(Number), sequence: expect.any(Number) },
    ]);
    expect(desk.control('rearm', { scope: 'account', id: 'A' }).killed).toBe(false);
    expect(desk.submit().code).toBe('RISK_KILLED');
    expect(desk.control('rearm').killed).toBe(false);
    expect(desk.submit().code).toBeUndefined();
  });

  it('is not undone by a re-arming that comes again late', () => {
    desk.control('kill');
    desk.control('rearm', { commandId: 'ann-9' });
    desk.control('kill');
    expect(desk.control('rearm', { commandId: 'ann-9' })).toMatchObject({ killed: true });
    expect(desk.submit().code).toBe('RISK_KILLED');
  });

  it('cancels again after recovery what it covers and is still open', () => {
    const clOrdId = desk.working();
    desk.control('kill');
    desk.restart();
    const found = { clOrdId, venueOrderId: 'v', cumQty: 0, leavesQty: 100, open: true };
    desk.take(desk.engine.reconcile(clOrdId, found, [], desk.now));
    expect(desk.state(clOrdId)).toBe('New/Acknowledged 0+100');
    const decision = desk.take(desk.engine.enforceKills(desk.now));
    expect(decision.effects.map(({ kind }) => kind)).toEqual(['event', 'cancel']);
  });
});
