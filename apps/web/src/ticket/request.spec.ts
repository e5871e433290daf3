import { describe as group, expect, it } from '@jest/globals';
import { describe, listOf, requestOf } from './request.js';
import { openTicket, type Draft } from './ticket-state.js';

const instrument = {
  venue: 'sim',
  symbol: 'BTCUSD',
  tickSize: '0.01',
  lotSize: '0.001',
  minQuantity: '0.001',
  maxQuantity: '100',
} as never;
const draft: Draft = {
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'DAY',
  quantity: '0.5',
  price: '60000',
  stopPrice: '',
  trailBy: '',
  goodTill: '',
  postOnly: true,
  reduceOnly: false,
  exits: true,
  takeProfit: '63000',
  stopLoss: '58500',
};
const request = (change: Partial<Draft> = {}) => {
  const made = requestOf(openTicket({ ...draft, ...change }, 'mine'), 'SIM', instrument);
  if (made === undefined) throw new Error('the draft is wrong');
  return made;
};
const terms = { venue: 'sim', symbol: 'BTCUSD', quantity: '0.500' };

group('what a ticket sends', () => {
  it('is a bracket with both exits: on the other side, of the same quantity, until they end', () => {
    const exit = { ...terms, side: 'SELL', timeInForce: 'GTC' };
    expect(listOf(request())).toEqual({
      clientOrderId: 'mine',
      account: 'SIM',
      kind: 'BRACKET',
      orders: [
        { ...terms, role: 'ENTRY', side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', price: '60000.00', postOnly: true },
        { ...exit, role: 'TAKE_PROFIT', type: 'LIMIT', price: '63000.00' },
        { ...exit, role: 'STOP_LOSS', type: 'STOP', stopPrice: '58500.00' },
      ],
    });
  });

  it('is an OTO with one', () => {
    const sold = request({ side: 'SELL', takeProfit: '', stopLoss: '61000', price: '60000' });
    expect(listOf(sold)).toMatchObject({
      kind: 'OTO',
      orders: [
        { role: 'ENTRY', side: 'SELL' },
        { role: 'CHILD', side: 'BUY', type: 'STOP', stopPrice: '61000.00', quantity: '0.500' },
      ],
    });
  });

  it('is an order without exits, and nothing at all while something is wrong', () => {
    expect(request({ exits: false })).toMatchObject({ order: { clientOrderId: 'mine', price: '60000.00' }, exits: [] });
    const wrong = openTicket({ ...draft, stopLoss: '61000' }, 'mine');
    expect(requestOf(wrong, 'SIM', instrument)).toBeUndefined();
  });

  it('is told in words', () => {
    expect(describe(request())).toBe('Buy 0.5 BTCUSD at 60,000.00, take-profit 63,000.00, stop-loss 58,500.00');
    expect(describe(request({ exits: false, type: 'STOP', stopPrice: '61000' }))).toBe(
      'Buy 0.5 BTCUSD at market once 61,000.00 trades',
    );
  });
});
