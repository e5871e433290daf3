import { afterEach, describe, expect, it } from '@jest/globals';
import { RiskBuilder } from '@bourseworks/risk';
import { Desk, MONEY } from '../test/desk.js';
import type { SubmitCommand } from './index.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

describe('submit', () => {
  it('journals an Intent with its instrument, publishes it, and sends', () => {
    const decision = desk.take(desk.engine.submit(desk.order({ reason: 'spread wide' }), desk.now));
    expect(decision.records.map(({ type, sequence }) => `${type} ${sequence}`)).toEqual(['Instrument 2', 'Intent 3']);
    expect(decision.reply).toMatchObject({
      clOrdId: 'test-s-1-1',
      ordStatus: 'PendingNew',
      state: 'Intent',
      sequence: 3,
      duplicate: false,
    });
    expect(decision.effects.map(({ kind, sequence }) => `${kind} ${sequence}`)).toEqual(['event 3', 'send 3']);
    expect(decision.effects[1]).toMatchObject({
      adapter: 'sim',
      order: {
        clOrdId: 'test-s-1-1',
        account: 'A',
        terms: { side: 'BUY', type: 'LIMIT', quantity: 100, price: 5_000 },
        sentUs: desk.now,
      },
    });
    expect(desk.lastEvent()).toMatchObject({
      execType: 'PendingNew',
      streamSequence: 1,
      quantity: 100,
      leavesQty: 100,
      reason: 'spread wide',
    });
    expect(desk.engine.reserved('A', 's')).toEqual({ notional: 5_000n * MONEY, openOrders: 1 });
  });

  it('takes units as well as decimal texts, and journals an instrument once', () => {
    expect(desk.submit({ quantity: 100, price: 5_000 }).code).toBeUndefined();
    expect(desk.submit({ symbol: 'BTC-USD', quantity: '0.12345', price: '60000.5' }).code).toBeUndefined();
    expect(desk.lastEvent()).toMatchObject({ quantity: 12_345, price: 6_000_050 });
    desk.submit();
    expect(desk.journal.filter(({ type }) => type === 'Instrument')).toHaveLength(2);
  });

  const refused: [string, Partial<SubmitCommand>, string][] = [
    ['an unknown venue', { venue: 'mars' }, 'VENUE_UNKNOWN'],
    ['an unknown symbol', { symbol: 'XXX' }, 'INSTRUMENT_UNKNOWN'],
    ['an unknown account', { account: 'Z' }, 'ACCOUNT_UNKNOWN'],
    ['another currency', { symbol: 'DAX', price: '15000' }, 'ACCOUNT_CURRENCY'],
    ['a price inside the tick', { price: '50.005' }, 'PRICE_OFF_TICK'],
    ['units inside the tick', { symbol: 'DAX', price: 5 }, 'ACCOUNT_CURRENCY'],
    ['a negative price', { price: '-50' }, 'PRICE_INVALID'],
    ['no price', { price: undefined }, 'PRICE_INVALID'],
    ['a price that is no number', { price: 'cheap' }, 'PRICE_INVALID'],
    ['a price on a market order', { type: 'MARKET' }, 'PRICE_INVALID'],
    ['a quantity inside the lot', { quantity: '1.5' }, 'QUANTITY_OFF_LOT'],
    ['units that are not whole', { quantity: 1.5 }, 'QUANTITY_INVALID'],
    ['a quantity of 0', { quantity: '0' }, 'QUANTITY_INVALID'],
    ['a negative quantity', { quantity: -5 }, 'QUANTITY_INVALID'],
    ['more than the maximum', { quantity: '100001' }, 'QUANTITY_INVALID'],
    ['a time in force the venue lacks', { timeInForce: 'FOK' }, 'ORDER_TYPE_UNSUPPORTED'],
    ['an expired request', { sentUs: 1 }, 'ORDER_EXPIRED'],
    ['one expired by its own time', { expireUs: 1 }, 'ORDER_EXPIRED'],
  ];
  it.each(refused)('denies %s by an event with its code', (_name, change, code) => {
    const reply = desk.submit(change);
    expect(reply).toMatchObject({ code, ordStatus: 'Rejected', state: 'Denied', duplicate: false });
    expect(desk.lastEvent()).toMatchObject({
      execType: 'Denied',
      ordStatus: 'Rejected',
      code,
      clOrdId: reply.clOrdId,
      streamSequence: 1,
    });
    expect(desk.effects.some(({ kind }) => kind === 'send')).toBe(false);
    expect(desk.engine.status({ account: change.account ?? 'A', strategy: 's', clOrdId: reply.clOrdId })?.code).toBe(
      code,
    );
    expect(desk.engine.reserved('A').openOrders).toBe(0);
  });

  it('names tick, lot and bounds as the decimals that people use', () => {
    expect(desk.submit({ price: '50.005' }).reason).toBe('price 50.005 is not a multiple of the tick, 0.01');
    expect(desk.submit({ quantity: '1.5' }).reason).toBe('quantity 1.5 is not a multiple of the lot, 1');
    expect(desk.submit({ quantity: '100001' }).reason).toBe('quantity 100001 is outside 1 to 100000');
  });

  it('shows the texts of a command whose numbers could not be read', () => {
    desk.submit({ symbol: 'XXX', quantity: '7', price: '8' });
    expect(desk.lastEvent()).toMatchObject({
      instrument: undefined,
      quantity: 0,
      quantityText: '7',
      priceText: '8',
      symbol: 'XXX',
    });
    desk.submit({ price: 'cheap' });
    expect(desk.lastEvent()).toMatchObject({ quantity: 100, quantityText: undefined, priceText: 'cheap' });
  });

  it('denies by risk with limit, observed and scope in a risk event', () => {
    desk = new Desk({ risk: RiskBuilder.for('account', 'A').maxOrderQuantity('50').build(4) });
    expect(desk.submit()).toMatchObject({ code: 'RISK_ORDER_QUANTITY' });
    expect(desk.effects.at(-1)).toMatchObject({
      kind: 'risk',
      event: {
        code: 'RISK_ORDER_QUANTITY',
        scope: 'account',
        id: 'A',
        limit: '50',
        observed: '100',
        ruleVersion: 4,
        commandId: 's-1-1',
      },
    });
  });

  it('takes no orders for an account that reconciles, or at all when stopped; cancels pass', () => {
    const clOrdId = desk.working();
    desk.engine.setIntake('A', 'RECONCILING');
    expect(desk.submit().code).toBe('OMS_RECONCILING');
    // Until its broker is asked the OMS knows no instruments: that must not be told as a lasting refusal.
    expect(desk.submit({ symbol: 'XXX' }).code).toBe('OMS_RECONCILING');
    expect(desk.submit({ account: 'B', price: '1' }).code).toBeUndefined();
    desk.engine.setIntake('*', 'STOPPED');
    expect(desk.submit({ account: 'B', price: '1' }).code).toBe('OMS_STOPPED');
    expect(desk.replace(clOrdId, { price: '49' }).code).toBe('OMS_STOPPED');
    expect(desk.cancel(clOrdId).code).toBeUndefined();
    desk.engine.setIntake('*', 'OPEN');
    desk.engine.setIntake('A', 'OPEN');
    expect(desk.submit().code).toBeUndefined();
  });

  it('bounds open orders and streams', () => {
    desk = new Desk({ maxOpenOrders: 1, maxStreams: 2 });
    expect(desk.submit().code).toBeUndefined();
    expect(desk.submit().code).toBe('RISK_OPEN_ORDERS');
    expect(desk.submit({ strategy: 't' }).code).toBe('RISK_OPEN_ORDERS');
    const before = desk.journal.length;
    expect(desk.submit({ strategy: 'u' }).code).toBe('BAD_REQUEST');
    expect(desk.submit({ commandId: 'x'.repeat(201) }).code).toBe('BAD_REQUEST');
    expect(desk.submit({ commandId: 'x\ud800' }).code).toBe('BAD_REQUEST');
    expect(desk.journal).toHaveLength(before);
  });
});
