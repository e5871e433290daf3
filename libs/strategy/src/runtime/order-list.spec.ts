import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type Bar, type Instrument, type Result } from '@bourseworks/domain';
import type { PaperOrder } from '../harness/paper-orders.js';
import { StrategyHarness, type HarnessOptions } from '../harness/strategy-harness.js';
import { Strategy } from '../strategy.js';
import type { OrderHandle } from './order-handle.js';
import type { OrderListHandle } from './order-list.js';
import type { BracketIntent } from './types.js';

const BTC = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.001',
  }),
);

const bar = (open: number, endUs: number): Bar => {
  const prices = { open, high: open, low: open, close: open };
  return { kind: 'bar', startUs: endUs - 1, endUs, ...prices, volume: 0, trades: 0 };
};

const TERMS: Omit<BracketIntent, 'entry'> = { takeProfit: { price: 110_00 }, stopLoss: { stopPrice: 95_00 } };

class Lists extends Strategy {
  static script: (self: Lists, instrument: Instrument) => OrderListHandle;
  list: OrderListHandle | undefined;
  readonly lines: string[] = [];

  override async onBar(_bar: Bar, instrument: Instrument): Promise<void> {
    if (this.list !== undefined) return;
    this.list = Lists.script(this, instrument);
    const { refused, code } = await this.list.accepted;
    this.lines.push(refused ? `refused ${code}` : 'taken');
    await this.list.done;
    this.lines.push('done');
  }

  bought(instrument: Instrument, change: Partial<BracketIntent> = {}): OrderListHandle {
    return this.bracket({ entry: { instrument, side: 'BUY', quantity: 2 }, ...TERMS, ...change });
  }

  either(instrument: Instrument): OrderListHandle {
    const leg = { instrument, side: 'SELL', quantity: 2 } as const;
    return this.oco({
      legs: [
        { ...leg, price: 110_00 },
        { ...leg, stopPrice: 95_00 },
      ],
      closeOvershoot: true,
    });
  }

  following(instrument: Instrument): OrderListHandle {
    const entry = { instrument, side: 'BUY', quantity: 2, price: 100_00 } as const;
    const child = { instrument, side: 'SELL', quantity: 1 } as const;
    return this.oto({
      entry,
      children: [
        { ...child, price: 110_00 },
        { ...child, price: 120_00 },
      ],
      release: 'FULL',
    });
  }

  end(list: OrderListHandle): void {
    const say = (result: Result<OrderListHandle>): void =>
      void this.lines.push(result.ok ? 'cancelled' : result.refusal.code);
    void this.cancelList(list).then(say);
  }

  held(instrument: Instrument): number {
    return this.position(instrument);
  }

  openOrdersOf(listId: string): readonly OrderHandle[] {
    return this.openOrders().filter(({ list }) => list?.listId === listId);
  }

  open(): (string | undefined)[] {
    return this.openOrders().map(({ listRole }) => listRole);
  }
}

async function driven(script: typeof Lists.script, options: Partial<HarnessOptions> = {}) {
  let strategy: Lists | undefined;
  Lists.script = (self, instrument) => {
    strategy = self;
    return script(self, instrument);
  };
  const harness = new StrategyHarness(Lists, { instruments: [BTC], ...options });
  await harness.start();
  await harness.bar(bar(100_00, 1), BTC);
  if (strategy?.list === undefined) throw new Error('no list was placed');
  return { harness, strategy, list: strategy.list };
}

describe('a list of orders of a strategy', () => {
  it('says on the wire what the call says: exits are opposite to the entry and of its size', async () => {
    const { harness } = await driven((self, one) => self.bought(one, { release: 'FULL' }));
    const names = { venue: 'sim', symbol: 'BTCUSD', quantity: '0.002' };
    expect(harness.commands).toEqual([
      {
        verb: 'submit-list',
        body: {
          commandId: 'test-1-1',
          account: 'TEST',
          strategy: 'test',
          sentTime: '1000',
          kind: 'BRACKET',
          release: 'FULL',
          orders: [
            { ...names, role: 'ENTRY', side: 'BUY', type: 'MARKET', timeInForce: 'IOC' },
            { ...names, role: 'TAKE_PROFIT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', price: '110' },
            { ...names, role: 'STOP_LOSS', side: 'SELL', type: 'STOP', timeInForce: 'GTC', stopPrice: '95' },
          ],
        },
      },
    ]);
    const { harness: oco } = await driven((self, one) => self.either(one));
    expect(oco.listed).toMatchObject([
      { kind: 'OCO', closeOvershoot: true, orders: [{ role: 'LEG' }, { role: 'LEG' }] },
    ]);
    const { harness: oto } = await driven((self, one) => self.following(one));
    const roles = oto.listed[0].orders.map(({ role, price }) => [role, price]);
    expect(roles).toEqual([
      ['ENTRY', '100'],
      ['CHILD', '110'],
      ['CHILD', '120'],
    ]);
  });

  it('of which one order does not fit is refused at once, and none is sent', async () => {
    const { harness, strategy, list } = await driven((self, one) => self.bought(one, { stopLoss: { stopPrice: 0.5 } }));
    expect(harness.commands).toEqual([]);
    expect(strategy.lines).toEqual(['refused PRICE_INVALID', 'done']);
    expect(list).toMatchObject({ refused: true, closed: true, reason: expect.stringMatching(/^STOP_LOSS: /) });
    expect(list.orders.every(({ refused }) => refused)).toBe(true);
    expect(strategy.open()).toEqual([]);
  });

  it('follows the events of each of its orders although they have one commandId, and the position their fills', async () => {
    const { harness, strategy, list } = await driven((self, one) => self.bought(one), { paper: true });
    expect(strategy.lines).toEqual(['taken']);
    expect(list.orders.map(({ listRole, status }) => [listRole, status])).toEqual([
      ['ENTRY', 'New'],
      ['TAKE_PROFIT', 'PendingNew'],
      ['STOP_LOSS', 'PendingNew'],
    ]);
    await harness.bar(bar(101_00, 2), BTC);
    expect(list.orders.map(({ status }) => status)).toEqual(['Filled', 'New', 'New']);
    expect([strategy.held(BTC), strategy.open()]).toEqual([2, ['TAKE_PROFIT', 'STOP_LOSS']]);
    const [, profit, loss] = harness.paperOrders.ordersOf(harness.listed[0]);
    harness.runtime.orderEvent(harness.paperOrders.filled(profit, BTC, { price: 110_00, quantity: 2, us: 3 }));
    await harness.settle();
    expect([strategy.held(BTC), list.closed]).toEqual([0, false]);
    harness.runtime.orderEvent(harness.paperOrders.cancelled(loss, 4));
    await harness.settle();
    expect(strategy.lines).toEqual(['taken', 'done']);
    expect(list.orders.map(({ status, cumQuantity }) => [status, cumQuantity])).toEqual([
      ['Filled', 2],
      ['Filled', 2],
      ['Canceled', 0],
    ]);
    expect(new Set(list.orders.map(({ clOrdId }) => clOrdId)).size).toBe(3);
  });

  it('is refused whole by the one event that the OMS has for it', async () => {
    const { harness, strategy, list } = await driven((self, one) => self.bought(one));
    const [entry] = harness.paperOrders.ordersOf(harness.listed[0]);
    const { listId: _id, listRole: _role, ...alone } = entry;
    const denied = harness.paperOrders.rejected(alone, 'LIST_INVALID', 2);
    harness.runtime.orderEvent({ ...denied, execType: 'Denied', state: 'Denied' });
    await harness.settle();
    expect(strategy.lines).toEqual(['refused LIST_INVALID', 'done']);
    expect([list.orders.every(({ refused }) => refused), strategy.open()]).toEqual([true, []]);
  });

  it('of which nobody knows whether it was taken is neither refused nor closed', async () => {
    const { harness, strategy, list } = await driven((self, one) => self.bought(one));
    const [entry, ...exits] = harness.paperOrders.ordersOf(harness.listed[0]);
    const { listId: _id, listRole: _role, ...alone } = entry;
    const unknown = {
      execType: 'Unknown',
      ordStatus: 'PendingNew',
      state: 'Unknown',
      code: 'REQUEST_TIMEOUT',
    } as const;
    harness.runtime.orderEvent({ ...harness.paperOrders.held(alone, 2), ...unknown, clOrdId: '' });
    await harness.settle();
    expect([strategy.lines, list.code, strategy.open()]).toEqual([
      [],
      'REQUEST_TIMEOUT',
      ['ENTRY', 'TAKE_PROFIT', 'STOP_LOSS'],
    ]);
    for (const order of [entry, ...exits]) harness.runtime.orderEvent(harness.paperOrders.held(order, 3));
    await harness.settle();
    expect([strategy.lines, list.code, list.orders.length]).toEqual([['taken'], undefined, 3]);
  });

  it('is cancelled by its own id, once that is known; the cancel ends with the last of its orders', async () => {
    const { harness, strategy, list } = await driven((self, one) => self.either(one));
    strategy.end(list);
    await harness.settle();
    expect(harness.commands.map(({ verb }) => verb)).toEqual(['submit-list']);
    const legs = harness.paperOrders.ordersOf(harness.listed[0]);
    for (const leg of legs) harness.runtime.orderEvent(harness.paperOrders.held(leg, 2));
    await harness.settle();
    expect(harness.commands[1]).toMatchObject({
      verb: 'cancel',
      body: { clOrdId: 'list-test-1-1', commandId: 'test-1-2' },
    });
    harness.runtime.orderEvent(harness.paperOrders.cancelled(legs[0], 3));
    await harness.settle();
    expect(strategy.lines).toEqual(['taken']);
    harness.runtime.orderEvent(harness.paperOrders.cancelled(legs[1], 3));
    await harness.settle();
    expect(strategy.lines.toSorted()).toEqual(['cancelled', 'done', 'taken']);
    strategy.end(list);
    await harness.settle();
    expect(strategy.lines.at(-1)).toBe('ORDER_CLOSED');
  });

  it('tells that its cancel was refused, and its orders nothing of it', async () => {
    const { harness, strategy, list } = await driven((self, one) => self.either(one), { paper: true });
    strategy.end(list);
    await harness.settle();
    const [leg] = harness.paperOrders.ordersOf(harness.listed[0]);
    const refused = { execType: 'CancelRejected', code: 'TOPIC_NOT_ALLOWED', origClOrdId: 'list-test-1-1' } as const;
    harness.runtime.orderEvent({ ...harness.paperOrders.accepted(leg, 3), ...refused });
    await harness.settle();
    expect(strategy.lines).toEqual(['taken', 'TOPIC_NOT_ALLOWED']);
    expect([list.closed, list.orders[0].code]).toEqual([false, undefined]);
  });

  it('of an earlier run is put together again from its events, with an order that the OMS added', async () => {
    const { harness, strategy } = await driven((self, one) => self.bought(one));
    const [entry, , stop] = harness.paperOrders.ordersOf({ ...harness.listed[0], commandId: 'test-0-7' });
    const again: PaperOrder = { ...stop, clOrdId: 'test-again', stopPrice: '96' };
    harness.runtime.orderEvent(harness.paperOrders.filled(entry, BTC, { price: 100_00, quantity: 2, us: 2 }), true);
    for (const order of [stop, again]) harness.runtime.orderEvent(harness.paperOrders.accepted(order, 3), true);
    await harness.settle();
    const of = strategy.openOrdersOf('list-test-0-7');
    expect(of.map(({ listRole, stopPrice }) => [listRole, stopPrice])).toEqual([
      ['STOP_LOSS', 95_00],
      ['STOP_LOSS', 96_00],
    ]);
    expect(of[0].list?.orders.map(({ listRole }) => listRole)).toEqual(['ENTRY', 'STOP_LOSS', 'STOP_LOSS']);
    if (of[0].list !== undefined) strategy.end(of[0].list);
    await harness.settle();
    expect(harness.commands.at(-1)).toMatchObject({ verb: 'cancel', body: { clOrdId: 'list-test-0-7' } });
  });
});
