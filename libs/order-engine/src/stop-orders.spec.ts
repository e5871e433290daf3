import { describe, expect, it } from '@jest/globals';
import { ORDER_TYPES, TIMES_IN_FORCE } from '@bourseworks/domain';
import { RiskBuilder } from '@bourseworks/risk';
import { Desk, IBM, riskOf, type DeskOptions } from '../test/desk.js';
import type { SubmitCommand } from './commands.js';

const capabilities = {
  orderTypes: ORDER_TYPES,
  timesInForce: TIMES_IN_FORCE,
  instructions: ['POST_ONLY', 'ICEBERG'],
} as const;
const deskOf = (options: DeskOptions = {}): Desk => new Desk({ capabilities, ...options });

const STOP = { type: 'STOP', price: undefined, stopPrice: '52.00', timeInForce: 'GTC' } as const;
const STOP_LIMIT = { ...STOP, type: 'STOP_LIMIT', price: '52.50' } as const;
const TRAILING = { type: 'TRAILING_STOP', price: undefined, trailBy: '1.00', timeInForce: 'GTC' } as const;

const reservedPx = (desk: Desk): number | undefined => desk.engine.openOrders().at(-1)?.reservePx;
const lastSent = (desk: Desk) => {
  const sent = desk.effects.filter((effect) => effect.kind === 'send' || effect.kind === 'replace').at(-1);
  return sent?.kind === 'send' ? sent.order.terms : sent?.kind === 'replace' ? sent.terms : undefined;
};

describe('the life of a stop order', () => {
  it.each([
    ['STOP', STOP],
    ['STOP_LIMIT', STOP_LIMIT],
    ['TRAILING_STOP', TRAILING],
  ] as const)('%s: accepted, triggered, filled', (_type, order) => {
    const desk = deskOf();
    const id = desk.working(order);
    expect(desk.state(id)).toBe('New/Acknowledged 0+100');
    expect(desk.lastEvent()).toMatchObject({ triggered: false });
    desk.report('Restated', id, { triggered: true, reason: 'triggered' });
    expect(desk.lastEvent()).toMatchObject({ execType: 'Restated', triggered: true, ordStatus: 'New' });
    desk.fill(id, 40, 5_200);
    desk.fill(id, 60, 5_210);
    expect(desk.state(id)).toBe('Filled/Acknowledged 100+0');
    expect(desk.alarms()).toEqual([]);
    desk.replayed();
  });

  it('is filled by a venue that does not say when it triggered', () => {
    const desk = deskOf();
    const id = desk.working(STOP);
    desk.fill(id, 40, 5_200);
    expect(desk.engine.openOrders()).toMatchObject([{ triggered: true, type: 'STOP' }]);
    desk.replayed();
  });

  it('is cancelled before its trigger, and reserves nothing then', () => {
    const desk = deskOf();
    const id = desk.working(STOP);
    desk.cancel(id);
    desk.report('Canceled', id);
    expect(desk.state(id)).toBe('Canceled/Acknowledged 0+0');
    expect(desk.engine.reserved('A').openOrders).toBe(0);
    desk.replayed();
  });

  it('takes another trigger, distance and display size by a replace', () => {
    const desk = deskOf();
    const stop = desk.working(STOP);
    expect(desk.replace(stop, { stopPrice: '53.00' }).code).toBeUndefined();
    expect(lastSent(desk)).toMatchObject({ type: 'STOP', instructions: { stopPrice: 5_300 } });
    expect(desk.engine.openOrders()).toMatchObject([{ instructions: { stopPrice: 5_200 } }]);
    desk.report('Replaced', stop);
    expect(desk.engine.openOrders()).toMatchObject([{ instructions: { stopPrice: 5_300 }, reservePx: 5_300 }]);
    const trailing = desk.working(TRAILING);
    desk.replace(trailing, { trailBy: '2.00', quantity: '50' });
    desk.report('Replaced', trailing);
    expect(desk.lastEvent()).toMatchObject({ quantity: 50, instructions: { trailBy: 200, stopPrice: 0 } });
    const iceberg = desk.working({ displayQty: '10', timeInForce: 'GTC' });
    desk.replace(iceberg, { displayQty: '0' });
    expect(lastSent(desk)?.instructions).toBeUndefined();
    desk.report('Replaced', iceberg);
    expect(desk.lastEvent()).toMatchObject({ instructions: { displayQty: 0 } });
    desk.replayed();
  });

  it('keeps its instructions when a replace of them is refused, or of something else accepted', () => {
    const desk = deskOf();
    const id = desk.working(STOP);
    desk.replace(id, { stopPrice: '53.00' });
    desk.report('ReplaceRejected', id);
    expect(desk.lastEvent()).toMatchObject({ instructions: { stopPrice: 5_200 } });
    desk.replace(id, { quantity: '70' });
    desk.report('Replaced', id);
    expect(desk.lastEvent()).toMatchObject({ quantity: 70, instructions: { stopPrice: 5_200 } });
    desk.replayed();
  });

  it('refuses what a replace cannot ask of it', () => {
    const desk = deskOf();
    const stop = desk.working(STOP_LIMIT);
    expect(desk.replace(stop, { trailBy: '1' }).code).toBe('ORDER_TERMS_INVALID');
    expect(desk.replace(stop, { stopPrice: '53.001' }).code).toBe('PRICE_OFF_TICK');
    expect(desk.replace(stop, { goodTillUs: desk.now + 1 }).code).toBe('ORDER_TERMS_INVALID');
    expect(desk.replace(stop, {}).code).toBe('BAD_REQUEST');
    desk.report('Restated', stop, { triggered: true });
    expect(desk.replace(stop, { stopPrice: '53' }).code).toBe('ORDER_TERMS_INVALID');
    expect(desk.replace(stop, { price: '53' }).code).toBeUndefined();
  });

  it('extends a GTD order, which lives on after the end of a day', () => {
    const desk = deskOf();
    const id = desk.working({ timeInForce: 'GTD', goodTillUs: desk.now + 1_000 });
    desk.replace(id, { goodTillUs: desk.now + 5_000 });
    desk.report('Replaced', id);
    expect(desk.lastEvent()).toMatchObject({ instructions: { goodTillUs: desk.now + 5_000 } });
    desk.report('DoneForDay', id);
    expect(desk.engine.openOrders()).toHaveLength(1);
    desk.report('New', id);
    desk.report('Expired', id);
    expect(desk.state(id)).toBe('Expired/Acknowledged 0+0');
    desk.replayed();
  });
});

describe('what a stop order reserves', () => {
  const collar = RiskBuilder.for('firm').priceCollar({ bps: 100 }).build();
  const asked = (order: Partial<SubmitCommand>) => {
    const desk = deskOf({ risk: collar });
    riskOf(desk.engine).mark(IBM, { bid: 5_000, ask: 5_010 }, desk.now);
    return [desk.submit(order).code ?? 'taken', reservedPx(desk)];
  };

  it.each<[string, Partial<SubmitCommand>, unknown]>([
    ['a buy at its trigger and the collar', STOP, ['taken', 5_252]],
    ['a buy whose trigger is behind, at the market', { ...STOP, stopPrice: '40.00' }, ['taken', 5_060]],
    [
      'a sale at the market: it never gets less than it counts',
      { ...STOP, side: 'SELL', stopPrice: '40' },
      ['taken', 5_050],
    ],
    ['a stop-limit at its limit', STOP_LIMIT, ['taken', 5_250]],
    ['a trailing buy at its distance from the market', TRAILING, ['taken', 5_161]],
    ['a trailing buy at its first trigger', { ...TRAILING, stopPrice: '54.00' }, ['taken', 5_454]],
  ])('%s', (_what, order, expected) => {
    expect(asked(order)).toEqual(expected);
  });

  it('holds the limit of a stop-limit against its trigger, not against the market', () => {
    expect(asked({ ...STOP_LIMIT, stopPrice: '70.00', price: '70.50' })[0]).toBe('taken');
    expect(asked({ ...STOP_LIMIT, stopPrice: '70.00', price: '71.00' })[0]).toBe('RISK_PRICE_COLLAR');
    expect(asked({ ...STOP_LIMIT, side: 'SELL', stopPrice: '30.00', price: '29.00' })[0]).toBe('RISK_PRICE_COLLAR');
  });

  it('caps the notional at the trigger', () => {
    const desk = deskOf({ risk: RiskBuilder.for('firm').maxOrderNotional('5000').build() });
    riskOf(desk.engine).mark(IBM, { bid: 4_000, ask: 4_010 }, desk.now);
    expect(desk.submit({ ...STOP, stopPrice: '50.00' }).code).toBeUndefined();
    expect(desk.submit({ ...STOP, stopPrice: '50.01' }).code).toBe('RISK_ORDER_NOTIONAL');
  });

  it('has no notional without any price to go by', () => {
    expect(deskOf().submit(TRAILING).code).toBeUndefined();
  });
});

describe('own orders on both sides', () => {
  it('leaves a stop alone that is not in the book yet', () => {
    const desk = deskOf();
    const stop = desk.working({ ...STOP_LIMIT, side: 'BUY' });
    expect(desk.submit({ side: 'SELL', price: '52.00' }).code).toBeUndefined();
    desk.cancel(desk.lastEvent().clOrdId);
    desk.report('Restated', stop, { triggered: true });
    expect(desk.submit({ side: 'SELL', price: '52.40' }).code).toBe('RISK_SELF_TRADE');
    desk.replayed();
  });

  it('lets a stop pass that would meet an own order only once it is triggered', () => {
    const desk = deskOf();
    desk.working({ side: 'SELL', price: '51.00' });
    expect(desk.submit(STOP).code).toBeUndefined();
    expect(desk.replace(desk.working(STOP_LIMIT), { price: '60' }).code).toBeUndefined();
  });

  it('lets a post-only order pass, which the venue refuses sooner than it trades, and guards it once it rests', () => {
    const desk = deskOf();
    desk.working({ side: 'SELL', price: '51.00' });
    const maker = desk.working({ side: 'BUY', price: '51.50', postOnly: true });
    expect(lastSent(desk)?.instructions).toMatchObject({ postOnly: true });
    expect(desk.submit({ side: 'SELL', price: '51.20' }).code).toBe('RISK_SELF_TRADE');
    expect(desk.replace(maker, { price: '52.00' }).code).toBeUndefined();
    desk.replayed();
  });
});

describe('internal crossing', () => {
  const held = (order: Partial<SubmitCommand>): boolean => {
    const policyOf = () => ({ mode: 'CROSS', holdUs: 1_000, maxQuoteAgeUs: 1_000 }) as const;
    const desk = deskOf({ crossing: { policyOf } });
    desk.submit(order);
    return desk.engine.openOrders()[0].held;
  };

  it.each<[string, Partial<SubmitCommand>, boolean]>([
    ['holds a limit order', {}, true],
    ['holds an iceberg', { displayQty: '10' }, true],
    ['does not hold a stop', STOP, false],
    ['does not hold a stop-limit', STOP_LIMIT, false],
    ['does not hold a post-only order', { postOnly: true }, false],
    ['does not hold an order for the auction', { timeInForce: 'OPG' }, false],
  ])('%s', (_what, order, expected) => {
    expect(held(order)).toBe(expected);
  });
});
