import { describe, expect, it } from '@jest/globals';
import { readExits, type TypedExits } from './exits.js';

const instrument = { tickSize: '0.5', lotSize: '1', minQuantity: '1', maxQuantity: '100' } as never;
const typed: TypedExits = {
  side: 'BUY',
  type: 'LIMIT',
  price: '100',
  stopPrice: '',
  reduceOnly: false,
  exits: true,
  takeProfit: '',
  stopLoss: '',
};
const read = (change: Partial<TypedExits>, market?: string) => readExits({ ...typed, ...change }, instrument, market);

describe('the exits of a ticket', () => {
  it('are none where they are not asked for, whatever is left in their fields', () => {
    expect(read({ exits: false, takeProfit: 'x', stopLoss: '1' })).toEqual({ ok: true, exits: [] });
  });

  it('are one of them or both, exact', () => {
    const profit = { role: 'TAKE_PROFIT', price: '1100.0' };
    const loss = { role: 'STOP_LOSS', price: '99.5' };
    expect(read({ takeProfit: '1,100', stopLoss: '99.5' })).toEqual({ ok: true, exits: [profit, loss] });
    expect(read({ takeProfit: '1100' })).toEqual({ ok: true, exits: [profit] });
    expect(read({ stopLoss: '99.5' })).toEqual({ ok: true, exits: [loss] });
    expect(read({})).toMatchObject({ ok: false, field: 'exits' });
    expect(read({ takeProfit: ' ', stopLoss: ' ' })).toMatchObject({ ok: false, field: 'exits' });
  });

  it.each<[string, Partial<TypedExits>, string, string]>([
    ['what is no price', { takeProfit: 'x' }, 'takeProfit', 'Enter a take-profit'],
    ['a price beside the grid', { stopLoss: '99.7' }, 'stopLoss', 'Stop-loss must be a multiple of 0.5'],
    ['a profit below the limit', { takeProfit: '99' }, 'takeProfit', 'Take-profit must be above 100.0'],
    ['a loss at the limit', { stopLoss: '100' }, 'stopLoss', 'Stop-loss must be below 100.0'],
    ['a profit above a sale', { side: 'SELL', takeProfit: '101' }, 'takeProfit', 'Take-profit must be below 100.0'],
    ['a loss below a sale', { side: 'SELL', stopLoss: '99' }, 'stopLoss', 'Stop-loss must be above 100.0'],
    [
      'a loss above the trigger of the order',
      { type: 'STOP_LIMIT', stopPrice: '90', price: '110', stopLoss: '95' },
      'stopLoss',
      'Stop-loss must be below 90.0',
    ],
    [
      'an order that only reduces',
      { reduceOnly: true, takeProfit: '110' },
      'exits',
      'A reduce-only order opens nothing',
    ],
  ])('refuses %s, and says what would be right', (_name, change, field, message) => {
    const wrong = read(change);
    expect(wrong).toMatchObject({ ok: false, field });
    expect('message' in wrong ? wrong.message : '').toContain(message);
  });

  it('of an order at the market stand on both sides of it; without one at least not the wrong way round', () => {
    const market = { type: 'MARKET', takeProfit: '98', stopLoss: '97' } as const;
    expect(read(market, '97.25')).toMatchObject({ ok: true });
    expect(read(market, '98.25')).toMatchObject({ ok: false, message: 'Take-profit must be above 98.25' });
    expect(read(market, '96.75')).toMatchObject({ ok: false, message: 'Stop-loss must be below 96.75' });
    expect(read(market)).toMatchObject({ ok: true });
    expect(read({ ...market, side: 'SELL' })).toMatchObject({ ok: false, field: 'takeProfit' });
    expect(read({ ...market, takeProfit: '97' })).toMatchObject({ ok: false, field: 'takeProfit' });
  });
});
