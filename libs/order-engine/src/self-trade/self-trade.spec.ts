import { describe, expect, it } from '@jest/globals';
import { Desk } from '../../test/desk.js';
import type { SelfTradeMode } from '@bourseworks/risk';
import type { Effect, EngineRecord } from '../index.js';

/** Accounts A and B of one owner, C of another. */
const selfTrade = (mode: SelfTradeMode) => ({
  modeOf: () => mode,
  ownerOf: (account: string) => (account === 'C' ? 'other' : 'same'),
});
const accounts = ['A', 'B', 'C'].map((id) => ({ id, currency: 'USD', cash: 10n ** 24n }));
const deskOf = (mode: SelfTradeMode, more = {}) => new Desk({ accounts, selfTrade: selfTrade(mode), ...more });

const rest = (desk: Desk, change = {}): string => desk.working({ side: 'SELL', price: '50.00', ...change });
const buy = { strategy: 't', side: 'BUY', price: '50.00' } as const;

const meetings = (desk: Desk) =>
  desk.journal.flatMap((record: EngineRecord) =>
    record.type === 'SelfTrade' ? [[record.restingId, record.action, record.quantity, record.refused]] : [],
  );
/** What went to the venue since `from`, in order. */
const sent = (desk: Desk, from = 0) =>
  desk.effects.slice(from).flatMap((effect: Effect) => {
    if (effect.kind === 'send') return [`send ${effect.order.terms.quantity}`];
    if (effect.kind === 'replace') return [`replace ${effect.order.clOrdId} ${effect.terms.quantity}`];
    return effect.kind === 'cancel' || effect.kind === 'unsend' ? [`${effect.kind} ${clOrdIdOf(effect)}`] : [];
  });
const clOrdIdOf = (effect: Effect): string =>
  effect.kind === 'cancel' ? effect.order.clOrdId : effect.kind === 'unsend' ? effect.clOrdId : '';

describe('self-trade prevention', () => {
  it('sends orders that would trade with each other when it is off', () => {
    const desk = deskOf('OFF');
    rest(desk);
    expect(desk.submit(buy)).toMatchObject({ code: undefined });
    expect(meetings(desk)).toEqual([]);
  });

  it('CANCEL_NEWEST denies the new order, by default', () => {
    const desk = new Desk();
    const resting = rest(desk);
    const reply = desk.submit(buy);
    expect(reply).toMatchObject({ code: 'RISK_SELF_TRADE', ordStatus: 'Rejected', state: 'Denied' });
    expect(reply.reason).toContain(resting);
    expect(meetings(desk)).toEqual([[resting, 'denied', 100, true]]);
    expect(desk.alarms()).toEqual(['RISK_SELF_TRADE']);
    expect(desk.state(resting)).toBe('New/Acknowledged 0+100');
    expect(desk.engine.reserved('A', 't').openOrders).toBe(0);
    desk.replayed();
  });

  it('CANCEL_OLDEST cancels the resting orders before the new one leaves, best price first', () => {
    const desk = deskOf('CANCEL_OLDEST');
    const worse = rest(desk, { price: '49.99' });
    const best = rest(desk, { price: '49.98', account: 'B', strategy: 'b' });
    const beyond = rest(desk, { price: '50.01' });
    const from = desk.effects.length;
    expect(desk.submit(buy)).toMatchObject({ code: undefined, ordStatus: 'PendingNew' });
    expect(sent(desk, from)).toEqual([`cancel ${best}`, `cancel ${worse}`, 'send 100']);
    expect(meetings(desk)).toEqual([
      [best, 'cancelled', 100, false],
      [worse, 'cancelled', 100, false],
    ]);
    expect(desk.state(worse)).toBe('PendingCancel/Acknowledged 0+100');
    expect(desk.events().find(({ ordStatus }) => ordStatus === 'PendingCancel')).toMatchObject({
      code: 'RISK_SELF_TRADE',
    });
    expect(desk.state(beyond)).toBe('New/Acknowledged 0+100');
    // A second one meets what is being cancelled already: no second cancel.
    const then = desk.effects.length;
    desk.submit({ ...buy, quantity: '5' });
    expect(sent(desk, then)).toEqual(['send 5']);
    desk.replayed();
  });

  it('CANCEL_OLDEST takes back an order that has not left', () => {
    const desk = deskOf('CANCEL_OLDEST');
    const { clOrdId } = desk.submit({ side: 'SELL', price: '50.00' });
    const from = desk.effects.length;
    desk.submit(buy);
    expect(sent(desk, from)).toEqual([`unsend ${clOrdId}`, 'send 100']);
    expect(desk.state(clOrdId)).toBe('Canceled/Intent 0+0');
  });

  it('CANCEL_BOTH cancels the resting order and denies the new one', () => {
    const desk = deskOf('CANCEL_BOTH');
    const resting = rest(desk);
    const from = desk.effects.length;
    expect(desk.submit(buy)).toMatchObject({ code: 'RISK_SELF_TRADE' });
    expect(sent(desk, from)).toEqual([`cancel ${resting}`]);
    expect(meetings(desk)).toEqual([[resting, 'cancelled', 100, true]]);
  });

  it('DECREMENT sends the larger new order for less and cancels what it met', () => {
    const desk = deskOf('DECREMENT');
    const first = rest(desk, { quantity: '30' });
    const second = rest(desk, { quantity: '50', price: '49.50' });
    desk.fill(second, 20, 4_950);
    const from = desk.effects.length;
    const { clOrdId } = desk.submit(buy);
    expect(sent(desk, from)).toEqual([`cancel ${second}`, `cancel ${first}`, 'send 40']);
    expect(desk.engine.status({ account: 'A', strategy: 't', clOrdId })).toMatchObject({ quantity: 40 });
    expect(desk.engine.openOrders({ strategy: 't' })).toMatchObject([{ leavesQty: 40 }]);
  });

  it('DECREMENT reduces the larger resting order and denies the new one', () => {
    const desk = deskOf('DECREMENT');
    const resting = rest(desk, { quantity: '250' });
    desk.fill(resting, 20, 5_000);
    const from = desk.effects.length;
    expect(desk.submit(buy)).toMatchObject({ code: 'RISK_SELF_TRADE' });
    expect(sent(desk, from)).toEqual([`replace ${resting} 150`]);
    expect(meetings(desk)).toEqual([[resting, 'reduced', 100, true]]);
    desk.replayed();
  });

  it('DECREMENT cancels both of a size, and what its venue cannot replace', () => {
    const equal = deskOf('DECREMENT');
    const resting = rest(equal);
    const from = equal.effects.length;
    expect(equal.submit(buy)).toMatchObject({ code: 'RISK_SELF_TRADE' });
    expect(sent(equal, from)).toEqual([`cancel ${resting}`]);
    const bare = deskOf('DECREMENT', { capabilities: { replace: false } });
    const large = rest(bare, { quantity: '250' });
    const before = bare.effects.length;
    expect(bare.submit(buy)).toMatchObject({ code: 'RISK_SELF_TRADE' });
    expect(sent(bare, before)).toEqual([`cancel ${large}`]);
  });

  it('counts every price that an order may have: market orders, replaces in flight, Unknown ones', () => {
    const desk = deskOf('CANCEL_NEWEST');
    const resting = rest(desk, { price: '60.00' });
    expect(desk.submit({ ...buy, type: 'MARKET', price: undefined })).toMatchObject({ code: 'RISK_SELF_TRADE' });
    desk.replace(resting, { price: '50.00' });
    expect(desk.submit(buy)).toMatchObject({ code: 'RISK_SELF_TRADE' });
    desk.report('ReplaceRejected', resting);
    expect(desk.submit({ ...buy, quantity: '1' })).toMatchObject({ code: undefined });
    desk.take(desk.engine.brokerUnknown('sim', 'lost', desk.now));
    expect(desk.submit({ ...buy, price: '60.00' })).toMatchObject({ code: 'RISK_SELF_TRADE' });
  });

  it('refuses beside an order of unknown outcome in every mode, since no cancel of it is certain', () => {
    for (const mode of ['CANCEL_NEWEST', 'CANCEL_OLDEST', 'CANCEL_BOTH', 'DECREMENT'] as const) {
      const desk = deskOf(mode);
      desk.submit({ side: 'SELL', price: '50.00' });
      desk.release();
      desk.take(desk.engine.brokerUnknown('sim', 'lost', desk.now));
      expect(desk.submit(buy)).toMatchObject({ code: 'RISK_SELF_TRADE' });
      desk.replayed();
    }
  });

  it('counts an order at the better price while nobody told whether its replace was accepted', () => {
    const desk = deskOf('CANCEL_NEWEST');
    const resting = rest(desk, { price: '60.00' });
    desk.replace(resting, { price: '50.00' });
    desk.release();
    desk.restart();
    const found = { clOrdId: resting, venueOrderId: 'v', cumQty: 0, leavesQty: 100, open: true };
    desk.take(desk.engine.reconcile(resting, found, [], desk.now));
    desk.engine.setIntake('A', 'OPEN');
    expect(desk.submit(buy)).toMatchObject({ code: 'RISK_SELF_TRADE' });
    desk.replayed();
    desk.report('Restated', resting, { price: 6_000 });
    expect(desk.submit({ ...buy, quantity: '1' })).toMatchObject({ code: undefined });
  });

  it('leaves alone what cannot meet: other owners, other instruments, worse prices, closed orders', () => {
    const desk = deskOf('CANCEL_NEWEST');
    rest(desk, { account: 'C' });
    rest(desk, { price: '50.01' });
    const closed = rest(desk);
    desk.cancel(closed);
    desk.report('Canceled', closed);
    const filled = rest(desk);
    desk.fill(filled, 100, 5_000);
    expect(desk.submit(buy)).toMatchObject({ code: undefined });
    expect(desk.submit({ side: 'SELL', price: '1.00', symbol: 'BTC-USD', quantity: '1' })).toMatchObject({
      code: undefined,
    });
  });

  it('refuses new terms that would cross, and cancels for them where the oldest gives way', () => {
    const outcome = (mode: SelfTradeMode) => {
      const desk = deskOf(mode);
      const resting = rest(desk);
      const mine = desk.working({ side: 'BUY', price: '49.00' });
      const from = desk.effects.length;
      const { code } = desk.replace(mine, { price: '50.00' });
      const [worse] = [desk.replace(mine, { price: '48.00' })];
      desk.replayed();
      return [code, worse.code, sent(desk, from).map((text) => text.replace(resting, 'R').replace(mine, 'M'))];
    };
    expect(outcome('CANCEL_NEWEST')).toEqual(['RISK_SELF_TRADE', undefined, ['replace M 100']]);
    expect(outcome('DECREMENT')).toEqual(['RISK_SELF_TRADE', undefined, ['replace M 100']]);
    expect(outcome('CANCEL_BOTH')).toEqual(['RISK_SELF_TRADE', undefined, ['cancel R', 'replace M 100']]);
    expect(outcome('CANCEL_OLDEST')).toEqual([undefined, 'ORDER_PENDING', ['cancel R', 'replace M 100']]);
    expect(outcome('OFF')).toEqual([undefined, 'ORDER_PENDING', ['replace M 100']]);
  });

  it('refuses one that would take out more orders than is sane', () => {
    const desk = deskOf('CANCEL_OLDEST');
    for (let i = 0; i < 1_001; i++) desk.submit({ side: 'SELL', price: '50.00', quantity: 1 });
    const before = desk.journal.length;
    expect(desk.submit(buy)).toMatchObject({ code: 'RISK_SELF_TRADE' });
    expect(desk.journal.length - before).toBe(2);
  });
});
