import { afterEach, describe, expect, it } from '@jest/globals';
import { Desk, MONEY } from '../test/desk.js';
import { eventAveragePrice } from './index.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

describe('reports of the broker', () => {
  it('move order, position, cash and reservation together', () => {
    const clOrdId = desk.working();
    desk.fill(clOrdId, 40, 4_990, { fee: MONEY, feeCurrency: 'USD', venueOrderId: 'v1' });
    desk.fill(clOrdId, 60, 5_000);
    const event = desk.lastEvent();
    expect(event).toMatchObject({
      ordStatus: 'Filled',
      cumQty: 100,
      leavesQty: 0,
      lastQty: 60,
      lastPx: 5_000,
      venueOrderId: 'v1',
    });
    expect(eventAveragePrice(event)).toBe('49.96');
    expect(event).toMatchObject({ venueUs: desk.now, venueNs: 5, us: desk.now });
    expect(desk.engine.portfolio.position('A', 's', 'sim/IBM')).toMatchObject({ quantity: 100, fees: MONEY });
    expect(desk.engine.portfolio.cash('A')).toBe((1_000_000n - 1_996n - 3_000n - 1n) * MONEY);
    expect(desk.engine.reserved('A')).toEqual({ notional: 0n, openOrders: 0 });
  });

  it('that come twice are dropped, with another content alarmed and not booked', () => {
    const clOrdId = desk.working();
    desk.fill(clOrdId, 40, 4_990, { execId: 'f1' });
    const before = desk.journal.length;
    expect(desk.fill(clOrdId, 40, 4_990, { execId: 'f1' }).records).toEqual([]);
    expect(desk.journal).toHaveLength(before);
    desk.fill(clOrdId, 41, 4_990, { execId: 'f1' });
    expect(desk.alarms()).toEqual(['ORDER_FILL_CONFLICT']);
    desk.fill(desk.working(), 40, 4_990, { execId: 'f1' });
    expect(desk.alarms()).toEqual(['ORDER_FILL_CONFLICT', 'ORDER_FILL_CONFLICT']);
    expect(desk.state(clOrdId)).toBe('PartiallyFilled/Acknowledged 40+60');
  });

  it('without an execution id are told apart by the venue’s sum', () => {
    const clOrdId = desk.working();
    desk.fill(clOrdId, 40, 5_000, { execId: '', cumQty: 40 });
    desk.fill(clOrdId, 40, 5_000, { execId: '', cumQty: 40 });
    desk.fill(clOrdId, 40, 5_000, { execId: '', cumQty: 80 });
    expect(desk.state(clOrdId)).toBe('PartiallyFilled/Acknowledged 80+20');
  });

  it('of unknown orders, and those illegal in the state, are recorded and alarmed, and change nothing', () => {
    const clOrdId = desk.working();
    desk.report('Canceled', clOrdId);
    const hash = desk.engine.portfolio.cash('A');
    desk.report('New', clOrdId);
    desk.fill('nothing', 1, 1);
    desk.take(
      desk.engine.onReport(
        'other',
        { clOrdId, execId: 'x', execType: 'Trade', lastQty: 1, lastPx: 1, us: 0, ns: 0 },
        desk.now,
      ),
    );
    expect(desk.alarms()).toEqual(['ORDER_TRANSITION_ILLEGAL', 'ORDER_UNKNOWN', 'ORDER_UNKNOWN']);
    expect(desk.journal.slice(-3).map(({ type }) => type)).toEqual(['Anomaly', 'Anomaly', 'Anomaly']);
    expect(desk.state(clOrdId)).toBe('Canceled/Acknowledged 0+0');
    expect(desk.engine.portfolio.cash('A')).toBe(hash);
  });

  it('of fills after the end, overfills and other sums are booked and alarmed', () => {
    const clOrdId = desk.working();
    desk.report('Canceled', clOrdId);
    desk.fill(clOrdId, 10, 5_000);
    expect(desk.state(clOrdId)).toBe('Canceled/Acknowledged 10+0');
    const other = desk.working();
    desk.fill(other, 100, 5_000, { cumQty: 120 });
    desk.fill(other, 1, 5_000);
    expect(desk.alarms()).toEqual(['ORDER_FILL_LATE', 'ORDER_CUM_MISMATCH', 'ORDER_FILL_LATE', 'ORDER_OVERFILL']);
    expect(desk.engine.portfolio.accountQuantity('A', 'sim/IBM')).toBe(111);
  });

  it('of busts and corrections take back and put in place, and reserve again what is open again', () => {
    const clOrdId = desk.working();
    desk.fill(clOrdId, 60, 5_000, { execId: 'f1' });
    desk.fill(clOrdId, 40, 4_900, { execId: 'f2' });
    desk.report('TradeCancel', clOrdId, { execId: 'b1', execRefId: 'f2' });
    expect(desk.lastEvent()).toMatchObject({
      execType: 'TradeCancel',
      ordStatus: 'PartiallyFilled',
      lastQty: 40,
      lastPx: 4_900,
      execRefId: 'f2',
    });
    expect(desk.engine.reserved('A')).toEqual({ notional: 2_000n * MONEY, openOrders: 1 });
    desk.report('TradeCorrect', clOrdId, { execId: 'c1', execRefId: 'f1', lastQty: 60, lastPx: 4_800 });
    expect(desk.engine.portfolio.cash('A')).toBe((1_000_000n - 2_880n) * MONEY);
    desk.report('TradeCancel', clOrdId, { execId: 'b2', execRefId: 'f2' });
    expect(desk.alarms()).toEqual(['ORDER_TRANSITION_ILLEGAL']);
    desk.report('TradeCancel', clOrdId, { execId: 'b3', execRefId: 'c1' });
    expect(desk.state(clOrdId)).toBe('New/Acknowledged 0+100');
    expect(desk.engine.portfolio.cash('A')).toBe(1_000_000n * MONEY);
  });

  it('of fees after the end are paid once', () => {
    const clOrdId = desk.working();
    desk.fill(clOrdId, 100, 5_000);
    for (let i = 0; i < 2; i++) desk.report('Calculated', clOrdId, { execId: 'fee', fee: 2n * MONEY });
    expect(desk.engine.portfolio.cash('A')).toBe((1_000_000n - 5_000n - 2n) * MONEY);
    expect(desk.state(clOrdId)).toBe('Filled/Acknowledged 100+0');
  });

  it('of a rejected order release it, with the broker’s reason', () => {
    const { clOrdId } = desk.submit();
    desk.release();
    desk.report('Rejected', clOrdId, { code: 'ORDER_REJECTED', reason: 'market closed' });
    expect(desk.lastEvent()).toMatchObject({
      execType: 'Rejected',
      code: 'ORDER_REJECTED',
      reason: 'market closed',
      leavesQty: 0,
    });
    expect(desk.engine.reserved('A').openOrders).toBe(0);
  });

  it('number the events of each account and strategy without holes', () => {
    const mine = desk.working();
    const other = desk.working({ strategy: 't' });
    desk.fill(mine, 1, 5_000);
    desk.fill(other, 1, 5_000);
    desk.cancel(mine);
    for (const strategy of ['s', 't']) {
      const numbers = desk
        .events()
        .filter((event) => event.strategy === strategy)
        .map((event) => event.streamSequence);
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    }
    const sequences = desk.journal.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, i) => i + 1));
  });
});
