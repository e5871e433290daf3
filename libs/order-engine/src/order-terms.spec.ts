import { describe, expect, it } from '@jest/globals';
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderType, type TimeInForce } from '@bourseworks/domain';
import { Desk } from '../test/desk.js';
import type { SubmitCommand } from './commands.js';

const ALL = {
  orderTypes: ORDER_TYPES,
  timesInForce: TIMES_IN_FORCE,
  instructions: ['POST_ONLY', 'REDUCE_ONLY', 'ICEBERG'],
} as const;

const RESTING: readonly TimeInForce[] = ['DAY', 'GTC', 'GTD'];

/** What the table of order types in the documentation says, as one line a type: the fields that it needs and may have. */
const TYPES: Readonly<Record<OrderType, { tif: readonly TimeInForce[]; needs: string; may: string }>> = {
  MARKET: { tif: ['DAY', 'GTC', 'IOC', 'FOK', 'OPG', 'CLS'], needs: '', may: '' },
  LIMIT: { tif: TIMES_IN_FORCE, needs: 'price', may: 'displayQty postOnly' },
  STOP: { tif: RESTING, needs: 'stopPrice', may: '' },
  STOP_LIMIT: { tif: RESTING, needs: 'price stopPrice', may: 'displayQty' },
  TRAILING_STOP: { tif: RESTING, needs: 'trailBy', may: 'stopPrice' },
};

const VALUES: Readonly<Record<string, string | number | boolean>> = {
  price: '50.00',
  stopPrice: '50.00',
  trailBy: '0.50',
  displayQty: '10',
  postOnly: true,
};

function terms(type: OrderType, timeInForce: TimeInForce, ...fields: string[]): Partial<SubmitCommand> {
  const given = Object.fromEntries(fields.filter((name) => name !== '').map((name) => [name, VALUES[name]]));
  return { price: undefined, ...given, type, timeInForce };
}

const desk = new Desk({ capabilities: ALL });
const goodTill = (timeInForce: TimeInForce) => (timeInForce === 'GTD' ? { goodTillUs: desk.now + 1_000_000 } : {});
const outcome = (order: Partial<SubmitCommand>): string => desk.submit(order).code ?? 'taken';
const REFUSED = ['ORDER_TERMS_INVALID', 'PRICE_INVALID'];

describe('which fields go with which order', () => {
  const grid = ORDER_TYPES.flatMap((type) => TIMES_IN_FORCE.map((timeInForce) => [type, timeInForce] as const));

  it.each(grid)('%s %s', (type, timeInForce) => {
    const { tif, needs, may } = TYPES[type];
    const needed = needs.split(' ');
    const till = goodTill(timeInForce);
    const whole = outcome({ ...terms(type, timeInForce, ...needed), ...till });
    expect(whole).toBe(tif.includes(timeInForce) ? 'taken' : 'ORDER_TERMS_INVALID');
    if (whole !== 'taken') return;
    for (const name of needed.filter((one) => one !== '')) {
      const without = terms(type, timeInForce, ...needed.filter((one) => one !== name));
      expect([name, REFUSED.includes(outcome({ ...without, ...till }))]).toEqual([name, true]);
    }
    for (const name of Object.keys(VALUES).filter((one) => !needed.includes(one))) {
      const rests = RESTING.includes(timeInForce) || (name !== 'displayQty' && name !== 'postOnly');
      const allowed = may.split(' ').includes(name) && rests;
      const got = outcome({ ...terms(type, timeInForce, ...needed, name), ...till });
      expect([name, allowed ? got === 'taken' : REFUSED.includes(got)]).toEqual([name, true]);
    }
    const other = timeInForce === 'GTD' ? {} : { goodTillUs: desk.now + 1 };
    expect(outcome({ ...terms(type, timeInForce, ...needed), ...other })).toBe('ORDER_TERMS_INVALID');
  });

  it.each<[string, Partial<SubmitCommand>, string]>([
    ['a stop price off the tick', { type: 'STOP', price: undefined, stopPrice: '50.005' }, 'PRICE_OFF_TICK'],
    ['a stop price of nothing', { type: 'STOP', price: undefined, stopPrice: '0' }, 'PRICE_INVALID'],
    ['a distance off the tick', { type: 'TRAILING_STOP', price: undefined, trailBy: '0.001' }, 'PRICE_OFF_TICK'],
    ['a distance of nothing', { type: 'TRAILING_STOP', price: undefined, trailBy: 0 }, 'PRICE_INVALID'],
    ['an iceberg that shows all', { displayQty: '100' }, 'QUANTITY_INVALID'],
    ['an iceberg that shows nothing', { displayQty: '0' }, 'QUANTITY_INVALID'],
    ['an iceberg that shows part of a lot', { displayQty: '1.5' }, 'QUANTITY_OFF_LOT'],
    ['a GTD order of the past', { timeInForce: 'GTD', goodTillUs: 1 }, 'ORDER_TERMS_INVALID'],
    ['a GTD order of no time', { timeInForce: 'GTD', goodTillUs: NaN }, 'ORDER_TERMS_INVALID'],
  ])('refuses %s', (_what, order, code) => {
    const before = desk.engine.openOrders().length;
    expect(outcome(order)).toBe(code);
    expect(desk.engine.openOrders()).toHaveLength(before);
  });

  it('tells a refused order as it was asked for, and replays to the same', () => {
    desk.submit({ type: 'STOP', price: undefined, stopPrice: '50.01', postOnly: true });
    expect(desk.lastEvent()).toMatchObject({
      execType: 'Denied',
      type: 'STOP',
      instructions: { stopPrice: 5_001, postOnly: true },
    });
    desk.replayed();
  });

  it('is a conflict when a command comes again with another instruction', () => {
    const order = { commandId: 's-1-99999', type: 'STOP', price: undefined, stopPrice: '50.01' } as const;
    expect(desk.submit(order).code).toBeUndefined();
    expect(desk.submit(order)).toMatchObject({ duplicate: true, code: undefined });
    expect(desk.submit({ ...order, stopPrice: '50.02' }).code).toBe('COMMAND_CONFLICT');
  });
});

describe('what the venue of an order cannot do', () => {
  it.each<[string, Partial<SubmitCommand>, RegExp]>([
    [
      'an order type',
      { type: 'STOP', price: undefined, stopPrice: '50' },
      /does not take STOP orders, it takes MARKET/,
    ],
    ['a time in force', { timeInForce: 'OPG' }, /does not take OPG orders/],
    ['post-only', { postOnly: true }, /does not follow POST_ONLY, of instructions it follows none/],
    ['an iceberg', { displayQty: '10' }, /does not follow ICEBERG/],
  ])('refuses %s', (_what, order, reason) => {
    const reply = new Desk().submit(order);
    expect([reply.code, reply.reason]).toEqual(['ORDER_TYPE_UNSUPPORTED', expect.stringMatching(reason)]);
  });

  it('refuses to make an iceberg of a working order', () => {
    const plain = new Desk();
    expect(plain.replace(plain.working(), { displayQty: '10' }).code).toBe('ORDER_TYPE_UNSUPPORTED');
  });
});
