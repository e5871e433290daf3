import { describe, expect, it } from '@jest/globals';
import type { OrderInstructions, OrderTerms } from '@bourseworks/domain';
import { Desk, IBM, MONEY } from '../../test/desk.js';

const NONE = { stopPrice: 0, trailBy: 0, displayQty: 0, postOnly: false, reduceOnly: false, goodTillUs: 0 };
const capabilities = { orderTypes: ['MARKET', 'LIMIT', 'STOP', 'TRAILING_STOP'], instructions: ['ICEBERG'] } as const;

/** A desk whose broker states an order of 100 that was not placed there. */
function adopted(terms: Partial<OrderTerms>, instructions: Partial<OrderInstructions> = {}) {
  const desk = new Desk({ capabilities });
  desk.engine.onMark(IBM, { bid: 5_000, ask: 5_002 }, desk.now);
  const plain = { side: 'SELL', type: 'STOP', timeInForce: 'GTC', quantity: 100, price: 0 } as const;
  const asked: OrderTerms = { ...plain, ...terms, instructions: { ...NONE, ...instructions } };
  const found = { clOrdId: 'venue-1', venueOrderId: 'v1', cumQty: 0, leavesQty: 100, open: true } as const;
  const { decision, why } = desk.engine.outside.adopt(
    'sim',
    'A',
    { ...found, instrument: IBM, terms: asked },
    desk.now,
  );
  desk.take(decision);
  return { desk, why };
}

const dollars = (desk: Desk) => Number(desk.engine.reserved('A', 'outside').notional / (MONEY / 100n)) / 100;

describe('an order that was placed outside', () => {
  it.each([
    ['a sell stop at the market, as the dearest it may meet', {}, { stopPrice: 4_500 }, 5_000],
    ['a buy stop at its trigger', { side: 'BUY' }, { stopPrice: 5_500 }, 5_500],
    ['a trailing stop by its distance', { side: 'BUY', type: 'TRAILING_STOP' }, { trailBy: 300 }, 5_302],
    ['a limit order at its limit', { side: 'BUY', type: 'LIMIT', price: 4_900 }, {}, 4_900],
  ] as const)('reserves as one of ours: %s', (_what, terms, instructions, expected) => {
    const { desk } = adopted(terms, instructions);
    expect(dollars(desk)).toBe(expected);
    desk.replayed();
  });

  it('keeps its instructions, so that new terms start from them', () => {
    const { desk } = adopted({}, { stopPrice: 4_500 });
    const change = { strategy: 'manual', commandId: 'person-1' };
    expect(desk.replace('venue-1', { ...change, quantity: '50' })).toMatchObject({ code: undefined });
    const sent = desk.effects.find(({ kind }) => kind === 'replace');
    expect(sent).toMatchObject({ terms: { type: 'STOP', quantity: 50, instructions: { stopPrice: 4_500 } } });
    desk.replayed();
  });

  it('counts among the orders that may only reduce', () => {
    const { desk } = adopted({}, { stopPrice: 4_500, reduceOnly: true });
    desk.take(
      desk.engine.outside.adjustPosition(
        { account: 'A', strategy: 'outside', venue: 'sim', symbol: 'IBM', quantity: 100, price: 5_000, reason: 'r' },
        desk.now,
      ),
    );
    const sale = { side: 'SELL', strategy: 'manual', commandId: 'person-2', reduceOnly: true } as const;
    expect(desk.submit({ ...sale, quantity: '1', price: '50' })).toMatchObject({ code: 'RISK_REDUCE_ONLY' });
    desk.replayed();
  });

  it('is left to a person where what it says cannot be represented', () => {
    const { desk, why } = adopted({}, { stopPrice: 4_500.5 });
    expect(why).toMatch(/cannot be represented/);
    expect(desk.engine.openOrders()).toEqual([]);
  });
});
