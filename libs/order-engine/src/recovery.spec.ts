import { afterEach, describe, expect, it } from '@jest/globals';
import { Desk, MONEY } from '../test/desk.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

const found = (clOrdId: string, cumQty: number, leavesQty: number, open = leavesQty > 0) => ({
  clOrdId,
  venueOrderId: 'v',
  cumQty,
  leavesQty,
  open,
});

describe('recovery', () => {
  it('makes unanswered sends Unknown after a restart, keeps them reserved, and takes cancels only', () => {
    const { clOrdId } = desk.submit();
    const known = desk.working();
    desk.restart();
    expect(desk.engine.unresolved().map((order) => order.clOrdId)).toEqual([clOrdId]);
    expect(desk.state(clOrdId)).toBe('PendingNew/Unknown 0+100');
    expect(desk.state(known)).toBe('New/Acknowledged 0+100');
    expect(desk.engine.reserved('A').openOrders).toBe(2);
    expect(desk.submit().code).toBe('OMS_RECONCILING');
    expect(desk.cancel(known).code).toBeUndefined();
    expect(desk.alarms()).toContain('ORDER_UNCERTAIN');
    expect(desk.submit({ account: 'B', price: '1' })).toMatchObject({
      code: undefined,
      clOrdId: expect.stringMatching(/^test-s-2-/),
    });
  });

  it('never dates an order after its Intent, however far ahead its sender’s clock is', () => {
    desk.submit({ sentUs: desk.now + 3_600_000_000 });
    // From here on executions are asked for: a later time would leave out the first of them.
    expect(desk.engine.openOrders()[0].sentUs).toBe(desk.now);
    desk.restart();
    expect(desk.engine.openOrders()[0].sentUs).toBe(desk.now);
  });

  it('takes an order found open, with its fills, each once', () => {
    const { clOrdId } = desk.submit();
    desk.restart();
    const fill = { clOrdId, execId: 'f1', execType: 'Trade', lastQty: 30, lastPx: 5_000, us: 1, ns: 0 } as const;
    desk.take(desk.engine.reconcile(clOrdId, found(clOrdId, 30, 70), [fill, fill], desk.now));
    expect(desk.state(clOrdId)).toBe('PartiallyFilled/Acknowledged 30+70');
    const before = desk.journal.length;
    desk.take(desk.engine.reconcile(clOrdId, found(clOrdId, 30, 70), [fill], desk.now));
    expect(desk.journal).toHaveLength(before);
    expect(desk.engine.unresolved()).toEqual([]);
  });

  it('closes what the broker does not know: never received, or gone', () => {
    const { clOrdId } = desk.submit();
    const known = desk.working();
    desk.cancel(known);
    desk.restart();
    desk.take(desk.engine.reconcile(clOrdId, 'not-found', [], desk.now));
    expect(desk.lastEvent()).toMatchObject({
      execType: 'Rejected',
      code: 'ORDER_REJECTED',
      reason: 'not received by the broker',
    });
    desk.take(desk.engine.reconcile(known, 'not-found', [], desk.now));
    expect(desk.state(known)).toBe('Canceled/Acknowledged 0+0');
    expect(desk.engine.reserved('A')).toEqual({ notional: 0n, openOrders: 0 });
  });

  it('books a filled quantity without executions as an explicit, alarmed adjustment', () => {
    const clOrdId = desk.working();
    desk.fill(clOrdId, 10, 5_000);
    desk.take(desk.engine.reconcile(clOrdId, found(clOrdId, 100, 0), [], desk.now));
    expect(desk.lastEvent()).toMatchObject({
      execType: 'Trade',
      lastQty: 90,
      lastPx: 5_000,
      code: 'ORDER_ADJUSTED',
      ordStatus: 'Filled',
    });
    expect(desk.alarms()).toEqual(['ORDER_ADJUSTED']);
    expect(desk.engine.portfolio.accountQuantity('A', 'sim/IBM')).toBe(100);
  });

  it('alarms, and keeps, fills that the broker does not state', () => {
    const clOrdId = desk.working();
    desk.fill(clOrdId, 10, 5_000);
    desk.take(desk.engine.reconcile(clOrdId, found(clOrdId, 4, 96), [], desk.now));
    expect(desk.alarms()).toEqual(['ORDER_CUM_MISMATCH']);
    expect(desk.engine.portfolio.accountQuantity('A', 'sim/IBM')).toBe(10);
  });

  it('does not reopen what closed after the broker was asked', () => {
    const clOrdId = desk.working();
    const asked = found(clOrdId, 0, 100);
    desk.cancel(clOrdId);
    desk.report('Canceled', clOrdId);
    const before = desk.journal.length;
    desk.take(desk.engine.reconcile(clOrdId, asked, [], desk.now));
    expect(desk.state(clOrdId)).toBe('Canceled/Acknowledged 0+0');
    expect(desk.journal).toHaveLength(before);
    expect(desk.engine.reserved('A').openOrders).toBe(0);
  });

  it('does not take missed fills that are still to come for a contradiction', () => {
    const clOrdId = desk.working();
    desk.restart();
    desk.engine.setIntake('A', 'RECONCILING');
    // The first report of the new connection overtakes what happened before it.
    desk.report('Trade', clOrdId, { execId: 'f2', lastQty: 20, lastPx: 5_000, cumQty: 50 });
    const missed = { clOrdId, execId: 'f1', execType: 'Trade', lastQty: 30, lastPx: 5_000, us: 1, ns: 0 } as const;
    desk.take(desk.engine.reconcile(clOrdId, found(clOrdId, 50, 50), [{ ...missed, cumQty: 30 }], desk.now));
    expect(desk.state(clOrdId)).toBe('PartiallyFilled/Acknowledged 50+50');
    expect(desk.alarms()).toEqual([]);
    desk.engine.setIntake('A', 'OPEN');
    desk.report('Trade', clOrdId, { execId: 'f3', lastQty: 10, lastPx: 5_000, cumQty: 70 });
    expect(desk.alarms()).toEqual(['ORDER_CUM_MISMATCH']);
  });

  it('settles a replace of unknown outcome by the broker’s quantity', () => {
    const clOrdId = desk.working();
    desk.replace(clOrdId, { quantity: '150' });
    desk.restart();
    expect(desk.state(clOrdId)).toBe('PendingReplace/Unknown 0+100');
    desk.take(desk.engine.reconcile(clOrdId, found(clOrdId, 0, 150), [], desk.now));
    expect(desk.state(clOrdId)).toBe('New/Acknowledged 0+150');
    expect(desk.engine.reserved('A').notional).toBe(7_500n * MONEY);
  });

  it('sends again only under the same id, only what is Unknown, only where the venue refuses a second', () => {
    const { clOrdId } = desk.submit();
    expect(desk.take(desk.engine.resend(clOrdId, desk.now)).records).toEqual([]);
    desk.restart();
    const decision = desk.take(desk.engine.resend(clOrdId, desk.now));
    expect(decision.effects).toMatchObject([{ kind: 'event' }, { kind: 'send', order: { clOrdId } }]);
    expect(desk.state(clOrdId)).toBe('PendingNew/Sent 0+100');
    desk.replayed();
    desk = new Desk({ capabilities: { uniqueClOrdId: false } });
    const other = desk.submit().clOrdId;
    desk.restart();
    expect(desk.take(desk.engine.resend(other, desk.now)).records).toEqual([]);
  });

  it('makes what was released and not answered Unknown when the link is lost, or in time', () => {
    const sent = desk.submit().clOrdId;
    const working = desk.working();
    const parked = desk.submit().clOrdId;
    desk.take(desk.engine.brokerUnknown('sim', 'link lost', desk.now));
    expect([desk.state(sent), desk.state(working), desk.state(parked)]).toEqual([
      'PendingNew/Unknown 0+100',
      'New/Acknowledged 0+100',
      'PendingNew/Intent 0+100',
    ]);
    desk.report('New', sent);
    expect(desk.state(sent)).toBe('New/Acknowledged 0+100');
    desk.release();
    desk.take(desk.engine.markUnanswered(desk.now, desk.now));
    expect(desk.state(parked)).toBe('PendingNew/Intent 0+100');
    desk.take(desk.engine.markUnanswered(desk.now + 1, desk.now + 1));
    expect(desk.state(parked)).toBe('PendingNew/Unknown 0+100');
  });

  it('never takes an unknown outcome for a reject: the report says Unknown, a later one settles it', () => {
    const { clOrdId } = desk.submit();
    desk.release();
    desk.report('Unknown', clOrdId, { reason: 'timeout' });
    expect(desk.lastEvent()).toMatchObject({ execType: 'Unknown', state: 'Unknown', ordStatus: 'PendingNew' });
    expect(desk.replace(clOrdId, { price: '49' }).code).toBe('ORDER_UNCERTAIN');
    expect(desk.engine.reserved('A').openOrders).toBe(1);
    desk.fill(clOrdId, 100, 5_000);
    expect(desk.state(clOrdId)).toBe('Filled/Acknowledged 100+0');
  });

  it('adjusts positions by explicit records', () => {
    const adjustment = {
      account: 'A',
      strategy: 's',
      venue: 'sim',
      symbol: 'IBM',
      quantity: -5,
      price: 5_000,
      reason: 'broker has 0',
    };
    desk.take(desk.engine.outside.adjustPosition(adjustment, desk.now));
    expect(desk.engine.portfolio.accountQuantity('A', 'sim/IBM')).toBe(-5);
    expect(desk.alarms()).toEqual(['ORDER_ADJUSTED']);
    expect(desk.take(desk.engine.outside.adjustPosition({ ...adjustment, account: 'Z' }, desk.now)).records).toEqual(
      [],
    );
  });

  it('keeps notes of the caller in sequence', () => {
    expect(desk.take(desk.engine.note('published', '17', desk.now)).records).toMatchObject([
      { type: 'Note', kind: 'published', body: '17', sequence: 2 },
    ]);
  });
});
