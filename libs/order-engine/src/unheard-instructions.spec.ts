import { afterEach, describe, expect, it } from '@jest/globals';
import { NO_INSTRUCTIONS, type OrderInstructions, type OrderTerms, type OrderType } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import { Desk } from '../test/desk.js';
import type { ReplaceCommand, SubmitCommand } from './index.js';

const make = () =>
  new Desk({
    capabilities: { orderTypes: ['LIMIT', 'STOP', 'STOP_LIMIT', 'TRAILING_STOP'], instructions: ['ICEBERG'] },
  });
let desk = make();
afterEach(() => {
  desk.replayed();
  desk = make();
});

const STOP = { side: 'BUY', type: 'STOP', timeInForce: 'GTC', price: undefined, stopPrice: '55.00' } as const;

/** A working order, with a replace in flight when the link was lost. */
function inDoubt(order: Partial<SubmitCommand>, change: Partial<ReplaceCommand>): string {
  const clOrdId = desk.working(order);
  const { code, reason } = desk.replace(clOrdId, change);
  if (code !== undefined) throw new Error(`${code} ${reason}`);
  desk.release();
  desk.take(desk.engine.brokerUnknown('sim', 'link lost', desk.now));
  return clOrdId;
}

/** The broker tells all of an open order of 100. */
function reconcile(
  clOrdId: string,
  type: OrderType,
  says: Partial<OrderInstructions>,
  more: Partial<BrokerOrderState> & { readonly price?: number } = {},
): void {
  const { price = 0, ...rest } = more;
  const instructions = { ...NO_INSTRUCTIONS, ...says };
  const terms: OrderTerms = { side: 'BUY', type, timeInForce: 'GTC', quantity: 100, price, instructions };
  const base = { clOrdId, venueOrderId: 'v', cumQty: 0, leavesQty: 100, open: true, terms, wholeTerms: true };
  desk.take(desk.engine.reconcile(clOrdId, { ...base, ...rest }, [], desk.now));
}

const shown = (clOrdId: string) => {
  const event = desk.engine.status({ account: 'A', strategy: 's', clOrdId });
  if (event === undefined) throw new Error('no order');
  return event;
};
/** Of what a further replace says that it replaces. */
const accepted = (clOrdId: string, change: Partial<ReplaceCommand>) => {
  desk.replace(clOrdId, change);
  return desk.lastEvent().origClOrdId;
};

describe('after a replace of instructions that nobody heard of', () => {
  it('a stop has the trigger that the broker states, and reserves at that', () => {
    const id = inDoubt(STOP, { stopPrice: '60.00' });
    reconcile(id, 'STOP', { stopPrice: 6_000 });
    expect(shown(id).instructions.stopPrice).toBe(6_000);
    expect(desk.state(id)).toBe('New/Acknowledged 0+100');
    const before = desk.journal.length;
    reconcile(id, 'STOP', { stopPrice: 6_000 });
    expect(desk.journal).toHaveLength(before);
    const after = desk.engine.reserved('A').notional;
    expect(accepted(id, { stopPrice: '61.00' })).toBe('test-s-1-2');
    const other = new Desk({ capabilities: { orderTypes: ['STOP'] } });
    other.working({ ...STOP, stopPrice: '60.00' });
    expect(after).toBe(other.engine.reserved('A').notional);
  });

  it('it keeps its own where the broker states that', () => {
    const id = inDoubt(STOP, { stopPrice: '60.00' });
    reconcile(id, 'STOP', { stopPrice: 5_500 });
    expect(shown(id).instructions.stopPrice).toBe(5_500);
    expect(accepted(id, { stopPrice: '61.00' })).toBe(id);
  });

  it('an iceberg shows what the broker states, of an order whose price and quantity are the same', () => {
    const id = inDoubt({ price: '50.00', displayQty: '20' }, { displayQty: '30' });
    reconcile(id, 'LIMIT', { displayQty: 20 }, { price: 5_000 });
    expect(shown(id).instructions.displayQty).toBe(20);
    expect(accepted(id, { displayQty: '40' })).toBe(id);
    const other = inDoubt({ price: '49.00', displayQty: '20' }, { displayQty: '30' });
    reconcile(other, 'LIMIT', { displayQty: 30 }, { price: 4_900 });
    expect(shown(other).instructions.displayQty).toBe(30);
  });

  it('the distance of a trailing stop is taken over; where its trigger has come to is for the venue', () => {
    const id = inDoubt({ ...STOP, type: 'TRAILING_STOP', trailBy: '1.00' }, { trailBy: '2.00' });
    reconcile(id, 'TRAILING_STOP', { trailBy: 200, stopPrice: 5_431 });
    expect(shown(id).instructions).toMatchObject({ trailBy: 200, stopPrice: 5_500 });
    const before = desk.journal.length;
    reconcile(id, 'TRAILING_STOP', { trailBy: 200, stopPrice: 5_440 });
    expect(desk.journal).toHaveLength(before);
  });

  it('what the broker changed by itself is taken over as well', () => {
    const id = desk.working({ ...STOP, type: 'STOP_LIMIT', price: '56.00' });
    reconcile(id, 'STOP_LIMIT', { stopPrice: 5_450 }, { price: 5_600 });
    expect(shown(id).instructions.stopPrice).toBe(5_450);
    expect(desk.lastEvent()).toMatchObject({ clOrdId: id, execType: 'Restated', price: 5_600 });
  });

  it('a broker that does not tell all takes nothing away', () => {
    const id = desk.working({ price: '50.00', displayQty: '20' });
    reconcile(id, 'LIMIT', {}, { price: 5_000, wholeTerms: false });
    expect(shown(id).instructions.displayQty).toBe(20);
  });
});

describe('a stop that was triggered while nobody heard', () => {
  it('is known as triggered, and may trade in the book from there on', () => {
    const id = desk.working({ ...STOP, type: 'STOP_LIMIT', price: '56.00' });
    reconcile(id, 'STOP_LIMIT', { stopPrice: 5_500 }, { price: 5_600, triggered: true });
    expect(desk.lastEvent()).toMatchObject({ clOrdId: id, execType: 'Restated', triggered: true });
    const before = desk.journal.length;
    reconcile(id, 'STOP_LIMIT', { stopPrice: 5_500 }, { price: 5_600, triggered: true });
    expect(desk.journal).toHaveLength(before);
    expect(desk.submit({ side: 'SELL', price: '55.00' }).code).toBe('RISK_SELF_TRADE');
  });
});
