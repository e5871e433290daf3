import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import type { OrderRequestShape } from '@bourseworks/dto/shapes';
import { StrategyHarness } from '../harness/strategy-harness.js';
import { Strategy } from '../strategy.js';
import type { OrderHandle } from './order-handle.js';
import type { OrderIntent, TermsChange } from './types.js';

const BTC = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.05',
    lotSize: '0.002',
  }),
);

type Asked = Omit<OrderIntent, 'side' | 'instrument'>;

/** Orders what it is told to when it starts, and changes it when it is taken. */
class Told extends Strategy {
  static intent: Asked;
  static change: TermsChange;
  static handle: OrderHandle;

  override onStart(): void {
    Told.handle = this.sell({ instrument: BTC, ...Told.intent });
  }

  override onOrderEvent(): void {
    void this.replace(Told.handle, Told.change);
  }
}

async function told(intent: Asked): Promise<StrategyHarness> {
  Told.intent = intent;
  const harness = new StrategyHarness(Told, { instruments: [BTC], paper: false });
  await harness.start();
  return harness;
}

async function sent(intent: Asked): Promise<Partial<OrderRequestShape>> {
  const [order] = (await told(intent)).submitted;
  const { type, timeInForce, price, stopPrice, trailBy, displayQty, postOnly, goodTillTime } = order;
  const all = { type, timeInForce, price, stopPrice, trailBy, displayQty, postOnly, goodTillTime };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

describe('what a strategy orders', () => {
  it.each<[string, Asked, Partial<OrderRequestShape>]>([
    ['a market order', { quantity: 4 }, { type: 'MARKET', timeInForce: 'IOC' }],
    ['a limit order', { quantity: 4, price: 105 }, { type: 'LIMIT', timeInForce: 'GTC', price: '1.05' }],
    ['a stop', { quantity: 4, stopPrice: 90 }, { type: 'STOP', timeInForce: 'GTC', stopPrice: '0.9' }],
    [
      'a stop-limit',
      { quantity: 4, stopPrice: 90, price: 85 },
      { type: 'STOP_LIMIT', timeInForce: 'GTC', stopPrice: '0.9', price: '0.85' },
    ],
    ['a trailing stop', { quantity: 4, trailBy: 5 }, { type: 'TRAILING_STOP', timeInForce: 'GTC', trailBy: '0.05' }],
    [
      'an iceberg, post-only, good till a time',
      { quantity: 4, price: 105, displayQty: 2, postOnly: true, goodTillUs: 1_000_001 },
      {
        type: 'LIMIT',
        timeInForce: 'GTD',
        price: '1.05',
        displayQty: '0.002',
        postOnly: true,
        goodTillTime: '1000001000',
      },
    ],
  ])('goes out as %s', async (_what, intent, expected) => {
    expect(await sent(intent)).toEqual(expected);
  });

  it.each<[string, Asked, string]>([
    ['a stop without a trigger', { quantity: 4, type: 'STOP' }, 'PRICE_INVALID'],
    ['a stop with a limit', { quantity: 4, type: 'STOP', stopPrice: 90, price: 90 }, 'PRICE_INVALID'],
    ['a limit order without one', { quantity: 4, type: 'LIMIT' }, 'PRICE_INVALID'],
    ['a trigger off the tick', { quantity: 4, stopPrice: 91 }, 'PRICE_OFF_TICK'],
    ['a distance of nothing', { quantity: 4, trailBy: 0 }, 'PRICE_INVALID'],
    ['a display off the lot', { quantity: 4, price: 105, displayQty: 3 }, 'QUANTITY_OFF_LOT'],
    ['a display of all', { quantity: 4, price: 105, displayQty: 4 }, 'QUANTITY_INVALID'],
  ])('is refused at once: %s', async (_what, intent, code) => {
    const harness = await told(intent);
    expect([harness.submitted.length, Told.handle.code]).toEqual([0, code]);
  });

  it('is changed by what is given alone, and follows its events', async () => {
    Told.change = { stopPrice: 95, displayQty: 0 };
    const harness = await told({ quantity: 4, stopPrice: 90 });
    expect(Told.handle).toMatchObject({ type: 'STOP', stopPrice: 90, triggered: false });
    const [order] = harness.submitted;
    harness.runtime.orderEvent(harness.paperOrders.accepted(order, 1));
    await harness.settle();
    const body = harness.commands.at(-1);
    expect(body).toMatchObject({ verb: 'replace', body: { stopPrice: '0.95', displayQty: '0' } });
    const event = harness.paperOrders.accepted(order, 2);
    harness.runtime.orderEvent({ ...event, stopPrice: '0.95', triggered: true });
    await harness.settle();
    expect(Told.handle).toMatchObject({ stopPrice: 95, triggered: true });
  });
});
