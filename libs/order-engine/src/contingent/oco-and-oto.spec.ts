import { describe, expect, it } from '@jest/globals';
import { RiskBuilder } from '@bourseworks/risk';
import { bracketOrders, ListDesk, ocoOrders, otoOrders } from '../../test/list-desk.js';

/** A desk that holds 100 shares to sell. */
function holding(desk = new ListDesk()): ListDesk {
  const bought = desk.working({ price: 4_000 });
  desk.fill(bought, 100, 4_000);
  desk.left();
  return desk;
}

/** A bracket whose entry is filled and whose exits work. */
function entered(desk: ListDesk, options = {}) {
  const begun = desk.begun({ options });
  desk.fill(begun.ids['ENTRY'], 100, 5_000);
  desk.acknowledge();
  desk.left();
  return begun;
}

describe('orders that cancel each other', () => {
  it('both work at once and reserve the one quantity that can be meant', () => {
    const desk = holding();
    const { listId } = desk.begun({ kind: 'OCO', orders: ocoOrders() });
    expect(desk.left()).toEqual(['send SELL 100', 'send SELL 100']);
    expect(desk.legs(listId)).toEqual(['LEG 0+100', 'LEG 0+100']);
    expect(desk.engine.reserved('A')).toMatchObject({ openOrders: 2, notional: 5_500n * 10n ** 18n });
    desk.replayed();
  });

  it('follow each other down and end together', () => {
    const desk = holding();
    const reply = desk.listed({ kind: 'OCO', orders: ocoOrders() });
    desk.acknowledge();
    const [first, second] = reply.orders.map(({ clOrdId }) => clOrdId);
    desk.fill(second, 30, 5_100);
    desk.acknowledge();
    expect(desk.legs(reply.listId)).toEqual(['LEG 0+70', 'LEG 30+70']);
    desk.cancel(first);
    desk.acknowledge();
    expect(desk.legs(reply.listId)).toEqual(['LEG 0+0 ended:command', 'LEG 30+0']);
    expect(desk.view(reply.listId).state).toBe('ENDED');
    desk.replayed();
  });

  it('sells short by neither: the second needs no locate of its own', () => {
    const risk = RiskBuilder.for('account', 'A').shortSale('DENIED').build();
    const desk = holding(new ListDesk({ risk }));
    expect(desk.listed({ kind: 'OCO', orders: ocoOrders() }).code).toBeUndefined();
    desk.acknowledge();
    expect(desk.alarms()).toEqual([]);
    expect(desk.submit({ side: 'SELL', quantity: 1, price: 5_200 }).code).toBe('RISK_SHORT_SALE');
  });

  it('alarms when both fill in a race, and leaves the position to the desk', () => {
    const desk = new ListDesk();
    const { listId, ids } = entered(desk);
    desk.fill(ids['TAKE_PROFIT'], 100, 5_500);
    desk.fill(ids['STOP_LOSS'], 60, 5_100);
    expect(desk.alarms()).toEqual(['LIST_OVERSHOOT']);
    expect(desk.view(listId).overshoot).toBe(60);
    desk.acknowledge();
    expect(desk.left()).toEqual(['cancel SELL']);
    expect(desk.engine.portfolio.accountQuantity('A', 'sim/IBM')).toBe(-60);
    desk.replayed();
  });

  it('closes what a race filled too much where that is asked for', () => {
    const desk = new ListDesk();
    const { listId, ids } = entered(desk, { closeOvershoot: true });
    desk.fill(ids['TAKE_PROFIT'], 100, 5_500);
    desk.fill(ids['STOP_LOSS'], 60, 5_100);
    expect(desk.left()).toEqual(['cancel SELL']);
    // At once it would trade with what is left of the exit: it waits until that is gone.
    desk.now += 1;
    desk.acknowledge();
    expect(desk.left()).toEqual(['send BUY 60']);
    const close = desk.view(listId).legs[3].clOrdId;
    desk.fill(close, 60, 5_200);
    desk.acknowledge();
    expect(desk.left()).toEqual([]);
    expect(desk.view(listId)).toMatchObject({ overshoot: 0, state: 'ENDED' });
    expect(desk.engine.portfolio.accountQuantity('A', 'sim/IBM')).toBe(0);
    desk.replayed();
  });
});

describe('an order that triggers others', () => {
  it('releases its children in the ratio of what is filled', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun({ kind: 'OTO', orders: otoOrders({ quantity: 50 }) });
    desk.fill(ids['ENTRY'], 25, 5_000);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 25+75', 'CHILD 0+12']);
    desk.fill(ids['ENTRY'], 75, 5_000);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 100+0', 'CHILD 0+50']);
    desk.fill(ids['CHILD'], 50, 5_500);
    expect(desk.view(listId).state).toBe('ENDED');
    desk.replayed();
  });

  it('sends a market order for each fill', () => {
    const desk = new ListDesk();
    const orders = otoOrders({ symbol: 'BTC-USD', type: 'MARKET', timeInForce: 'IOC', price: undefined });
    const { listId, ids } = desk.begun({ kind: 'OTO', orders });
    desk.left();
    desk.fill(ids['ENTRY'], 25, 4_999);
    expect(desk.left()).toEqual(['send SELL 25']);
    desk.acknowledge();
    desk.fill(desk.view(listId).legs[1].clOrdId, 25, 5_000);
    desk.fill(ids['ENTRY'], 75, 4_999);
    expect(desk.left()).toEqual(['send SELL 75']);
    desk.replayed();
  });
});

describe('a list', () => {
  it('is one command: its repeat gets the first answer, another content none', () => {
    const desk = new ListDesk();
    const command = desk.list();
    const first = desk.take(desk.engine.submitList(command, desk.now)).list;
    const records = desk.journal.length;
    const again = desk.take(desk.engine.submitList(command, desk.now)).list;
    expect(again).toEqual({ ...first, duplicate: true, sequence: again?.sequence });
    const other = { ...command, orders: bracketOrders({ ENTRY: { quantity: 200 } }) };
    expect(desk.take(desk.engine.submitList(other, desk.now)).list?.code).toBe('COMMAND_CONFLICT');
    expect(desk.engine.submit(desk.order({ commandId: command.commandId }), desk.now).reply?.code).toBe(
      'COMMAND_CONFLICT',
    );
    expect(desk.journal).toHaveLength(records);
  });

  it.each([
    ['two entries', [...bracketOrders(), bracketOrders()[0]]],
    ['no stop-loss', bracketOrders().slice(0, 2)],
    ['an exit of the side of the entry', bracketOrders({ STOP_LOSS: { side: 'BUY' } })],
    ['exits the wrong way round', bracketOrders({ STOP_LOSS: { price: 5_600 } })],
    ['exits of another quantity', bracketOrders({ STOP_LOSS: { quantity: 50 } })],
    ['an exit that does not rest', bracketOrders({ TAKE_PROFIT: { timeInForce: 'IOC' } })],
  ])('is refused whole: %s', (_what, orders) => {
    const desk = new ListDesk();
    const reply = desk.listed({ orders });
    expect(reply).toMatchObject({ code: 'LIST_INVALID', listId: '', orders: [] });
    expect(desk.engine.openOrders()).toEqual([]);
    desk.replayed();
  });

  it('is refused whole for an exit alone, as the order that it is', () => {
    const risk = RiskBuilder.for('firm').maxOrderNotional('5200').build();
    const desk = new ListDesk({ risk });
    const reply = desk.listed();
    expect(reply).toMatchObject({ code: 'RISK_ORDER_NOTIONAL', listId: '' });
    expect(reply.reason).toMatch(/^TAKE_PROFIT: /);
    expect(desk.engine.openOrders()).toEqual([]);
    expect(desk.lastEvent()).toMatchObject({ execType: 'Denied', side: 'SELL' });
    desk.replayed();
  });

  it('is cancelled whole by its id', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.fill(ids['ENTRY'], 40, 5_000);
    desk.acknowledge();
    desk.left();
    expect(desk.cancel(listId).code).toBeUndefined();
    expect(desk.left()).toEqual(['cancel BUY', 'cancel SELL', 'cancel SELL']);
    // Not answered yet, and it fills once more.
    desk.fill(ids['ENTRY'], 5, 5_000);
    expect(desk.alarms()).toEqual(['LIST_UNPROTECTED']);
    desk.acknowledge();
    expect(desk.view(listId)).toMatchObject({ state: 'ENDED', cancelled: true });
    desk.replayed();
  });

  it('tells of what its entry filled after its cancel, though it is cancelled again before that is looked at', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.engine.setIntake('A', 'RECONCILING');
    desk.cancel(listId);
    desk.fill(ids['ENTRY'], 5, 5_000);
    desk.cancel(listId);
    expect(desk.alarms()).toEqual([]);
    desk.engine.setIntake('A', 'OPEN');
    desk.take(desk.engine.settleRisk(desk.now));
    expect(desk.alarms()).toEqual(['LIST_UNPROTECTED']);
    desk.replayed();
  });

  it('is forgotten when it is cancelled before any order of it was made', () => {
    const desk = new ListDesk();
    const { listId } = desk.listed();
    const accepted = desk.journal.findIndex(({ type }) => type === 'ListAccepted');
    desk.journal.splice(accepted + 1);
    desk.takeOver();
    expect(desk.engine.lists.view(listId)).toBeDefined();
    expect(desk.cancel(listId).code).toBeUndefined();
    expect(desk.engine.lists.view(listId)).toBeUndefined();
    expect(desk.cancel(listId).code).toBe('ORDER_UNKNOWN');
    desk.takeOver();
    expect(desk.engine.lists.view(listId)).toBeUndefined();
    // Releases that kept such a list took a second cancel of it.
    const cancelled = desk.journal.find(({ type }) => type === 'ListCancelled');
    if (cancelled?.type !== 'ListCancelled') throw new Error('no cancel was journaled');
    const again = { ...cancelled, commandId: 's-1-99', sequence: desk.engine.lastSequence + 1 };
    expect(desk.engine.replay(again)).toMatchObject({ ok: true });
  });

  it('waits with an alarm of the list for what would trade with an order of its own', () => {
    const desk = new ListDesk();
    desk.submit({ side: 'BUY', type: 'LIMIT', quantity: '1', price: '40.00', strategy: 'other' });
    const { listId, ids } = desk.begun({ kind: 'OTO', orders: otoOrders({ price: 4_000 }) });
    desk.fill(ids['ENTRY'], 100, 5_000);
    desk.acknowledge();
    const risks = desk.effects.flatMap((effect) => (effect.kind === 'risk' ? [effect.event] : []));
    const waits = { code: 'LIST_DENIED', scope: 'list', id: listId, clOrdId: ids['CHILD'] };
    expect(risks).toContainEqual(expect.objectContaining(waits));
    expect(desk.view(listId).legs[1]).toMatchObject({ denied: 'RISK_SELF_TRADE', waiting: true });
  });

  it('waits with an alarm for what risk denies, and sends it once there is room', () => {
    const risk = RiskBuilder.for('strategy', '*').maxOpenOrders(2).build();
    const desk = new ListDesk({ risk });
    const { listId, ids } = desk.begun();
    desk.fill(ids['ENTRY'], 50, 5_000);
    desk.acknowledge();
    expect(desk.alarms()).toEqual(['LIST_DENIED']);
    expect(desk.legs(listId)).toEqual(['ENTRY 50+50', 'TAKE_PROFIT 0+50', 'STOP_LOSS 0+0 waits']);
    expect(desk.view(listId).legs[2]).toMatchObject({ denied: 'RISK_OPEN_ORDERS', uncovered: 50 });
    expect(desk.engine.nextReleaseUs).toBe(desk.now + 1_000_000);
    desk.now += 1_000_000;
    desk.take(desk.engine.releaseHeld(desk.now));
    expect(desk.alarms()).toEqual(['LIST_DENIED']);
    expect(desk.engine.nextReleaseUs).toBe(desk.now + 2_000_000);
    desk.report('Canceled', ids['ENTRY']);
    desk.now += 2_000_000;
    desk.take(desk.engine.releaseHeld(desk.now));
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 50+0', 'TAKE_PROFIT 0+50', 'STOP_LOSS 0+50']);
    desk.replayed();
  });

  it('lets exits of a filled entry work while only reducing orders are taken', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    const person = { commandId: 'p-1', actor: 'ann', reason: 'test', scope: 'firm', id: 'all' } as const;
    desk.take(desk.engine.setState({ ...person, state: 'REDUCING' }, desk.now));
    expect(desk.left()).toEqual(['send BUY 100', 'cancel BUY']);
    desk.fill(ids['ENTRY'], 40, 5_000);
    desk.acknowledge();
    expect(desk.legs(listId)).toEqual(['ENTRY 40+0', 'TAKE_PROFIT 0+40', 'STOP_LOSS 0+40']);
    desk.replayed();
  });

  it('ends with the kill switch, with an alarm for what is filled after it', () => {
    const desk = new ListDesk();
    const { listId, ids } = desk.begun();
    desk.control('kill');
    desk.fill(ids['ENTRY'], 40, 5_000);
    expect(desk.alarms().filter((code) => code === 'LIST_UNPROTECTED')).toHaveLength(2);
    desk.acknowledge();
    expect(desk.view(listId).state).toBe('ENDED');
    desk.replayed();
  });
});
