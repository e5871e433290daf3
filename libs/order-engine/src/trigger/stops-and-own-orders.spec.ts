import { describe, expect, it } from '@jest/globals';
import type { SelfTradeMode } from '@bourseworks/risk';
import { ListDesk } from '../../test/list-desk.js';
import { held, mark, sent, STOP } from '../../test/stops.js';

const deskOf = (mode: SelfTradeMode, more = {}) =>
  new ListDesk({ selfTrade: { modeOf: () => mode, ownerOf: () => 'same' }, ...more });

/** A held stop that is triggered while another strategy's order stands against it. */
function met(mode: SelfTradeMode, quantity = '30') {
  const desk = deskOf(mode);
  const resting = desk.working({ strategy: 't', price: '44.00', quantity });
  const { id } = held({}, desk);
  const from = sent(desk).length;
  mark(desk, 4_500);
  return { desk, resting, id, left: () => sent(desk).slice(from) };
}

const changes = (desk: ListDesk) =>
  desk.effects.flatMap((effect) =>
    effect.kind === 'cancel' || effect.kind === 'replace' ? [`${effect.kind} ${effect.order.clOrdId}`] : [],
  );
const meetings = (desk: ListDesk) => desk.journal.filter(({ type }) => type === 'SelfTrade').length;

describe('a triggered stop and an own order that stands against it', () => {
  it.each(['CANCEL_NEWEST', 'CANCEL_BOTH', 'DECREMENT'] as const)(
    '%s: what stands in its way is cancelled, and the whole stop goes once that is confirmed',
    (mode) => {
      const { desk, resting, left } = met(mode, '300');
      expect(changes(desk)).toEqual([`cancel ${resting}`]);
      expect(left()).toEqual([]);
      desk.release();
      desk.report('Canceled', resting);
      expect(left()).toEqual(['SELL MARKET 100 0']);
      expect(meetings(desk)).toBe(1);
      desk.replayed();
    },
  );

  it('CANCEL_OLDEST: goes at once, after the cancel', () => {
    const { desk, resting, left } = met('CANCEL_OLDEST');
    expect(changes(desk)).toEqual([`cancel ${resting}`]);
    expect(left()).toEqual(['SELL MARKET 100 0']);
    desk.replayed();
  });

  it('OFF: goes at once', () => {
    const { desk, left } = met('OFF');
    expect(changes(desk)).toEqual([]);
    expect(left()).toEqual(['SELL MARKET 100 0']);
  });

  it('is told of once, however often the market asks again', () => {
    const { desk } = met('CANCEL_NEWEST');
    const records = desk.journal.length;
    for (let i = 0; i < 50; i++) {
      desk.now += 100_000;
      mark(desk, 4_500 - (i % 2));
    }
    expect(desk.journal.length).toBe(records);
    expect(desk.alarms()).toEqual(['RISK_SELF_TRADE']);
    const told = desk.effects.find(({ kind }) => kind === 'risk');
    expect(told).toMatchObject({ event: { message: expect.stringMatching(/waits, the other is cancelled/) } });
  });

  it('goes though the market has come back meanwhile: it was triggered', () => {
    const { desk, resting, left } = met('CANCEL_NEWEST');
    desk.release();
    mark(desk, 5_000);
    desk.report('Canceled', resting);
    expect(left()).toEqual(['SELL MARKET 100 0']);
    desk.replayed();
  });

  it('asks again, each time later, where the venue refuses the cancel', () => {
    const { desk, resting, left } = met('CANCEL_NEWEST');
    desk.release();
    desk.report('CancelRejected', resting);
    expect(changes(desk)).toHaveLength(1);
    for (const [asked, pause] of [1_000_000, 2_000_000, 4_000_000].entries()) {
      const due = desk.engine.nextReleaseUs ?? NaN;
      expect(changes(desk)).toHaveLength(asked + 1);
      desk.take(desk.engine.releaseHeld(due - 1));
      expect(changes(desk)).toHaveLength(asked + 1);
      desk.now = due;
      desk.take(desk.engine.releaseHeld(desk.now));
      expect(changes(desk)).toHaveLength(asked + 2);
      desk.report('CancelRejected', resting);
      if (asked > 0) expect(desk.engine.nextReleaseUs).toBe(desk.now + 2 * pause);
    }
    desk.fill(resting, 30, 4_400);
    expect(left()).toEqual(['SELL MARKET 100 0']);
    expect(desk.engine.nextReleaseUs).toBeUndefined();
    desk.replayed();
  });

  it('waits for its trigger again where that was moved, and is gone when it is cancelled', () => {
    const moved = met('CANCEL_NEWEST');
    moved.desk.replace(moved.id, { stopPrice: '43.00' });
    moved.desk.report('Canceled', moved.resting);
    expect(moved.left()).toEqual([]);
    expect(moved.desk.engine.nextReleaseUs).toBeUndefined();
    const gone = met('CANCEL_NEWEST');
    gone.desk.cancel(gone.id);
    gone.desk.report('Canceled', gone.resting);
    expect(gone.left()).toEqual([]);
    expect(gone.desk.engine.nextReleaseUs).toBeUndefined();
  });

  it('is held while its account takes no orders, and asked about by nobody', () => {
    const { desk, resting, left } = met('CANCEL_NEWEST');
    desk.engine.setIntake('A', 'RECONCILING');
    desk.report('Canceled', resting);
    expect(left()).toEqual([]);
    expect(desk.engine.nextReleaseUs).toBeUndefined();
    desk.engine.setIntake('A', 'OPEN');
    desk.take(desk.engine.settleRisk(desk.now));
    expect(left()).toEqual(['SELL MARKET 100 0']);
  });

  it('is triggered by price again after a restart', () => {
    const { desk, resting } = met('CANCEL_NEWEST');
    desk.release();
    desk.restart();
    const from = sent(desk).length;
    const none = { clOrdId: resting, venueOrderId: 'v', cumQty: 0, leavesQty: 0, open: false };
    desk.take(desk.engine.reconcile(resting, none, [], desk.now));
    desk.engine.setIntake('A', 'OPEN');
    mark(desk, 4_600);
    expect(sent(desk).slice(from)).toEqual([]);
    mark(desk, 4_500);
    expect(sent(desk).slice(from)).toEqual(['SELL MARKET 100 0']);
  });
});

describe('an exit of a list and a larger own order that stands against it', () => {
  it('DECREMENT: leaves that as it is while the exit itself cannot go', () => {
    const desk = deskOf('DECREMENT');
    const resting = desk.working({ strategy: 't', price: '55.00', quantity: '300' });
    const { listId, ids } = desk.begun();
    desk.fill(ids['ENTRY'], 100, 5_000);
    for (let i = 0; i < 5; i++) {
      desk.acknowledge();
      desk.now = Math.max(desk.now, desk.engine.nextReleaseUs ?? 0);
      desk.take(desk.engine.releaseHeld(desk.now));
    }
    expect(desk.state(resting, 't')).toBe('New/Acknowledged 0+300');
    expect(changes(desk)).toEqual([]);
    expect(desk.view(listId).legs[1]).toMatchObject({ denied: 'RISK_SELF_TRADE', uncovered: 100 });
    desk.report('Canceled', resting);
    desk.now = Math.max(desk.now, desk.engine.nextReleaseUs ?? 0);
    desk.take(desk.engine.releaseHeld(desk.now));
    desk.acknowledge();
    expect(desk.legs(listId)[1]).toBe('TAKE_PROFIT 0+100');
    desk.replayed();
  });

  it('DECREMENT: takes a smaller one off, and is made whole after that', () => {
    const desk = deskOf('DECREMENT');
    const resting = desk.working({ strategy: 't', price: '55.00', quantity: '30' });
    const { listId, ids } = desk.begun();
    desk.fill(ids['ENTRY'], 100, 5_000);
    for (let i = 0; i < 5; i++) {
      desk.acknowledge();
      desk.now = Math.max(desk.now, desk.engine.nextReleaseUs ?? 0);
      desk.take(desk.engine.releaseHeld(desk.now));
    }
    expect(desk.state(resting, 't')).toMatch(/^Canceled/);
    expect(desk.legs(listId)[1]).toBe('TAKE_PROFIT 0+100');
    desk.replayed();
  });
});

describe('more stops than one decision may send', () => {
  it('go on at once, without another price', () => {
    const desk = new ListDesk();
    mark(desk, 5_000);
    for (let i = 0; i < 1_200; i++) desk.submit({ ...STOP, quantity: '1' });
    mark(desk, 4_500);
    let rounds = 0;
    while (desk.engine.nextReleaseUs !== undefined && rounds++ < 5) desk.take(desk.engine.releaseHeld(desk.now));
    expect(rounds).toBe(2);
    expect(sent(desk)).toHaveLength(1_200);
  });

  it('are reached behind any number that are held back', () => {
    const desk = new ListDesk();
    mark(desk, 5_000);
    for (let i = 0; i < 600; i++) desk.submit({ ...STOP, quantity: '1', stopPrice: '46.00' });
    expect(desk.submit({ ...STOP, account: 'B', quantity: '1' })).toMatchObject({ code: undefined });
    desk.engine.setIntake('A', 'STOPPED');
    mark(desk, 4_500);
    expect(sent(desk)).toEqual(['SELL MARKET 1 0']);
    expect(desk.engine.nextReleaseUs).toBeUndefined();
  });
});
