import { describe, expect, it } from '@jest/globals';
import { buy, crosses, deskOf, HOLD, quote, release, sell, sends, text } from '../../test/crossing-desk.js';
import type { Desk } from '../../test/desk.js';
import type { EngineRecord, Effect } from '../index.js';

/** 30 of an order of 100 were crossed inside, the rest is at the broker. */
function partlyCrossed(desk: Desk): string {
  const { clOrdId } = desk.submit(buy);
  desk.submit({ ...sell, quantity: '30' });
  release(desk);
  desk.release();
  return clOrdId;
}

const kinds = (desk: Desk, from: number): string[] =>
  desk.effects.slice(from).flatMap((effect: Effect) => (effect.kind === 'event' ? [] : [effect.kind]));

describe('a held order', () => {
  it('is cancelled without a word to the broker', () => {
    const desk = deskOf('NET');
    const { clOrdId } = desk.submit(buy);
    desk.release();
    const from = desk.effects.length;
    expect(desk.cancel(clOrdId)).toMatchObject({ ordStatus: 'Canceled' });
    expect(kinds(desk, from)).toEqual(['unsend']);
    release(desk);
    expect(sends(desk)).toEqual([]);
    expect(desk.engine.reserved('A')).toEqual({ notional: 0n, openOrders: 0 });
    desk.replayed();
  });

  it('takes new terms at once; asking for more costs its place in time', () => {
    const desk = deskOf('NET', { capabilities: { replace: false } });
    const { clOrdId: first } = desk.submit(buy);
    const { clOrdId: second } = desk.submit({ ...buy, strategy: 'u' });
    expect(desk.replace(first, { quantity: '120' })).toMatchObject({ ordStatus: 'PendingNew', code: undefined });
    desk.submit({ ...sell, quantity: '150' });
    release(desk);
    expect([first, second].map((id) => text(desk, id))).toEqual([
      'PartiallyFilled/Intent 50+70',
      'Filled/Acknowledged 100+0',
    ]);
    desk.replayed();
  });

  it('keeps its place when it asks for less, and is done when that is less than is crossed', () => {
    const desk = deskOf('CROSS');
    const { clOrdId: first } = desk.submit(buy);
    desk.submit({ ...buy, strategy: 'u' });
    desk.replace(first, { quantity: '90' });
    desk.submit({ ...sell, quantity: '60' });
    expect(text(desk, first)).toBe('PartiallyFilled/Intent 60+30');
    expect(desk.replace(first, { quantity: '20' })).toMatchObject({ ordStatus: 'Filled' });
    expect(text(desk, first)).toBe('Filled/Acknowledged 60+0');
    release(desk);
    expect(sends(desk)).toHaveLength(1);
    desk.replayed();
  });

  it('is matched again when its new price reaches the midpoint', () => {
    const desk = deskOf('CROSS');
    const { clOrdId } = desk.submit({ ...buy, price: '49.00' });
    desk.submit(sell);
    expect(crosses(desk)).toEqual([]);
    const command = { commandId: desk.nextId(), price: '50.00' };
    const first = desk.replace(clOrdId, command);
    expect(crosses(desk)).toEqual([[100, 5_000]]);
    expect(desk.replace(clOrdId, command)).toMatchObject({ ...first, duplicate: true });
  });

  it('is cancelled by the kill switch, and stays unsent while its account takes no orders', () => {
    const desk = deskOf('NET');
    const { clOrdId: killed } = desk.submit(buy);
    const { clOrdId: spared } = desk.submit({ ...buy, strategy: 'u' });
    expect(desk.control('kill', { scope: 'strategy', id: 's' })).toMatchObject({ cancelled: 1 });
    desk.engine.setIntake('A', 'RECONCILING');
    release(desk);
    expect(desk.engine.nextReleaseUs).toBeUndefined();
    desk.engine.setIntake('A', 'STOPPED');
    release(desk);
    expect(sends(desk)).toEqual([]);
    desk.engine.setIntake('A', 'OPEN');
    expect(desk.engine.nextReleaseUs).toBeLessThanOrEqual(desk.now);
    release(desk);
    expect(sends(desk)).toEqual([[spared, 100]]);
    expect(text(desk, killed)).toBe('Canceled/Intent 0+0');
    desk.replayed();
  });

  it('goes on being held over a restart, and is released on the next call', () => {
    const desk = deskOf('NET');
    const { clOrdId } = desk.submit(buy);
    desk.release();
    desk.restart();
    expect(text(desk, clOrdId)).toBe('PendingNew/Intent 0+100');
    expect(desk.engine.unresolved()).toEqual([]);
    expect(desk.engine.openOrders()).toMatchObject([{ clOrdId, held: true }]);
    // Nobody knows it outside: the answer of a broker that was asked all the same means nothing.
    desk.take(desk.engine.reconcile(clOrdId, 'not-found', [], desk.now));
    desk.take(desk.engine.brokerUnknown('sim', 'lost', desk.now));
    desk.take(desk.engine.markUnanswered(desk.now + 1, desk.now));
    expect(text(desk, clOrdId)).toBe('PendingNew/Intent 0+100');
    release(desk);
    expect(sends(desk)).toEqual([[clOrdId, 100]]);
    // From here on it is as uncertain as any other.
    desk.restart();
    expect(desk.engine.unresolved()).toMatchObject([{ clOrdId }]);
  });

  it('that is killed before the crash could cancel it is not released after it', () => {
    const desk = deskOf('NET');
    const { clOrdId } = desk.submit(buy);
    desk.control('kill');
    const cut = desk.journal.findIndex(({ type }) => type === 'Kill') + 1;
    desk.journal.length = cut;
    desk.effects.length = desk.effects.findIndex((effect) => effect.sequence > cut);
    desk.takeOver();
    release(desk);
    expect(sends(desk)).toEqual([]);
    expect(text(desk, clOrdId)).toBe('Canceled/Intent 0+0');
  });

  it('leaves no half of a cross when a crash comes between its records', () => {
    const desk = deskOf('CROSS');
    desk.submit(buy);
    const { clOrdId } = desk.submit(sell);
    const cut = desk.journal.findIndex(({ type }: EngineRecord) => type === 'Crossed') + 1;
    expect(desk.journal[cut].type).toBe('CrossedContra');
    desk.journal.length = cut;
    desk.effects.length = desk.effects.findIndex((effect) => effect.sequence > cut);
    desk.takeOver();
    expect(desk.engine.portfolio.accountQuantity('A', 'sim/IBM')).toBe(0);
    expect(desk.lastEvent()).toMatchObject({ clOrdId, execType: 'Trade', ordStatus: 'Filled', lastQty: 100 });
    desk.replayed();
  });
});

describe('an order of which a part was crossed inside', () => {
  it('is smaller at its broker, whose sums are counted without that part', () => {
    const desk = deskOf('NET');
    const clOrdId = partlyCrossed(desk);
    desk.report('New', clOrdId, { cumQty: 0, leavesQty: 70 });
    expect(text(desk, clOrdId)).toBe('PartiallyFilled/Acknowledged 30+70');
    desk.fill(clOrdId, 20, 5_005, { cumQty: 20, leavesQty: 50 });
    expect(desk.replace(clOrdId, { quantity: '90' }).code).toBeUndefined();
    const replace = desk.effects.find(({ kind }) => kind === 'replace');
    expect(replace).toMatchObject({ order: { terms: { quantity: 70 } }, terms: { quantity: 60 } });
    desk.report('Replaced', clOrdId, { orderQty: 60, cumQty: 20 });
    expect(text(desk, clOrdId)).toBe('PartiallyFilled/Acknowledged 50+40');
    desk.fill(clOrdId, 40, 5_005, { cumQty: 60, leavesQty: 0 });
    expect(text(desk, clOrdId)).toBe('Filled/Acknowledged 90+0');
    expect(desk.alarms()).toEqual([]);
    desk.replayed();
  });

  it('tells when the sums of its broker do not fit', () => {
    const desk = deskOf('NET');
    const clOrdId = partlyCrossed(desk);
    desk.fill(clOrdId, 20, 5_005, { cumQty: 50 });
    expect(desk.alarms()).toEqual(['ORDER_CUM_MISMATCH']);
  });

  it('cannot be asked for less than its broker can hold', () => {
    const desk = deskOf('NET');
    const clOrdId = partlyCrossed(desk);
    for (const quantity of ['10', '30'])
      expect(desk.replace(clOrdId, { quantity })).toMatchObject({ code: 'QUANTITY_INVALID' });
  });

  it('is cancelled, not rejected, when its broker does not take the rest', () => {
    const desk = deskOf('NET');
    const clOrdId = partlyCrossed(desk);
    desk.report('Rejected', clOrdId, { reason: 'no' });
    expect(text(desk, clOrdId)).toBe('Canceled/Acknowledged 30+0');
    expect(desk.lastEvent()).toMatchObject({ code: 'ORDER_REJECTED', reason: 'no' });
    expect(desk.engine.reserved('A').openOrders).toBe(0);
    desk.replayed();
  });

  it('is reconciled in the quantities of its broker', () => {
    const desk = deskOf('NET');
    const clOrdId = partlyCrossed(desk);
    desk.restart();
    expect(desk.engine.unresolved()).toMatchObject([{ clOrdId, internalQty: 30 }]);
    const found = { clOrdId, venueOrderId: 'v', cumQty: 20, leavesQty: 50, open: true };
    desk.take(desk.engine.reconcile(clOrdId, found, [], desk.now));
    expect(text(desk, clOrdId)).toBe('PartiallyFilled/Acknowledged 50+50');
    expect(desk.journal.at(-1)).toMatchObject({ type: 'Reconciled', adjustQty: 20, missingQty: 0, quantity: 0 });
    desk.replayed();
  });

  it('that never arrived keeps what was crossed, and may be sent again for the rest', () => {
    const desk = deskOf('NET');
    const clOrdId = partlyCrossed(desk);
    desk.take(desk.engine.brokerUnknown('sim', 'lost', desk.now));
    // The refusal of a cancel says nothing of whether the order arrived.
    desk.cancel(clOrdId);
    desk.report('CancelRejected', clOrdId);
    expect(text(desk, clOrdId)).toBe('PartiallyFilled/Unknown 30+70');
    desk.take(desk.engine.resend(clOrdId, desk.now));
    expect(sends(desk).slice(-2)).toEqual([
      [clOrdId, 70],
      [clOrdId, 70],
    ]);
    desk.take(desk.engine.brokerUnknown('sim', 'lost', desk.now));
    desk.take(desk.engine.reconcile(clOrdId, 'not-found', [], desk.now));
    expect(text(desk, clOrdId)).toBe('Canceled/Acknowledged 30+0');
    desk.replayed();
  });

  it('stands against held orders no more, once it is sent', () => {
    const desk = deskOf('NET');
    const clOrdId = partlyCrossed(desk);
    quote(desk);
    const { clOrdId: late } = desk.submit({ ...sell, quantity: '5' });
    release(desk, HOLD);
    expect(crosses(desk)).toEqual([[30, 5_000]]);
    expect(text(desk, clOrdId)).toBe('PartiallyFilled/Intent 30+70');
    expect(text(desk, late)).toBe('Canceled/Intent 0+0');
  });
});
