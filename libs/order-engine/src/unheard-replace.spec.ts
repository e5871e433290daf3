import { afterEach, describe, expect, it } from '@jest/globals';
import type { OrderTerms } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import { Desk, MONEY } from '../test/desk.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

const REPLACE_ID = 'test-s-1-2';

/** A working order of 100 at 50.00, with a replace in flight when the link was lost. */
function inDoubt(change: { quantity?: string; price?: string }): string {
  const clOrdId = desk.working();
  desk.replace(clOrdId, change);
  desk.release();
  desk.take(desk.engine.brokerUnknown('sim', 'link lost', desk.now));
  expect(desk.state(clOrdId)).toMatch('PendingReplace/Unknown');
  return clOrdId;
}

function stated(clOrdId: string, cumQty: number, leavesQty: number, price?: number): BrokerOrderState {
  const base = { clOrdId, venueOrderId: 'v', cumQty, leavesQty, open: leavesQty > 0 };
  if (price === undefined) return base;
  const terms: OrderTerms = { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: cumQty + leavesQty, price };
  return { ...base, terms };
}

const reconcile = (clOrdId: string, found: BrokerOrderState) =>
  desk.take(desk.engine.reconcile(clOrdId, found, [], desk.now));
const terms = () => desk.engine.openOrders().map(({ quantity, price }) => [quantity, price]);
const reserved = () => desk.engine.reserved('A').notional / MONEY;

describe('after a replace that nobody heard of', () => {
  it('the order has the quantity and price that the broker states, and reserves that', () => {
    const clOrdId = inDoubt({ quantity: '150', price: '49.00' });
    expect(reserved()).toBe(7_500n);
    reconcile(clOrdId, stated(clOrdId, 0, 150, 4_900));
    expect(terms()).toEqual([[150, 4_900]]);
    expect(desk.state(clOrdId)).toBe('New/Acknowledged 0+150');
    expect(reserved()).toBe(7_350n);
    // It is the terms of that replace that a further one refers to.
    desk.replace(clOrdId, { price: '48.00' });
    expect(desk.lastEvent()).toMatchObject({ origClOrdId: REPLACE_ID, requestId: 'test-s-1-3' });
  });

  it('the order has its old terms where the broker states those', () => {
    const clOrdId = inDoubt({ quantity: '150', price: '51.00' });
    expect(reserved()).toBe(7_650n);
    reconcile(clOrdId, stated(clOrdId, 0, 100, 5_000));
    expect(terms()).toEqual([[100, 5_000]]);
    expect(reserved()).toBe(5_000n);
    desk.replace(clOrdId, { price: '48.00' });
    expect(desk.lastEvent().origClOrdId).toBe(clOrdId);
  });

  it('a price alone is taken over too, of an order that nothing else is to be said of', () => {
    const clOrdId = inDoubt({ price: '49.00' });
    reconcile(clOrdId, stated(clOrdId, 0, 100, 4_900));
    expect(terms()).toEqual([[100, 4_900]]);
    expect(reserved()).toBe(4_900n);
    const before = desk.journal.length;
    reconcile(clOrdId, stated(clOrdId, 0, 100, 4_900));
    expect(desk.journal).toHaveLength(before);
    reconcile(clOrdId, stated(clOrdId, 0, 100, 4_800));
    expect(terms()).toEqual([[100, 4_800]]);
  });

  it('the price stays what it was where the broker tells none', () => {
    const clOrdId = inDoubt({ quantity: '150', price: '49.00' });
    reconcile(clOrdId, stated(clOrdId, 0, 150));
    expect(terms()).toEqual([[150, 5_000]]);
    expect(reserved()).toBe(7_500n);
  });

  it('fills of the larger quantity are no overfill while it may have been accepted, nor once it was', () => {
    const clOrdId = inDoubt({ quantity: '150' });
    desk.fill(clOrdId, 120, 5_000);
    reconcile(clOrdId, stated(clOrdId, 120, 30, 5_000));
    expect(desk.state(clOrdId)).toBe('PartiallyFilled/Acknowledged 120+30');
    desk.fill(clOrdId, 30, 5_000);
    expect(desk.state(clOrdId)).toBe('Filled/Acknowledged 150+0');
    expect(desk.alarms()).toEqual(['ORDER_UNCERTAIN']);
  });

  it('they are one when it turns out to have been refused, or when they exceed that too', () => {
    const clOrdId = inDoubt({ quantity: '150' });
    desk.fill(clOrdId, 120, 5_000);
    desk.report('ReplaceRejected', REPLACE_ID);
    expect(desk.alarms()).toEqual(['ORDER_UNCERTAIN', 'ORDER_OVERFILL']);
    const asked = inDoubt({ quantity: '150' });
    desk.fill(asked, 120, 5_000);
    reconcile(asked, { ...stated(asked, 120, 0), open: false });
    expect(desk.alarms().slice(2)).toEqual(['ORDER_UNCERTAIN', 'ORDER_OVERFILL']);
    const other = desk.working();
    desk.replace(other, { quantity: '150' });
    desk.fill(other, 151, 5_000);
    expect(desk.alarms().slice(4)).toEqual(['ORDER_OVERFILL']);
  });
});
