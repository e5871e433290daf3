import { afterEach, describe, expect, it } from '@jest/globals';
import { Desk, IBM, MONEY, riskOf } from '../test/desk.js';
import { eventAveragePrice } from './index.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

/** Two fills of strategy `t` and a sale after them, as `keep` closed orders are kept: the first of the orders. */
function traded(keep: number): string {
  desk = new Desk({ maxClosedOrders: keep, maxForgottenOrders: 3 });
  const first = desk.working({ strategy: 't', quantity: '20' });
  desk.fill(first, 10, 1_000, { execId: 'f1', fee: MONEY, feeCurrency: 'USD' });
  desk.fill(first, 10, 2_000, { execId: 'f2', fee: 2n * MONEY, feeCurrency: 'BNB' });
  desk.fill(desk.working({ strategy: 't', side: 'SELL', quantity: '10' }), 10, 3_000);
  for (let i = 0; i < 2; i++) desk.fill(desk.working({ quantity: '1' }), 1, 1_000);
  return first;
}

function books() {
  const { portfolio } = desk.engine;
  const { quantity, cost, realized, fees, cashFlow } = portfolio.position('A', 't', IBM.key) ?? {};
  const bnb = portfolio.cash('A', 'BNB');
  return { quantity, cost, realized, fees, cashFlow, cash: portfolio.cash('A'), bnb };
}

const CHANGES = {
  bust: (id: string) => desk.report('TradeCancel', id, { execId: 'b1', execRefId: 'f1' }),
  'bust with a fee': (id: string) =>
    desk.report('TradeCancel', id, { execId: 'b1', execRefId: 'f1', fee: 3n * MONEY, feeCurrency: 'USD' }),
  'bust of another currency of fees': (id: string) => desk.report('TradeCancel', id, { execId: 'b1', execRefId: 'f2' }),
  correction: (id: string) =>
    desk.report('TradeCorrect', id, { execId: 'c1', execRefId: 'f1', lastQty: 8, lastPx: 900 }),
  'correction of a correction, then its bust': (id: string) => {
    desk.report('TradeCorrect', id, { execId: 'c1', execRefId: 'f1', lastQty: 8, lastPx: 900, fee: 5n * MONEY });
    desk.report('TradeCorrect', id, { execId: 'c2', execRefId: 'c1', lastQty: 9, lastPx: 950 });
    desk.report('TradeCancel', id, { execId: 'b1', execRefId: 'c2' });
  },
};

describe('of an order that has left memory', () => {
  it.each(Object.entries(CHANGES))('a %s restates what it would of one in memory', (_name, change) => {
    change(traded(100));
    const known = books();
    desk.replayed();
    const first = traded(1);
    expect(desk.state(first, 't')).toBe('unknown');
    const before = books();
    change(first);
    expect(books()).toEqual(known);
    expect(books()).not.toEqual(before);
    expect(riskOf(desk.engine).tree.cashOf('A')).toBe(desk.engine.portfolio.cash('A'));
    expect(new Set(desk.alarms())).toEqual(new Set(['ORDER_FILL_LATE']));
  });

  it('a bust is told with what the position came to; the same again is dropped', () => {
    const first = traded(1);
    CHANGES.bust(first);
    const told = desk.lastEvent();
    expect(told).toMatchObject({ clOrdId: first, execType: 'TradeCancel', execId: 'b1', execRefId: 'f1' });
    expect(told).toMatchObject({ lastQty: 10, lastPx: 1_000, cumQty: 10, leavesQty: 0, ordStatus: 'Filled' });
    expect(told.position).toMatchObject({ quantity: 0, realized: 100n * MONEY });
    expect(eventAveragePrice(told)).toBe('20.00');
    CHANGES.bust(first);
    expect(desk.alarms()).toEqual(['ORDER_FILL_LATE']);
  });

  it('a fill that came late can be taken back too, and one booked before it left, after it was busted, is not again', () => {
    const first = traded(1);
    desk.fill(first, 5, 1_500, { execId: 'late' });
    desk.report('TradeCancel', first, { execId: 'b1', execRefId: 'late' });
    expect(books().quantity).toBe(10);
    desk.report('TradeCancel', first, { execId: 'b2', execRefId: 'late' });
    expect(books().quantity).toBe(10);
    expect(desk.alarms().at(-1)).toBe('ORDER_CORRECTION_UNBOOKED');
  });

  it('a bust of an execution before a split is alarmed, with all that booking it by hand takes', () => {
    const first = traded(1);
    const split = { kind: 'split', venue: 'sim', symbol: 'IBM', n: 2, m: 1, price: '5.00' } as const;
    const who = { commandId: 'split', account: 'A', actor: 'ann', reason: 'two for one' };
    desk.take(desk.engine.bookCash({ ...who, ...split }, desk.now));
    const before = books();
    CHANGES.bust(first);
    expect(books()).toEqual(before);
    const risk = desk.effects.findLast((one) => one.kind === 'risk');
    expect(risk?.event).toMatchObject({ code: 'ORDER_CORRECTION_UNBOOKED', clOrdId: first });
    expect(risk?.event.message).toBe(
      `TradeCancel b1 of sim for ${first} is not booked: it takes back f1, which was booked as BUY 10 sim/IBM at 10.00, ` +
        'fee 1.00 USD, of t in A, and cannot be restated any more',
    );
  });

  it('a correction of one that is forgotten altogether, or of no known execution, is alarmed with what it says', () => {
    const first = traded(1);
    desk.report('TradeCorrect', first, { execId: 'c1', execRefId: 'f9', lastQty: 5, lastPx: 1_100 });
    desk.report('TradeCancel', 'nothing', { execId: 'b1', execRefId: 'f1', venueOrderId: 'v1' });
    const [known, unknown] = desk.effects.flatMap((one) => (one.kind === 'risk' ? [one.event] : []));
    expect(known).toMatchObject({ code: 'ORDER_CORRECTION_UNBOOKED', clOrdId: first });
    expect(known?.message).toBe(
      `TradeCorrect c1 of sim for ${first} is not booked: f9 becomes 5 at 11.00, and was not booked of this order, ` +
        'BUY sim/IBM of t in A',
    );
    expect(unknown).toMatchObject({ code: 'ORDER_CORRECTION_UNBOOKED', clOrdId: undefined });
    expect(unknown?.message).toBe(
      'TradeCancel b1 of sim for nothing is not booked: it takes back f1, and the order is not known here, v1 at the venue',
    );
  });

  it('a correction to no quantity is an anomaly', () => {
    const first = traded(1);
    const before = books();
    desk.report('TradeCorrect', first, { execId: 'c1', execRefId: 'f1', lastQty: 0, lastPx: 900 });
    expect([books(), desk.alarms()]).toEqual([before, ['ORDER_CORRECTION_UNBOOKED']]);
  });
});
