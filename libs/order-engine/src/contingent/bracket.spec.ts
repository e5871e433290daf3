import { describe, expect, it } from '@jest/globals';
import { bracketOrders, ListDesk } from '../../test/list-desk.js';

describe('a bracket', () => {
  it('sends the entry alone and holds the exits', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    expect(desk.left()).toEqual(['send BUY 100']);
    expect(desk.legs(listId)).toEqual(['ENTRY 0+100', 'TAKE_PROFIT 0+0 waits', 'STOP_LOSS 0+0 waits']);
    expect(desk.view(listId).state).toBe('WAITING');
    expect(desk.state(ids['STOP_LOSS'])).toBe('PendingNew/Intent 0+100');
    expect(desk.events().map(({ listRole }) => listRole)).toContain('STOP_LOSS');
    expect(desk.engine.reserved('A').openOrders).toBe(1);
    desk.replayed();
  });

  it('sizes both exits to each partial fill of the entry', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.left();
    desk.fill(ids['ENTRY'], 30, 5_000);
    expect(desk.left()).toEqual(['send SELL 30', 'send SELL 30']);
    desk.acknowledge();
    desk.fill(ids['ENTRY'], 20, 5_000);
    expect(desk.left()).toEqual(['replace SELL 50', 'replace SELL 50']);
    // Not heard yet: what comes meanwhile waits for the answer and is made up for in one.
    desk.fill(ids['ENTRY'], 10, 5_000);
    desk.fill(ids['ENTRY'], 10, 5_000);
    expect(desk.left()).toEqual([]);
    desk.acknowledge();
    expect(desk.left()).toEqual(['replace SELL 70', 'replace SELL 70']);
    expect(desk.legs(listId)).toEqual(['ENTRY 70+30', 'TAKE_PROFIT 0+70', 'STOP_LOSS 0+70']);
    desk.replayed();
  });

  it('takes what one exit fills off the other, and cancels it at the end', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.fill(ids['ENTRY'], 100, 5_000);
    desk.acknowledge();
    desk.left();
    desk.fill(ids['TAKE_PROFIT'], 40, 5_500);
    expect(desk.left()).toEqual(['replace SELL 60']);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 100+0', 'TAKE_PROFIT 40+60', 'STOP_LOSS 0+60']);
    desk.fill(ids['TAKE_PROFIT'], 60, 5_500);
    expect(desk.left()).toEqual(['cancel SELL']);
    desk.acknowledge();
    expect(desk.view(listId).state).toBe('ENDED');
    expect(desk.lastEvent()).toMatchObject({ ordStatus: 'Canceled', listRole: 'STOP_LOSS' });
    expect(desk.alarms()).toEqual([]);
    expect(desk.engine.reserved('A')).toMatchObject({ openOrders: 0, notional: 0n });
    desk.replayed();
  });

  it('makes new exits for what the entry fills after the first ones are done', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.fill(ids['ENTRY'], 40, 5_000);
    desk.acknowledge();
    desk.fill(ids['TAKE_PROFIT'], 40, 5_500);
    desk.acknowledge();
    desk.left();
    desk.fill(ids['ENTRY'], 60, 5_000);
    expect(desk.left()).toEqual(['send SELL 60', 'send SELL 60']);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 100+0', 'TAKE_PROFIT 40+60', 'STOP_LOSS 0+60']);
    desk.replayed();
  });

  it('sends exits of what the venue cannot replace in further orders, and the rest anew', () => {
    const desk = new ListDesk({ capabilities: { replace: false } });
    const { listId, ids } = desk.begun();
    desk.fill(ids['ENTRY'], 30, 5_000);
    desk.acknowledge();
    desk.left();
    desk.fill(ids['ENTRY'], 70, 5_000);
    desk.acknowledge();
    expect(desk.left()).toEqual(['send SELL 70', 'send SELL 70']);
    expect(desk.legs(listId)).toEqual(['ENTRY 100+0', 'TAKE_PROFIT 0+100', 'STOP_LOSS 0+100']);
    desk.fill(ids['TAKE_PROFIT'], 10, 5_500);
    expect(desk.left()).toEqual(['cancel SELL']);
    desk.acknowledge();
    expect(desk.left()).toEqual(['send SELL 60']);
    expect(desk.legs(listId)).toEqual(['ENTRY 100+0', 'TAKE_PROFIT 10+90', 'STOP_LOSS 0+90']);
    desk.replayed();
  });

  it('waits for the whole entry where that is asked for, or for its end', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun({ options: { release: 'FULL' } });
    desk.fill(ids['ENTRY'], 60, 5_000);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 60+40', 'TAKE_PROFIT 0+0 waits', 'STOP_LOSS 0+0 waits']);
    desk.report('Expired', ids['ENTRY']);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 60+0', 'TAKE_PROFIT 0+60', 'STOP_LOSS 0+60']);
    desk.replayed();
  });

  it.each(['Expired', 'Rejected', 'Canceled'] as const)('cancels the exits of an entry that is %s unfilled', (end) => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.left();
    desk.report(end, ids['ENTRY']);
    expect(desk.left()).toEqual([]);
    expect(desk.view(listId).state).toBe('ENDED');
    expect(desk.state(ids['TAKE_PROFIT'])).toBe('Canceled/Intent 0+0');
    expect(desk.lastEvent()).toMatchObject({ code: 'LIST_CANCELLED', listRole: 'STOP_LOSS' });
    desk.replayed();
  });

  it('follows a replaced entry, and does not let the quantity of an exit be changed', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.replace(ids['ENTRY'], { quantity: 150 });
    desk.acknowledge();
    desk.fill(ids['ENTRY'], 150, 5_000);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 150+0', 'TAKE_PROFIT 0+150', 'STOP_LOSS 0+150']);
    expect(desk.replace(ids['TAKE_PROFIT'], { quantity: 200 }).code).toBe('LIST_QUANTITY');
    expect(desk.replace(ids['TAKE_PROFIT'], { price: 5_600 }).code).toBeUndefined();
    desk.acknowledge();
    desk.replayed();
  });

  it('moves the price of an exit that waits on the spot', () => {
    const desk = new ListDesk();
    const { ids } = desk.begun();
    desk.left();
    expect(desk.replace(ids['TAKE_PROFIT'], { price: 5_600 }).code).toBeUndefined();
    expect(desk.left()).toEqual([]);
    desk.fill(ids['ENTRY'], 100, 5_000);
    const sent = desk.effects.flatMap((one) => (one.kind === 'send' ? [one.order.terms.price] : []));
    expect(sent).toEqual([5_000, 5_600, 5_100]);
    desk.replayed();
  });

  it('makes the exits smaller when a fill of the entry is taken back, and larger again when one of an exit is', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.fill(ids['ENTRY'], 60, 5_000, { execId: 'first' });
    desk.fill(ids['ENTRY'], 40, 5_000);
    desk.acknowledge();
    desk.report('TradeCancel', ids['ENTRY'], { execRefId: 'first' });
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 40+60', 'TAKE_PROFIT 0+40', 'STOP_LOSS 0+40']);
    desk.fill(ids['STOP_LOSS'], 10, 5_100, { execId: 'stop' });
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 40+60', 'TAKE_PROFIT 0+30', 'STOP_LOSS 10+30']);
    desk.report('TradeCancel', ids['STOP_LOSS'], { execRefId: 'stop' });
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 40+60', 'TAKE_PROFIT 0+40', 'STOP_LOSS 0+40']);
    desk.replayed();
  });

  it('closes an overshoot of exits that only reduce, whatever else the strategy holds', () => {
    const desk = new ListDesk();
    desk.fill(desk.working({ quantity: '1000' }), 1_000, 5_000);
    const orders = bracketOrders({ TAKE_PROFIT: { reduceOnly: true }, STOP_LOSS: { reduceOnly: true } });
    const { listId, ids } = desk.begun({ orders, options: { closeOvershoot: true } });
    desk.fill(ids['ENTRY'], 100, 5_000);
    desk.acknowledge();
    desk.fill(ids['TAKE_PROFIT'], 100, 5_500);
    desk.fill(ids['STOP_LOSS'], 100, 5_100);
    desk.acknowledge();
    expect(desk.alarms()).not.toContain('LIST_DENIED');
    expect(desk.legs(listId).at(-1)).toBe('CLOSE 0+100');
    desk.replayed();
  });

  it('covers a late fill of an entry whose exits were cancelled', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.report('Canceled', ids['ENTRY']);
    desk.fill(ids['ENTRY'], 20, 5_000);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 20+0', 'TAKE_PROFIT 0+20', 'STOP_LOSS 0+20']);
    desk.replayed();
  });

  it('keeps the other exit when one is cancelled by hand, unless the list says otherwise', () => {
    for (const onLegCancel of ['KEEP', 'CANCEL'] as const) {
      const desk = new ListDesk();
      const { listId, ids } = desk.begun(onLegCancel === 'KEEP' ? {} : { options: { onLegCancel } });
      desk.fill(ids['ENTRY'], 100, 5_000);
      desk.acknowledge();
      desk.cancel(ids['TAKE_PROFIT']);
      desk.acknowledge();
      const rest = onLegCancel === 'KEEP' ? 100 : 0;
      expect(desk.legs(listId)).toEqual(['ENTRY 100+0', 'TAKE_PROFIT 0+0 ended:command', `STOP_LOSS 0+${rest}`]);
      desk.replayed();
    }
  });

  it('alarms when the venue ends an exit, and keeps the other', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.fill(ids['ENTRY'], 100, 5_000);
    desk.release();
    desk.report('New', ids['TAKE_PROFIT']);
    desk.report('Rejected', ids['STOP_LOSS']);
    expect(desk.alarms()).toEqual(['LIST_UNPROTECTED']);
    expect(desk.legs(listId)).toEqual(['ENTRY 100+0', 'TAKE_PROFIT 0+100', 'STOP_LOSS 0+0 ended:venue']);
    expect(desk.view(listId).legs[2].uncovered).toBe(100);
    desk.replayed();
  });

  it('turns everything round for a short entry', () => {
    const desk = new ListDesk();
    const orders = bracketOrders({
      ENTRY: { side: 'SELL' },
      TAKE_PROFIT: { side: 'BUY', price: 4_500 },
      STOP_LOSS: { side: 'BUY', price: 4_900 },
    });
    const { listId, ids } = desk.begun({ orders });
    desk.fill(ids['ENTRY'], 100, 5_000);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 100+0', 'TAKE_PROFIT 0+100', 'STOP_LOSS 0+100']);
    desk.replayed();
  });

  it('answers a question for its command, or for it, with its entry', () => {
    const desk = new ListDesk();
    const { listId, commandId, orders } = desk.listed();
    const of = { account: 'A', strategy: 's' };
    const [{ clOrdId }] = orders;
    for (const query of [{ commandId }, { clOrdId: listId }])
      expect(desk.engine.status({ ...of, ...query })).toMatchObject({ clOrdId, listId, listRole: 'ENTRY' });
    expect(desk.engine.status({ account: 'A', strategy: 't', clOrdId: listId })).toBeUndefined();
  });
});
