import { afterEach, describe, expect, it } from '@jest/globals';
import { Desk, IBM, MONEY, riskOf } from '../test/desk.js';
import { eventAveragePrice } from './index.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

const held = () => desk.engine.portfolio.accountQuantity('A', IBM.key);
const cash = () => desk.engine.portfolio.cash('A');

/** Every way in which an order ends, and the status that it keeps. */
const ENDS: readonly (readonly [string, string, () => string])[] = [
  ['filled', 'Filled', () => ended('Trade', 100)],
  ['cancelled', 'Canceled', () => ended('Canceled')],
  ['rejected', 'Rejected', () => ended('Rejected')],
  ['expired', 'Expired', () => ended('Expired')],
  ['done for the day', 'DoneForDay', () => ended('DoneForDay')],
  ['not received', 'Rejected', notReceived],
];

function ended(execType: 'Trade' | 'Canceled' | 'Rejected' | 'Expired' | 'DoneForDay', lastQty = 0): string {
  const clOrdId = desk.working();
  desk.report(execType, clOrdId, lastQty === 0 ? {} : { lastQty, lastPx: 5_000 });
  return clOrdId;
}

function notReceived(): string {
  const { clOrdId } = desk.submit();
  desk.release();
  desk.take(desk.engine.brokerUnknown('sim', 'link lost', desk.now));
  desk.take(desk.engine.reconcile(clOrdId, 'not-found', [], desk.now));
  return clOrdId;
}

describe('a fill after the end', () => {
  it.each(ENDS)('of an order that was %s is booked and alarmed; it stays %s', (_how, status, end) => {
    const clOrdId = end();
    const before = held();
    desk.fill(clOrdId, 7, 5_000);
    expect(held()).toBe(before + 7);
    expect(desk.alarms()).toContain('ORDER_FILL_LATE');
    expect(desk.state(clOrdId)).toBe(`${status}/Acknowledged ${before + 7}+0`);
    expect(desk.engine.reserved('A')).toEqual({ notional: 0n, openOrders: 0 });
  });

  it('of an order that was refused here and never sent is booked and alarmed, and known from then on', () => {
    const { clOrdId, code } = desk.submit({ quantity: '200000' });
    expect(code).toBeDefined();
    desk.fill(clOrdId, 7, 5_000, { execId: 'f', fee: MONEY });
    desk.fill(clOrdId, 7, 5_000, { execId: 'f', fee: MONEY });
    expect([held(), desk.alarms()]).toEqual([7, ['ORDER_FILL_LATE']]);
    expect(cash()).toBe((1_000_000n - 350n - 1n) * MONEY);
    expect(riskOf(desk.engine).tree.cashOf('A')).toBe(cash());
    expect(desk.lastEvent()).toMatchObject({
      clOrdId,
      ordStatus: 'Rejected',
      state: 'Denied',
      cumQty: 7,
      leavesQty: 0,
    });
  });

  it('of an order that nobody ever made here is an anomaly', () => {
    desk.fill('nothing', 7, 5_000);
    expect([held(), desk.alarms()]).toEqual([0, ['ORDER_UNKNOWN']]);
  });
});

describe('a fill of an order that has left memory', () => {
  /** The first of three orders, of which one is kept. */
  function gone(): string {
    desk = new Desk({ maxClosedOrders: 1, maxForgottenOrders: 2 });
    const first = desk.working({ strategy: 't' });
    desk.fill(first, 40, 4_990, { execId: 'f1' });
    desk.report('Canceled', first);
    desk.fill(desk.working(), 100, 5_000);
    expect(desk.state(first, 't')).toBe('unknown');
    return first;
  }

  it('is booked to its strategy, alarmed and published; the same again is dropped', () => {
    const first = gone();
    desk.fill(first, 10, 5_090, { execId: 'f2', venueOrderId: 'v7' });
    for (const execId of ['f1', 'f2']) desk.fill(first, 10, 5_090, { execId });
    expect(desk.engine.portfolio.position('A', 't', IBM.key)?.quantity).toBe(50);
    expect(desk.alarms()).toEqual(['ORDER_FILL_LATE']);
    const event = desk.lastEvent();
    expect(event).toMatchObject({
      clOrdId: first,
      strategy: 't',
      execType: 'Trade',
      ordStatus: 'Canceled',
      lastQty: 10,
    });
    expect(event).toMatchObject({
      cumQty: 50,
      leavesQty: 0,
      quantity: 100,
      code: 'ORDER_FILL_LATE',
      venueOrderId: 'v7',
    });
    expect(eventAveragePrice(event)).toBe('50.10');
    expect(riskOf(desk.engine).tree.cashOf('A')).toBe(cash());
  });

  it('is known though the order was refused, and left memory after the fill', () => {
    desk = new Desk({ maxClosedOrders: 1 });
    const { clOrdId } = desk.submit({ strategy: 't', reduceOnly: true });
    desk.fill(clOrdId, 7, 5_000, { execId: 'f1' });
    for (let i = 0; i < 2; i++) desk.fill(desk.working(), 100, 5_000);
    expect(desk.state(clOrdId, 't')).toBe('unknown');
    desk.fill(clOrdId, 7, 5_000, { execId: 'f1' });
    desk.fill(clOrdId, 3, 5_000, { execId: 'f2' });
    expect(desk.engine.portfolio.position('A', 't', IBM.key)?.quantity).toBe(10);
    expect(desk.lastEvent()).toMatchObject({ clOrdId, lastQty: 3, cumQty: 10 });
  });

  it('is found by the id of its last accepted replace', () => {
    desk = new Desk({ maxClosedOrders: 1 });
    const first = desk.working();
    desk.replace(first, { quantity: '50' });
    const request = desk.effects.at(-1);
    const replaceId = request?.kind === 'replace' ? request.replaceId : '';
    desk.report('Replaced', replaceId);
    desk.report('Canceled', replaceId);
    for (let i = 0; i < 2; i++) desk.fill(desk.working(), 100, 5_000);
    desk.fill(replaceId, 5, 5_000);
    expect([held(), desk.alarms()]).toEqual([205, ['ORDER_FILL_LATE']]);
    expect(desk.lastEvent()).toMatchObject({ clOrdId: first, requestId: replaceId });
  });

  it('without an id counts by the venue’s sum, and is an anomaly without that', () => {
    const first = gone();
    desk.fill(first, 40, 5_000, { execId: '', cumQty: 40 });
    expect(desk.alarms()).toEqual([]);
    desk.fill(first, 10, 5_000, { execId: '', cumQty: 50 });
    desk.fill(first, 10, 5_000, { execId: '' });
    expect(desk.alarms()).toEqual(['ORDER_FILL_LATE', 'ORDER_UNKNOWN']);
    expect(desk.engine.portfolio.position('A', 't', IBM.key)?.quantity).toBe(50);
  });

  it('of another broker, of no quantity, or of an order forgotten altogether is an anomaly', () => {
    const first = gone();
    const report = { clOrdId: first, execId: 'x', execType: 'Trade', lastQty: 1, lastPx: 1, us: 0, ns: 0 } as const;
    desk.take(desk.engine.onReport('other', report, desk.now));
    desk.fill(first, 0, 5_000);
    for (let i = 0; i < 3; i++) desk.fill(desk.working(), 100, 5_000);
    desk.fill(first, 10, 5_000);
    expect(desk.alarms()).toEqual(['ORDER_UNKNOWN', 'ORDER_UNKNOWN', 'ORDER_UNKNOWN']);
    expect(desk.engine.portfolio.position('A', 't', IBM.key)?.quantity).toBe(40);
  });
});
