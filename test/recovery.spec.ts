import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  EventsReplyShape,
  InstrumentsReplyShape,
  KillReplyShape,
  KillsReplyShape,
  OrderReplyShape,
  OrdersReplyShape,
  PositionsReplyShape,
  StrategyControlReplyShape,
} from '@bourseworks/dto';
import { eventually } from '@bourseworks/testkit';
import { RunningPlatform } from './support/running-platform.js';

const TIMEOUT_MS = 120_000;
const SERVICES = ['broker', 'exchange', 'market-data', 'oms', 'strategy-host', 'gateway'];

let platform: RunningPlatform;
beforeAll(async () => {
  // Shorter than a restart of the strategy host.
  platform = await RunningPlatform.start({ STRATEGY_LEASE_SECONDS: '1', LEASE_GRACE_SECONDS: '0' });
}, TIMEOUT_MS);
afterAll(async () => {
  await platform.stop();
}, 60_000);

function openOrders(): Promise<OrdersReplyShape> {
  return platform.ask<OrdersReplyShape>('orders/query/v1/orders', { account: 'SIM', strategy: 'manual', open: true });
}

async function strategyBars(): Promise<number> {
  const reply = await platform.ask<StrategyControlReplyShape>('control/v1/strategy/host/host1', { action: 'list' });
  return reply.strategies[0]?.counters['barsReceived'] ?? 0;
}

/** Bars arrive at the strategy: the whole way from the exchange over market data and the bus is open. */
async function expectFlow(): Promise<void> {
  const before = await eventually(strategyBars, { timeoutMs: 30_000, everyMs: 200 }).catch(() => 0);
  await eventually(async () => (await strategyBars()) > before, {
    timeoutMs: 60_000,
    everyMs: 200,
    what: 'new bars at the strategy',
  });
}

/** A strategy's order, its n-th. */
const orderOf = (strategy: string, n: number) => ({
  commandId: `${strategy}-1-${n}`,
  account: 'SIM',
  strategy,
  sentTime: `${Date.now()}000000`,
  venue: 'sim',
  symbol: 'BTCUSD',
  side: 'BUY',
  type: 'MARKET',
  timeInForce: 'IOC',
  quantity: '0.01',
});

describe('kill -9 of any one service', () => {
  let clOrdId = '';
  let price = '';

  it(
    'starts from an open order and a latched kill switch',
    async () => {
      const { instruments } = await platform.ask<InstrumentsReplyShape>('marketdata/request/instruments', {
        venue: 'sim',
      });
      const instrument = instruments.find((one) => one.symbol === 'BTCUSD');
      expect(instrument).toBeDefined();
      // A bid below the market but inside the price collar rests in the book.
      const quote = (await (await fetch(`${platform.http['exchange']}/api/book?symbol=BTCUSD&depth=1`)).json()) as {
        bids: [string, string][];
      };
      const best = Number(quote.bids[0]?.[0]);
      price = (Math.floor(best * 0.95 * 10) / 10).toFixed(2);
      const reply = await platform.command<OrderReplyShape>('orders/request/v1/submit/SIM/manual', {
        commandId: 'recovery-1',
        account: 'SIM',
        strategy: 'manual',
        sentTime: `${Date.now()}000000`,
        venue: 'sim',
        symbol: 'BTCUSD',
        side: 'BUY',
        type: 'LIMIT',
        timeInForce: 'GTC',
        quantity: '0.01',
        price,
      });
      expect(reply.code).toBeUndefined();
      clOrdId = reply.clOrdId;
      await eventually(async () => (await openOrders()).orders[0]?.ordStatus === 'New', { timeoutMs: 10_000 });
      const kill = { commandId: 'recovery-kill', actor: 'test', reason: 'recovery test' };
      expect(await platform.command<KillReplyShape>('control/v1/kill/strategy/latched', kill)).toMatchObject({
        killed: true,
      });
      await expectFlow();
    },
    TIMEOUT_MS,
  );

  it.each(['market-data', 'strategy-host', 'gateway', 'oms', 'broker'])(
    '%s comes back by itself, the others keep their process',
    async (service) => {
      const others = SERVICES.filter((name) => name !== service && name !== 'broker').map((name) => [
        name,
        platform.pid(name),
      ]);
      await platform.killAndAwait(service);
      await eventually(async () => (await openOrders()).orders.length === 1, {
        timeoutMs: 30_000,
        everyMs: 100,
        what: 'the open order',
      });
      expect((await openOrders()).orders[0]).toMatchObject({ clOrdId, ordStatus: 'New' });
      await expectFlow();
      expect(others.map(([name]) => [name, platform.pid(name as string)])).toEqual(others);
    },
    TIMEOUT_MS,
  );

  it(
    'strategy-host: what its strategies have open is cancelled, what hangs on no lease stays',
    async () => {
      const host = await platform.ask<StrategyControlReplyShape>('control/v1/strategy/host/host1', { action: 'list' });
      const { id } = host.strategies[0];
      const resting = { ...orderOf(id, 1), type: 'LIMIT', timeInForce: 'GTC', price };
      const placed = await platform.ask<OrderReplyShape>(`orders/request/v1/submit/SIM/${id}`, resting);
      expect(placed.code).toBeUndefined();
      await platform.killAndAwait('strategy-host');
      const query = { account: 'SIM', strategy: id, clOrdId: placed.clOrdId };
      const events = await eventually(
        async () => {
          const reply = await platform.ask<EventsReplyShape>('orders/query/v1/events', query);
          return reply.events.some(({ execType }) => execType === 'Canceled') && reply.events;
        },
        { timeoutMs: 20_000, everyMs: 200, what: 'the cancel' },
      );
      expect(events.map(({ code }) => code)).toContain('RISK_LEASE_EXPIRED');
      expect((await openOrders()).orders).toMatchObject([{ clOrdId, ordStatus: 'New' }]);
      await expectFlow();
    },
    TIMEOUT_MS,
  );

  it(
    'carries out, once, what is sent while there is no OMS',
    async () => {
      const recovered = platform.events('launcher.recovered').length;
      process.kill(platform.pid('oms'), 'SIGKILL');
      const topic = 'orders/request/v1/submit/SIM/away';
      const orders = await Promise.all(
        [1, 2, 3].map((n) => platform.ask<OrderReplyShape>(topic, orderOf('away', n), 29_000)),
      );
      await eventually(() => platform.events('launcher.recovered').length > recovered, { timeoutMs: 60_000 });
      // Filled or, as long as there is no price yet, denied: an outcome of its own for each, and none a repetition.
      expect(orders).toEqual(
        [1, 2, 3].map((n) => expect.objectContaining({ commandId: `away-1-${n}`, duplicate: false })),
      );
      expect(orders.map(({ code }) => code)).not.toContain('OMS_RECONCILING');
      const first = await platform.ask<OrderReplyShape>(topic, orderOf('away', 1));
      expect(first).toMatchObject({ commandId: 'away-1-1', clOrdId: orders[0]?.clOrdId, duplicate: true });
    },
    TIMEOUT_MS,
  );

  it(
    'keeps the kill latch and the memory of commands over a restart of the OMS',
    async () => {
      const command = orderOf('latched', 1);
      expect(await platform.ask('orders/request/v1/submit/SIM/latched', command)).toMatchObject({
        code: 'RISK_KILLED',
      });
      await platform.killAndAwait('oms');
      await eventually(
        async () => {
          const again = await platform.ask<OrderReplyShape>('orders/request/v1/submit/SIM/latched', command);
          expect(again).toMatchObject({ code: 'RISK_KILLED', duplicate: true });
          return true;
        },
        { timeoutMs: 20_000, everyMs: 200 },
      );
      const fresh = orderOf('latched', 2);
      expect(await platform.ask('orders/request/v1/submit/SIM/latched', fresh)).toMatchObject({ code: 'RISK_KILLED' });
      const rearm = { commandId: 'recovery-rearm', actor: 'test', reason: 'over' };
      expect(await platform.command<KillReplyShape>('control/v1/rearm/strategy/latched', rearm)).toMatchObject({
        killed: false,
      });
    },
    TIMEOUT_MS,
  );

  it(
    'closes the positions of a killed scope, although the OMS is killed meanwhile',
    async () => {
      const id = 'doomed';
      const bought = await eventually(
        async () => {
          // As long as there is no price yet, it is denied.
          const order = { ...orderOf(id, Date.now()), sentTime: `${Date.now()}000000` };
          const reply = await platform.ask<OrderReplyShape>(`orders/request/v1/submit/SIM/${id}`, order);
          return reply.code === undefined && reply;
        },
        { timeoutMs: 20_000, everyMs: 200, what: 'an order of the strategy' },
      );
      const held = async (): Promise<string[]> => {
        const query = { account: 'SIM', strategy: id };
        const { positions } = await platform.ask<PositionsReplyShape>('orders/query/v1/positions', query);
        return positions.map(({ quantity }) => quantity).filter((quantity) => Number(quantity) !== 0);
      };
      await eventually(async () => (await held()).length === 1, {
        timeoutMs: 10_000,
        what: `a fill of ${bought.clOrdId}`,
      });
      const kill = { commandId: 'recovery-flatten', actor: 'test', reason: 'recovery test', flatten: true };
      const done = platform.command<KillReplyShape>(`control/v1/kill/strategy/${id}`, kill);
      expect(await done).toMatchObject({ killed: true });
      await platform.killAndAwait('oms');
      await eventually(
        async () => {
          const { kills } = await platform.ask<KillsReplyShape>('orders/query/v1/kills', { strategy: id });
          return kills.some((one) => one.id === id && one.phase === 'FLAT');
        },
        { timeoutMs: 40_000, everyMs: 200, what: 'a flat strategy' },
      );
      expect(await held()).toEqual([]);
      const rearm = { commandId: 'recovery-flat-rearm', actor: 'test', reason: 'over' };
      expect(await platform.command<KillReplyShape>(`control/v1/rearm/strategy/${id}`, rearm)).toMatchObject({
        killed: false,
      });
    },
    TIMEOUT_MS,
  );

  it(
    'an exchange that lost its memory does not leave a ghost order behind',
    async () => {
      await platform.killAndAwait('exchange');
      // The simulated venue keeps its book in memory: after its restart the order is gone there, and so it is here.
      await eventually(async () => (await openOrders()).orders.length === 0, {
        timeoutMs: 60_000,
        everyMs: 200,
        what: 'the end of the order',
      });
      await expectFlow();
    },
    TIMEOUT_MS,
  );

  it('had no unhandled rejection anywhere', () => {
    expect(platform.events('process.crashed')).toEqual([]);
    expect(platform.lines.filter((line) => JSON.stringify(line).includes('nhandledRejection'))).toEqual([]);
  });
});
