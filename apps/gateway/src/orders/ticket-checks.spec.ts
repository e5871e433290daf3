import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import type { Ticket } from './order-types.js';
import { instructionsShape } from './instructions.dto.js';
import { checkTerms } from './ticket-checks.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'X',
    assetClass: 'equity',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
);
const base = { clientOrderId: 'c', account: 'A', venue: 'v', symbol: 'X', side: 'BUY', quantity: '10' } as const;
const problems = (ticket: Partial<Ticket>): string[] =>
  checkTerms({ ...base, type: 'LIMIT', timeInForce: 'GTC', ...ticket }, instrument).map(({ code }) => code);

describe('what the terms of a ticket break', () => {
  it.each<[string, Partial<Ticket>, string[]]>([
    ['a stop', { type: 'STOP', stopPrice: '10.01' }, []],
    ['a stop without a trigger', { type: 'STOP' }, ['PRICE_INVALID']],
    ['a stop with a limit', { type: 'STOP', stopPrice: '10', price: '10' }, ['PRICE_INVALID']],
    ['a stop-limit', { type: 'STOP_LIMIT', stopPrice: '10', price: '10.5' }, []],
    ['a stop-limit off the tick', { type: 'STOP_LIMIT', stopPrice: '10.001', price: '10' }, ['PRICE_OFF_TICK']],
    ['a trailing stop', { type: 'TRAILING_STOP', trailBy: '0.5' }, []],
    ['a trailing stop from a trigger on', { type: 'TRAILING_STOP', trailBy: '0.5', stopPrice: '9' }, []],
    ['a trailing stop of no distance', { type: 'TRAILING_STOP' }, ['PRICE_INVALID']],
    ['a limit with a trigger', { price: '10', stopPrice: '9' }, ['PRICE_INVALID']],
    ['a market order with a distance', { type: 'MARKET', trailBy: '1' }, ['PRICE_INVALID']],
    ['an iceberg', { price: '10', displayQty: '2' }, []],
    ['an iceberg that shows all', { price: '10', displayQty: '10' }, ['QUANTITY_INVALID']],
    ['an iceberg off the lot', { price: '10', displayQty: '1.5' }, ['QUANTITY_OFF_LOT']],
    ['a GTD order', { price: '10', timeInForce: 'GTD', goodTillTime: 1 }, []],
    ['a GTD order without its end', { price: '10', timeInForce: 'GTD' }, ['ORDER_TERMS_INVALID']],
    ['an end of another order', { price: '10', goodTillTime: 1 }, ['ORDER_TERMS_INVALID']],
  ])('%s', (_what, ticket, expected) => {
    expect(problems(ticket)).toEqual(expected);
  });

  it('go to the OMS as it takes them: times in nanoseconds, nothing that was left out', () => {
    expect(instructionsShape({ stopPrice: '1', postOnly: true, goodTillTime: 1_700_000_000_123 })).toEqual({
      stopPrice: '1',
      postOnly: true,
      goodTillTime: '1700000000123000000',
    });
    expect(instructionsShape({})).toEqual({});
  });
});
