import { describe, expect, it } from '@jest/globals';
import { bracketOrders, ListDesk, ocoOrders } from '../../test/list-desk.js';
import { held, mark, sent, STOPPED } from '../../test/stops.js';

/** Books a split of n new for m old overnight; the code that it was refused with. */
function split(desk: ListDesk, n: number, m: number): string | undefined {
  const what = { kind: 'split', venue: 'sim', symbol: 'IBM', n, m, price: '25.00' } as const;
  const who = { commandId: desk.nextId('ann'), account: 'A', actor: 'ann', reason: 'announced' };
  return desk.take(desk.engine.bookCash({ ...who, ...what }, desk.now)).control?.code;
}

/** What the broker says of an order in new units. */
function restate(desk: ListDesk, id: string, orderQty: number, cumQty: number, price: number): void {
  desk.report('Restated', id, { restatement: 'GT_CORPORATE_ACTION', orderQty, cumQty, price });
}

/** An entry at 50 that is filled whole, a take-profit that filled 40 of 100 and rests overnight. */
function overnight(
  desk = new ListDesk(),
  orders = bracketOrders(),
): ReturnType<ListDesk['begun']> & { desk: ListDesk } {
  const begun = desk.begun({ orders });
  desk.fill(begun.ids['ENTRY'], 100, 5_000);
  desk.acknowledge();
  desk.fill(begun.ids['TAKE_PROFIT'], 40, 5_500);
  desk.acknowledge();
  desk.report('DoneForDay', begun.ids['TAKE_PROFIT']);
  return { desk, ...begun };
}

describe('a split of what a list is in', () => {
  it('restates its sizes, and the stop that the OMS holds, once the broker restates the rest', () => {
    const { desk, listId, ids } = overnight(new ListDesk(), STOPPED);
    desk.left();
    expect(split(desk, 2, 1)).toBeUndefined();
    expect(desk.lastEvent()).toMatchObject({ clOrdId: ids['STOP_LOSS'], execType: 'Replaced', quantity: 120 });
    expect(desk.lastEvent().instructions.stopPrice).toBe(2_250);
    restate(desk, ids['TAKE_PROFIT'], 200, 80, 2_750);
    expect(desk.left()).toEqual([]);
    expect(desk.legs(listId)).toEqual(['ENTRY 200+0', 'TAKE_PROFIT 80+120', 'STOP_LOSS 0+120']);
    desk.fill(ids['TAKE_PROFIT'], 20, 2_750);
    expect(desk.legs(listId)).toEqual(['ENTRY 200+0', 'TAKE_PROFIT 100+100', 'STOP_LOSS 0+100']);
    desk.restart();
    desk.release();
    mark(desk, 2_250);
    desk.release();
    expect(sent(desk).at(-1)).toBe('SELL MARKET 100 0');
    desk.replayed();
  });

  it('waits for the broker to restate every order of it: before, nothing is asked', () => {
    const { desk, listId, ids } = overnight();
    desk.report('DoneForDay', ids['STOP_LOSS']);
    desk.left();
    expect(split(desk, 2, 1)).toBeUndefined();
    restate(desk, ids['TAKE_PROFIT'], 200, 80, 2_750);
    expect(desk.left()).toEqual([]);
    restate(desk, ids['STOP_LOSS'], 120, 0, 2_550);
    expect(desk.left()).toEqual([]);
    expect(desk.legs(listId)).toEqual(['ENTRY 200+0', 'TAKE_PROFIT 80+120', 'STOP_LOSS 0+120']);
    expect(desk.alarms()).toEqual(['CASH_BOOKED']);
    desk.replayed();
  });

  it('rounds what is left to exit down, as it does the position', () => {
    const { desk, listId, ids } = overnight(new ListDesk(), STOPPED);
    desk.report('Restated', ids['TAKE_PROFIT'], { restatement: 'GT_RENEWAL' });
    desk.fill(ids['TAKE_PROFIT'], 11, 5_500);
    desk.report('DoneForDay', ids['TAKE_PROFIT']);
    expect(split(desk, 3, 2)).toBeUndefined();
    // 51 of 100 are out: 76 of 150 in the new units, and 73.5 are left.
    restate(desk, ids['TAKE_PROFIT'], 149, 76, 3_667);
    expect(desk.engine.portfolio.position('A', 's', 'sim/IBM')?.quantity).toBe(73);
    expect(desk.legs(listId)).toEqual(['ENTRY 149+0', 'TAKE_PROFIT 76+73', 'STOP_LOSS 0+73']);
    desk.replayed();
  });

  it('restates exits that still wait', () => {
    const desk = new ListDesk();
    const { ids } = desk.begun();
    desk.report('DoneForDay', ids['ENTRY']);
    expect(split(desk, 2, 1)).toBeUndefined();
    restate(desk, ids['ENTRY'], 200, 0, 2_500);
    desk.fill(ids['ENTRY'], 200, 2_500);
    desk.acknowledge();
    expect(sent(desk)).toEqual(['BUY LIMIT 100 5000', 'SELL LIMIT 200 2750', 'SELL LIMIT 200 2550']);
    expect(desk.state(ids['TAKE_PROFIT'])).toBe('New/Acknowledged 0+200');
    desk.replayed();
  });

  it('is the quantity of an OCO', () => {
    const desk = new ListDesk();
    const { listId, orders } = desk.listed({ kind: 'OCO', orders: ocoOrders() });
    desk.acknowledge();
    const [first, second] = orders.map(({ clOrdId }) => clOrdId);
    desk.fill(first, 30, 5_500);
    desk.acknowledge();
    for (const id of [first, second]) desk.report('DoneForDay', id);
    split(desk, 2, 1);
    restate(desk, first, 200, 60, 2_750);
    restate(desk, second, 140, 0, 2_550);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['LEG 60+140', 'LEG 0+140']);
    desk.replayed();
  });
});

describe('a broker that restates before the split is booked', () => {
  it('is alarmed; the list waits, and goes on once the split is booked', () => {
    const { desk, listId, ids } = overnight(new ListDesk(), STOPPED);
    restate(desk, ids['TAKE_PROFIT'], 200, 80, 2_750);
    expect(desk.alarms()).toEqual(['SPLIT_UNBOOKED']);
    desk.left();
    desk.restart();
    expect(desk.left()).toEqual([]);
    expect(split(desk, 2, 1)).toBeUndefined();
    expect(desk.legs(listId)).toEqual(['ENTRY 200+0', 'TAKE_PROFIT 80+120', 'STOP_LOSS 0+120']);
    desk.fill(ids['TAKE_PROFIT'], 20, 2_750, { execId: 'new' });
    expect(desk.legs(listId).at(-1)).toBe('STOP_LOSS 0+100');
    desk.report('TradeCancel', ids['TAKE_PROFIT'], { execRefId: 'new' });
    expect(desk.legs(listId).at(-1)).toBe('STOP_LOSS 0+120');
    desk.replayed();
  });

  it('cancels the list when something is filled meanwhile: in which units it stands is not known', () => {
    const { desk, listId, ids } = overnight(new ListDesk(), STOPPED);
    restate(desk, ids['TAKE_PROFIT'], 200, 80, 2_750);
    desk.left();
    desk.fill(ids['TAKE_PROFIT'], 20, 2_750);
    expect(desk.view(listId)).toMatchObject({ cancelled: true });
    expect(desk.alarms()).toEqual(['SPLIT_UNBOOKED', 'LIST_UNITS']);
    expect(desk.state(ids['STOP_LOSS'])).toBe('Canceled/Intent 0+0');
    expect(desk.left()).toEqual(['cancel SELL']);
    desk.replayed();
  });

  it('says nothing where no unit changed', () => {
    const { desk, ids } = overnight();
    restate(desk, ids['TAKE_PROFIT'], 100, 40, 5_450);
    expect(desk.alarms()).toEqual([]);
  });
});

describe('a stop that is held through a split', () => {
  it('is restated: its quantity down to the lot, its trigger to where it is reached no earlier', () => {
    const { desk, id } = held({ quantity: '101', stopPrice: '45.01' });
    expect(split(desk, 3, 2)).toBeUndefined();
    expect(desk.lastEvent()).toMatchObject({ clOrdId: id, quantity: 151, reason: 'in the units after a split' });
    expect(desk.lastEvent().instructions.stopPrice).toBe(3_000);
    desk.restart();
    desk.release();
    mark(desk, 3_001);
    expect(sent(desk)).toEqual([]);
    mark(desk, 3_000);
    expect(sent(desk)).toEqual(['SELL MARKET 151 0']);
    desk.replayed();
  });

  it('trails at the distance of the new units', () => {
    const { desk } = held({ type: 'TRAILING_STOP', stopPrice: undefined, trailBy: '1.00' });
    mark(desk, 5_200);
    expect(split(desk, 2, 1)).toBeUndefined();
    mark(desk, 2_551);
    expect(sent(desk)).toEqual([]);
    mark(desk, 2_550);
    expect(sent(desk)).toEqual(['SELL MARKET 200 0']);
    desk.replayed();
  });

  it('is in the way of a split that would leave less than the smallest order of it', () => {
    const { desk } = held({ quantity: '1' });
    expect(split(desk, 1, 2)).toBe('SPLIT_OPEN_ORDERS');
    expect(split(desk, 1, 1.5)).toBe('SPLIT_INVALID');
    expect(desk.engine.openOrders()).toHaveLength(1);
  });
});
