import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import { IBM } from '../../test/desk.js';
import { bracketOrders, ListDesk } from '../../test/list-desk.js';
import { mark, sent, STOP } from '../../test/stops.js';

/** Trades in lots of 10. */
const LOTS = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'IBM',
    assetClass: 'equity',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '10',
    maxQuantity: '100000',
  }),
);

function trade(desk: ListDesk, side: 'BUY' | 'SELL', quantity: number): void {
  const id = desk.working({ side, quantity: String(quantity) });
  desk.fill(id, quantity, 5_000);
}

/** Holds 200, with stops that may only reduce. */
function holding(stops: readonly { quantity: string; stopPrice: string }[], desk = new ListDesk()) {
  mark(desk, 5_000);
  trade(desk, 'BUY', 200);
  const ids = stops.map((stop) => desk.submit({ ...STOP, reduceOnly: true, ...stop }).clOrdId);
  desk.release();
  return { desk, ids, from: sent(desk).length };
}

describe('a held stop that may only reduce', () => {
  it('takes no more than is held when its trigger is reached', () => {
    const { desk, ids, from } = holding([{ quantity: '200', stopPrice: '45.00' }]);
    trade(desk, 'SELL', 60);
    mark(desk, 4_500);
    expect(sent(desk).slice(from + 1)).toEqual(['SELL MARKET 140 0']);
    desk.release();
    desk.fill(ids[0], 140, 4_499);
    expect(desk.state(ids[0])).toBe('Filled/Acknowledged 140+0');
    expect(desk.engine.portfolio.accountQuantity('A', IBM.key)).toBe(0);
    desk.replayed();
  });

  it('is cancelled, with the reason, when nothing is held any more', () => {
    const { desk, ids, from } = holding([{ quantity: '200', stopPrice: '45.00' }]);
    trade(desk, 'SELL', 200);
    mark(desk, 4_500);
    expect(sent(desk).slice(from + 1)).toEqual([]);
    expect(desk.state(ids[0])).toBe('Canceled/Intent 0+0');
    expect(desk.lastEvent()).toMatchObject({ execType: 'Canceled', code: 'RISK_REDUCE_ONLY' });
    expect(desk.lastEvent().reason).toMatch(/nothing/);
    expect(desk.engine.reserved('A').openOrders).toBe(0);
    desk.replayed();
  });

  it('leaves to the stops behind it what it does not take itself', () => {
    const stops = ['45.00', '44.00'].map((stopPrice) => ({ quantity: '100', stopPrice }));
    const { desk, from } = holding(stops);
    trade(desk, 'SELL', 50);
    mark(desk, 4_500);
    mark(desk, 4_400);
    expect(sent(desk).slice(from + 1)).toEqual(['SELL MARKET 100 0', 'SELL MARKET 50 0']);
    desk.replayed();
  });

  it('is for whole lots', () => {
    const offered = { find: () => LOTS };
    const desk = new ListDesk({ instruments: offered });
    const { from } = holding([{ quantity: '200', stopPrice: '45.00' }], desk);
    const odd = { account: 'A', strategy: 's', venue: 'sim', symbol: 'IBM', price: 5_000, reason: 'odd lot' };
    desk.take(desk.engine.outside.adjustPosition({ ...odd, quantity: -65 }, desk.now));
    mark(desk, 4_500);
    expect(sent(desk).slice(from)).toEqual(['SELL MARKET 130 0']);
    desk.replayed();
  });

  it('does not count the take-profit beside it, of which only one is to fill', () => {
    const desk = new ListDesk();
    mark(desk, 5_010);
    const exits = {
      TAKE_PROFIT: { reduceOnly: true },
      STOP_LOSS: { type: 'STOP', price: undefined, stopPrice: 4_500, reduceOnly: true },
    } as const;
    const { ids } = desk.begun({ orders: bracketOrders(exits) });
    desk.fill(ids['ENTRY'], 100, 5_000);
    desk.acknowledge();
    mark(desk, 4_500);
    expect(sent(desk).at(-1)).toBe('SELL MARKET 100 0');
    desk.replayed();
  });
});
