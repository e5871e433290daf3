import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  KillsEvent,
  OrdersEvent,
  OrdersSnapshot,
  PortfolioEvent,
  RiskNotice,
  RiskUsageEvent,
} from '@bourseworks/dto/shapes';
import { eventually } from '@bourseworks/testkit';
import { OrderProjection } from '../../src/projection/order-projection.js';
import { SocketRoster } from '../../src/sockets/access/socket-roster.js';
import { OmsBoard } from '../../src/sockets/orders/oms-board.js';
import { ADMIN_PASSWORD, TestGateway } from '../gateway.js';
import { FakeOms, portfolioShape, usageShape } from './fake-oms.js';
import { ask, closeClients, closingOf, connect, entered } from './socket-client.js';

describe('/orders', () => {
  let gateway: TestGateway;
  let oms: FakeOms;
  let token: string;

  beforeAll(async () => {
    gateway = await TestGateway.start();
    oms = await FakeOms.start(gateway.busUrl);
    await gateway.admin();
    const admin = String((await gateway.login('admin', ADMIN_PASSWORD)).body['accessToken']);
    ({ token } = await gateway.user(admin, 'vera', ['viewer']));
    await eventually(() => gateway.get(OrderProjection).completeAsOfUs > 0, { timeoutMs: 20_000 });
    await eventually(() => {
      gateway.clock.advance(5_000_000);
      return gateway.get(OmsBoard).live;
    });
  });

  afterEach(async () => {
    closeClients();
    await eventually(() => gateway.get(SocketRoster).size === 0);
  });

  afterAll(async () => {
    await oms.stop();
    await gateway.stop();
  });

  async function enter() {
    const socket = await entered(connect(gateway.url, '/orders', token));
    const heard = {
      events: [] as OrdersEvent[],
      portfolios: [] as PortfolioEvent[],
      usages: [] as RiskUsageEvent[],
      risks: [] as RiskNotice[],
      kills: [] as KillsEvent[],
      live: [] as boolean[],
    };
    socket.on('event', (event: OrdersEvent) => heard.events.push(event));
    socket.on('portfolio', (event: PortfolioEvent) => heard.portfolios.push(event));
    socket.on('usage', (event: RiskUsageEvent) => heard.usages.push(event));
    socket.on('risk', (event: RiskNotice) => heard.risks.push(event));
    socket.on('kills', (event: KillsEvent) => heard.kills.push(event));
    socket.on('live', ({ live }: { live: boolean }) => heard.live.push(live));
    const subscribe = () => ask<OrdersSnapshot>(socket, 'subscribe') as Promise<OrdersSnapshot & { ok: boolean }>;
    return { socket, heard, subscribe };
  }

  it('begins with a snapshot, and goes on with every change in order', async () => {
    oms.order('o-1');
    const { heard, subscribe } = await enter();
    await eventually(async () => (await gateway.get(OrderProjection).snapshot()).seq === 1);
    const snapshot = await subscribe();
    expect(snapshot).toMatchObject({
      ok: true,
      seq: 1,
      orders: [{ clOrdId: 'o-1', ordStatus: 'New', closed: false }],
      fills: [],
      portfolios: [{ account: 'main', strategy: 'all', equity: '1000', time: 1_700_000_000_000 }],
      kills: [],
      usages: [{ account: 'main', version: 1, usage: [], states: [] }],
      live: true,
    });
    const fill = { execType: 'Trade' as const, execId: 'x1', lastQty: '1', lastPx: '100', cumQty: '1', leavesQty: '0' };
    oms.order('o-1', { ...fill, ordStatus: 'Filled' });
    for (let n = 2; n <= 30; n++) oms.order(`o-${n}`);
    await eventually(() => heard.events.at(-1)?.seq === 31);
    let seq = snapshot.seq;
    for (const event of heard.events) {
      expect(event.prev).toBe(seq);
      seq = event.seq;
    }
    const orders = heard.events.flatMap((event) => event.orders);
    expect(new Set(orders.map(({ clOrdId }) => clOrdId)).size).toBe(30);
    expect(orders.find(({ clOrdId }) => clOrdId === 'o-1')).toMatchObject({ ordStatus: 'Filled', closed: true });
    expect(heard.events.flatMap(({ fills }) => fills)).toMatchObject([{ clOrdId: 'o-1', quantity: '1', price: '100' }]);
  });

  it('has no hole between a snapshot and what follows, however the two fall together', async () => {
    const watchers = await Promise.all(Array.from({ length: 8 }, () => enter()));
    const snapshots: OrdersSnapshot[] = [];
    for (const [at, { subscribe }] of watchers.entries()) {
      oms.order(`s-${at}`);
      void subscribe().then((snapshot) => (snapshots[at] = snapshot));
      oms.order(`t-${at}`);
    }
    const last = oms.events.length;
    await eventually(() =>
      watchers.every(({ heard }, at) => (heard.events.at(-1)?.seq ?? snapshots[at]?.seq) === last),
    );
    for (const [at, { heard }] of watchers.entries()) {
      let { seq } = snapshots[at];
      for (const event of heard.events) {
        expect(event.prev).toBe(seq);
        seq = event.seq;
      }
    }
  });

  it('tells figures at most once a second each, the latest of them', async () => {
    const { heard, subscribe } = await enter();
    await subscribe();
    for (let n = 1; n <= 20; n++) oms.portfolio(portfolioShape('main', 'pairs', String(n)));
    await eventually(() => heard.portfolios.length === 1);
    expect(heard.portfolios[0]).toMatchObject({ strategy: 'pairs', equity: '1' });
    await eventually(() => {
      gateway.clock.advance(200_000);
      return heard.portfolios.length === 2;
    });
    expect(heard.portfolios[1]).toMatchObject({ equity: '20', unrealizedPnl: '-1.50' });
    expect((await subscribe()).portfolios.map(({ strategy }) => strategy).toSorted()).toEqual(['all', 'pairs']);
  });

  it('tells how far limits are used at most once a second for each account, with the scopes that are not ACTIVE', async () => {
    const { heard, subscribe } = await enter();
    await subscribe();
    gateway.clock.advance(1_000_000);
    for (let n = 1; n <= 20; n++) oms.usage(usageShape('main', String(n)));
    await eventually(() => heard.usages.length === 1);
    await eventually(() => {
      gateway.clock.advance(200_000);
      return heard.usages.length === 2;
    });
    expect(heard.usages.map(({ usage }) => usage[0]?.used)).toEqual(['1', '20']);
    const state = { scope: 'strategy', id: 'pairs', state: 'HALTED', since: 1_700_000_000_000 };
    expect(heard.usages[1]).toMatchObject({ version: 2, states: [state] });
    expect((await subscribe()).usages).toEqual([heard.usages[1]]);
  });

  it('tells the switches that are on, whenever one is set or released', async () => {
    const { heard, subscribe } = await enter();
    await subscribe();
    oms.kill('pairs', true);
    await eventually(() => heard.kills.length === 1);
    expect(heard.risks).toMatchObject([
      { code: 'RISK_KILLED', scope: 'strategy', id: 'pairs', time: 1_700_000_000_000 },
    ]);
    expect(heard.kills).toEqual([
      {
        kills: [
          {
            scope: 'strategy',
            id: 'pairs',
            actor: 'rita',
            reason: 'test',
            since: 1_700_000_000_000,
            phase: 'VERIFIED',
          },
        ],
      },
    ]);
    expect((await subscribe()).kills).toHaveLength(1);
    oms.kill('pairs', false);
    await eventually(() => heard.kills.at(-1)?.kills.length === 0);
  });

  it('tells a switch whose notice was lost at the next look at the OMS, and nothing where nothing changed', async () => {
    const { heard, subscribe } = await enter();
    await subscribe();
    const look = (): void => gateway.clock.advance(5_000_000);
    oms.kill('pairs', true, false);
    await eventually(() => (look(), heard.kills.length === 1));
    expect(heard.kills).toMatchObject([{ kills: [{ id: 'pairs' }] }]);
    oms.kill('pairs', false, false);
    await eventually(() => (look(), heard.kills.at(-1)?.kills.length === 0));
    expect(heard.kills).toHaveLength(2);
  });

  it('tells that the OMS was lost, and found again', async () => {
    const { heard, subscribe } = await enter();
    await subscribe();
    oms.silent = true;
    gateway.clock.advance(5_000_000);
    await eventually(() => heard.live.length === 1, { timeoutMs: 10_000 });
    oms.silent = false;
    await eventually(
      () => {
        gateway.clock.advance(5_000_000);
        return heard.live.length === 2;
      },
      { timeoutMs: 10_000 },
    );
    expect(heard.live).toEqual([false, true]);
  });

  it('begins anew when the journal of the OMS does: what is told then does not fit what is held', async () => {
    const { heard, subscribe } = await enter();
    const { seq } = await subscribe();
    expect(seq).toBeGreaterThan(10);
    oms.events.length = 0;
    oms.journal = 'journal-2';
    oms.order('n-1');
    await eventually(() => heard.events.some(({ prev }) => prev === 0));
    await eventually(async () => (await subscribe()).seq === 1);
    expect((await subscribe()).orders.map(({ clOrdId }) => clOrdId)).toEqual(['n-1']);
  });

  it('closes a client that does not read: nothing may be left out, it begins anew', async () => {
    const { socket, subscribe } = await enter();
    await subscribe();
    const { transport } = socket.io.engine as unknown as {
      transport: { ws: { _socket: { pause(): void; resume(): void } } };
    };
    transport.ws._socket.pause();
    const closing = closingOf(socket);
    const [position] = [{ account: 'main', strategy: 'big', venue: 'sim', currency: 'USD', quantity: '1' }];
    const figures = {
      avgPrice: '1',
      markPrice: '1',
      marketValue: '1',
      realizedPnl: '0',
      unrealizedPnl: '0',
      fees: '0',
    };
    const positions = Array.from({ length: 1_500 }, (_, at) => ({ ...position, ...figures, symbol: `X${at}` }));
    let n = 0;
    await eventually(
      () => {
        oms.portfolio({ ...portfolioShape('main', `big-${++n % 50}`, String(n)), positions });
        gateway.clock.advance(100_000);
        return gateway.logged.some((line) => line.includes('SOCKET_SLOW'));
      },
      { timeoutMs: 30_000, everyMs: 10 },
    );
    transport.ws._socket.resume();
    expect(await closing).toMatchObject({ code: 'SOCKET_SLOW' });
  }, 60_000);
});
