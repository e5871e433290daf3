import { afterEach, describe, expect, it } from '@jest/globals';
import { RiskBuilder } from '@bourseworks/risk';
import { Desk, IBM, MONEY } from '../test/desk.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

const status = (clOrdId: string) => desk.engine.status({ account: 'A', strategy: 's', clOrdId });

/** What appendix D has the receiver of orders do: here that is the OMS, towards those who send it commands. */
describe('the OMS as the receiver', () => {
  it('B.1.f refuses the cancel of an order that it does not know, and uses up no id of it', () => {
    const reply = desk.cancel('nothing');
    expect(reply).toMatchObject({ code: 'ORDER_UNKNOWN', ordStatus: 'Rejected' });
    expect(desk.lastEvent()).toMatchObject({ execType: 'CancelRejected', ordStatus: 'Rejected', clOrdId: 'nothing' });
    expect(status('nothing')).toBeUndefined();
  });

  it('F.1.a refuses another order under a command id that was used', () => {
    const { clOrdId } = desk.submit({ commandId: 's-1-1' });
    const events = desk.events().length;
    expect(desk.submit({ commandId: 's-1-1', quantity: '15' })).toMatchObject({ code: 'COMMAND_CONFLICT', clOrdId });
    expect(desk.events()).toHaveLength(events);
    expect(desk.state(clOrdId)).toBe('PendingNew/Intent 0+100');
  });

  it('F.1.b answers a possible resend of a known order with what became of it, and does not send it again', () => {
    const cmd = desk.order({ commandId: 's-1-1' });
    const first = desk.take(desk.engine.submit(cmd, desk.now)).reply;
    const [effects, records] = [desk.effects.length, desk.journal.length];
    const again = desk.take(desk.engine.submit(cmd, desk.now)).reply;
    expect(again).toEqual({ ...first, duplicate: true });
    expect([desk.effects.length, desk.journal.length]).toEqual([effects, records]);
  });

  it('F.1.c accepts a possible resend of an order that it does not know', () => {
    expect(desk.submit({ commandId: 's-1-7' })).toMatchObject({ code: undefined, duplicate: false });
  });

  it('G.1.a-c tells the status of orders, known or not, again and again, and changes nothing by it', () => {
    const clOrdId = desk.working();
    desk.fill(clOrdId, 40, 5_000);
    const [hash, records] = [desk.engine.stateHash(), desk.journal.length];
    for (let i = 0; i < 3; i++) {
      expect(status(clOrdId)).toMatchObject({ ordStatus: 'PartiallyFilled', cumQty: 40, leavesQty: 60 });
      expect(status('nothing')).toBeUndefined();
      desk.report('OrderStatus', clOrdId, { ordStatus: 'Filled', cumQty: 100, leavesQty: 0 });
    }
    expect([desk.engine.stateHash(), desk.journal.length]).toEqual([hash, records]);
  });
});

describe('replaces', () => {
  it('C.1.c of a filled order are refused, unless its broker opens it again and they make it larger', () => {
    const closed = desk.working();
    desk.fill(closed, 100, 5_000);
    expect(desk.replace(closed, { quantity: '120' }).code).toBe('ORDER_CLOSED');
    desk = new Desk({ capabilities: { reopensFilled: true } });
    const open = desk.working();
    desk.fill(open, 100, 5_000);
    for (const change of [{ quantity: '100' }, { quantity: '90' }, { price: '51.00' }])
      expect(desk.replace(open, change).code).toBe('ORDER_CLOSED');
    expect(desk.cancel(open).code).toBe('ORDER_CLOSED');
    expect(desk.replace(open, { quantity: '120' }).ordStatus).toBe('PendingReplace');
    expect(desk.engine.reserved('A')).toEqual({ notional: 1_000n * MONEY, openOrders: 1 });
    desk.report('ReplaceRejected', 'test-s-1-2');
    expect(desk.engine.reserved('A')).toEqual({ notional: 0n, openOrders: 0 });
    expect(desk.state(open)).toBe('Filled/Acknowledged 100+0');
  });

  it('D.2 in flight are one, or as many as the broker takes, never more than four requests', () => {
    const one = desk.working();
    desk.replace(one, { quantity: '110' });
    expect(desk.replace(one, { quantity: '120' }).code).toBe('ORDER_PENDING');
    desk = new Desk({ capabilities: { replacesInFlight: 9 } });
    const many = desk.working();
    for (const quantity of ['110', '130', '120', '105']) expect(desk.replace(many, { quantity }).code).toBeUndefined();
    expect(desk.replace(many, { quantity: '140' }).code).toBe('ORDER_PENDING');
    // The largest of what may come to hold is reserved.
    expect(desk.engine.reserved('A').notional).toBe(6_500n * MONEY);
    expect(desk.cancel(many).ordStatus).toBe('PendingCancel');
  });

  it('D.2 start from what was asked for last, and are checked with all that may come to hold', () => {
    const risk = RiskBuilder.for('firm').maxPosition('140').build();
    desk = new Desk({ capabilities: { replacesInFlight: 2 }, risk });
    const clOrdId = desk.working();
    desk.replace(clOrdId, { quantity: '130' });
    desk.replace(clOrdId, { price: '49.00' });
    const effect = desk.effects.at(-1);
    expect(effect?.kind === 'replace' && effect.terms).toMatchObject({ quantity: 130, price: 4_900 });
    desk.report('Replaced', 'test-s-1-2');
    desk.report('Replaced', 'test-s-1-3');
    expect(desk.engine.openOrders()).toMatchObject([{ quantity: 130, price: 4_900 }]);
    expect(desk.replace(clOrdId, { quantity: '150' }).code).toBe('RISK_POSITION');
  });
});

describe('L.1.b an order by amount', () => {
  it('is for what the amount pays for at its limit', () => {
    const { clOrdId } = desk.submit({ quantity: '0', cashAmount: '1024.99', price: '50.00' });
    expect(desk.state(clOrdId)).toBe('PendingNew/Intent 0+20');
    expect(desk.engine.reserved('A').notional).toBe(1_000n * MONEY);
  });

  it('at the market is for what it pays for at the price that is reserved', () => {
    const risk = RiskBuilder.for('firm').priceCollar({ bps: 100 }).build();
    desk = new Desk({ risk });
    const market = { type: 'MARKET', timeInForce: 'IOC', price: undefined, quantity: '0', cashAmount: '1000' } as const;
    const { price: _none, ...cmd } = desk.order(market);
    const reply = () => desk.take(desk.engine.submit({ ...cmd, commandId: desk.nextId() }, desk.now)).reply;
    expect(reply()?.code).toBe('RISK_NO_REFERENCE');
    desk.engine.onMark(IBM, { bid: 4_990, ask: 5_000 }, desk.now);
    const clOrdId = reply()?.clOrdId ?? '';
    // 1000 / 50.50
    expect(desk.state(clOrdId)).toBe('PendingNew/Intent 0+19');
  });

  it.each([
    ['a quantity too', { quantity: '1', cashAmount: '1000' }, 'BAD_REQUEST'],
    ['no sum', { quantity: '0', cashAmount: '-5' }, 'QUANTITY_INVALID'],
    ['less than one lot', { quantity: '0', cashAmount: '49.99' }, 'QUANTITY_INVALID'],
    ['more than an order may have', { quantity: '0', cashAmount: '1000000000000000000' }, 'QUANTITY_INVALID'],
  ] as const)('with %s is refused', (_what, change, code) => {
    expect(desk.submit({ price: '50.00', ...change }).code).toBe(code);
  });
});
