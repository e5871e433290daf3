import { describe, expect, it } from '@jest/globals';
import {
  GUARD_MS,
  openTicket,
  reduceTicket,
  type Outcome,
  type TicketEvent,
  type TicketState,
} from './ticket-state.js';
import { presetSizes, readTerms } from './terms.js';

const draft = {
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '10',
  stopPrice: '',
  trailBy: '',
  goodTill: '',
  postOnly: false,
  reduceOnly: false,
  exits: false,
  takeProfit: '',
  stopLoss: '',
} as const;
const placed: Outcome = { kind: 'placed', text: 'working' };
const unknown: Outcome = { kind: 'unknown', text: 'not known' };

const after = (events: readonly TicketEvent[], from: TicketState = openTicket(draft, 'a')): TicketState =>
  events.reduce(reduceTicket, from);
const submit = (now: number, confirm = false): TicketEvent => ({ type: 'submit', now, confirm });
const final = (clientOrderId: string, nextId: string): TicketEvent => ({
  type: 'final',
  clientOrderId,
  outcome: placed,
  nextId,
});

describe('the ticket', () => {
  it('sends once for two Enters while the first is on its way', () => {
    const sending = after([submit(0)]);
    expect(sending).toMatchObject({ phase: 'sending', clientOrderId: 'a' });
    expect(reduceTicket(sending, submit(5))).toBe(sending);
  });

  it('sends once for two Enters even when the answer comes in between', () => {
    const answered = after([submit(0), final('a', 'b')]);
    expect(answered).toMatchObject({ phase: 'editing', clientOrderId: 'b', outcome: placed });
    expect(reduceTicket(answered, submit(GUARD_MS - 1)).phase).toBe('editing');
    expect(reduceTicket(answered, submit(GUARD_MS)).phase).toBe('sending');
  });

  it('takes a changed ticket for a new order at once', () => {
    const next = after([submit(0), final('a', 'b'), { type: 'edit', change: { quantity: '2' } }, submit(10)]);
    expect(next).toMatchObject({ phase: 'sending', clientOrderId: 'b' });
  });

  it('keeps the id of what never reached the OMS', () => {
    const outcome: Outcome = { kind: 'refused', text: 'too many requests' };
    expect(after([submit(0), { type: 'unsent', clientOrderId: 'a', outcome }])).toMatchObject({
      phase: 'editing',
      clientOrderId: 'a',
      outcome,
    });
  });

  it('sends nothing while an outcome is unknown, until it is found or taken note of', () => {
    const lost = after([submit(0), { type: 'unknown', clientOrderId: 'a', outcome: unknown }]);
    expect(lost).toMatchObject({ phase: 'unknown', clientOrderId: 'a' });
    expect(after([submit(10_000), { type: 'edit', change: { quantity: '5' } }], lost)).toEqual(lost);
    expect(after([final('a', 'b')], lost)).toMatchObject({ phase: 'editing', clientOrderId: 'b', outcome: placed });
    expect(after([{ type: 'acknowledge', nextId: 'c' }], lost)).toMatchObject({ phase: 'editing', clientOrderId: 'c' });
  });

  it('takes no answer for another order', () => {
    const sending = after([submit(0)]);
    expect(reduceTicket(sending, final('z', 'b'))).toBe(sending);
  });

  it('asks first where a person wants it, and Enter twice in a blink is no yes', () => {
    const asked = after([submit(0, true)]);
    expect(asked.phase).toBe('confirming');
    expect(reduceTicket(asked, { type: 'confirm', now: 5 })).toBe(asked);
    expect(reduceTicket(asked, { type: 'confirm', now: GUARD_MS }).phase).toBe('sending');
    expect(reduceTicket(asked, { type: 'back' }).phase).toBe('editing');
  });
});

describe('the terms of a ticket', () => {
  const instrument = { tickSize: '0.01', lotSize: '0.001', minQuantity: '0.001', maxQuantity: '100' } as never;
  const read = (quantity: string, price: string, type: 'LIMIT' | 'MARKET' = 'LIMIT') =>
    readTerms({ ...draft, type, quantity, price }, instrument);

  it('are exact and on the grid', () => {
    expect(read('1,0', '64,000.1')).toMatchObject({ ok: true, terms: { quantity: '10.000', price: '64000.10' } });
    expect(read('0.5', '', 'MARKET')).toEqual({ ok: true, terms: { quantity: '0.500' } });
    expect(read('0.0005', '1')).toMatchObject({ ok: false, field: 'quantity' });
    expect(read('101', '1')).toMatchObject({ ok: false, field: 'quantity' });
    expect(read('0', '1')).toMatchObject({ ok: false, field: 'quantity' });
    expect(read('1', '1.005')).toMatchObject({
      ok: false,
      field: 'price',
      message: 'Price must be a multiple of 0.01',
    });
    expect(read('1', 'x')).toMatchObject({ ok: false, field: 'price' });
  });

  it('have the prices of their type, and only those', () => {
    const typed = { ...draft, stopPrice: '9.5', trailBy: '0.25', reduceOnly: true, postOnly: true } as const;
    const of = (change: Partial<Parameters<typeof readTerms>[0]>) => readTerms({ ...typed, ...change }, instrument);
    expect(of({ type: 'STOP' })).toEqual({
      ok: true,
      terms: { quantity: '1.000', stopPrice: '9.50', reduceOnly: true },
    });
    expect(of({ type: 'STOP_LIMIT' })).toMatchObject({ terms: { price: '10.00', stopPrice: '9.50' } });
    expect(of({ type: 'TRAILING_STOP' })).toMatchObject({ terms: { trailBy: '0.25' } });
    expect(of({})).toEqual({
      ok: true,
      terms: { quantity: '1.000', price: '10.00', postOnly: true, reduceOnly: true },
    });
    expect(of({ timeInForce: 'IOC' })).not.toHaveProperty('terms.postOnly');
    expect(of({ type: 'STOP', stopPrice: '9.505' })).toMatchObject({ ok: false, field: 'stopPrice' });
    expect(of({ timeInForce: 'GTD' })).toMatchObject({ ok: false, field: 'goodTill' });
    const end = '2030-01-01T10:00';
    expect(of({ timeInForce: 'GTD', goodTill: end })).toMatchObject({ terms: { goodTillTime: Date.parse(end) } });
  });

  it('offers round sizes', () => {
    expect(presetSizes(instrument, 100)).toEqual(['10.000', '20.000', '50.000', '100.000', '250.000']);
  });
});
