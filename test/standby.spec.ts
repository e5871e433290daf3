import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { OrderReplyShape, OrdersReplyShape } from '@bourseworks/dto';
import { eventually, freePort, startProcess, type StartedProcess } from '@bourseworks/testkit';
import { RunningPlatform } from './support/running-platform.js';

const TIMEOUT_MS = 120_000;

let platform: RunningPlatform;
let second: StartedProcess;
let probes: string;
beforeAll(async () => {
  platform = await RunningPlatform.start({ OMS_STANDBY: 'true', STRATEGIES: '[]' });
  const port = await freePort();
  probes = `http://127.0.0.1:${port}/health`;
  second = startProcess({
    entry: 'apps/oms/src/main.js',
    env: {
      OMS_STANDBY: 'true',
      OMS_PORT: String(port),
      DATA_DIR: platform.dataDir,
      SOLACE_URL: platform.solaceUrl,
      EXCHANGE_URL: platform.http['exchange'],
      LOG_LEVEL: 'info',
    },
  });
}, TIMEOUT_MS);
afterAll(async () => {
  await second.stop();
  await platform.stop();
}, 60_000);

async function place(commandId: string): Promise<OrderReplyShape> {
  const quote = (await (await fetch(`${platform.http['exchange']}/api/book?symbol=BTCUSD&depth=1`)).json()) as {
    bids: [string, string][];
  };
  const body = {
    commandId,
    account: 'SIM',
    strategy: 'manual',
    sentTime: `${Date.now()}000000`,
    venue: 'sim',
    symbol: 'BTCUSD',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.01',
    price: (Math.floor(Number(quote.bids[0]?.[0]) * 9.6) / 10).toFixed(2),
  };
  return platform.command<OrderReplyShape>('orders/request/v1/submit/SIM/manual', body, 20_000);
}

async function openIds(): Promise<string[]> {
  const query = { account: 'SIM', strategy: 'manual', open: true };
  const { orders } = await platform.ask<OrdersReplyShape>('orders/query/v1/orders', query);
  return orders.filter((order) => order.ordStatus === 'New').map((order) => order.clOrdId);
}

const status = async (path: string): Promise<number> => (await fetch(`${probes}/${path}`)).status;
const epochOf = (clOrdId: string): number => Number(clOrdId.split('-').at(-2));

let first: OrderReplyShape;
let next: OrderReplyShape;

it(
  'waits while the active OMS lives: live, not ready',
  async () => {
    await second.waitFor((line) => line['event'] === 'standby.waiting', 30_000);
    await eventually(async () => (await status('live')) === 200);
    expect(await status('ready')).toBe(503);
    first = await place('standby-1');
    expect(first.code).toBeUndefined();
    await eventually(async () => (await openIds()).includes(first.clOrdId), { timeoutMs: 10_000 });
  },
  TIMEOUT_MS,
);

it(
  'takes over when the active one is killed: with its orders, under an epoch of its own',
  async () => {
    process.kill(platform.pid('oms'), 'SIGKILL');
    await second.waitFor((line) => line['event'] === 'service.ready', 30_000);
    expect(await status('ready')).toBe(200);
    expect(await openIds()).toEqual([first.clOrdId]);
    next = await place('standby-2');
    expect(next.code).toBeUndefined();
    expect(epochOf(next.clOrdId)).toBeGreaterThan(epochOf(first.clOrdId));
    expect((await place('standby-1')).clOrdId).toBe(first.clOrdId);
  },
  TIMEOUT_MS,
);

it(
  'the killed one comes back as the standby, and takes over in its turn',
  async () => {
    await eventually(() => platform.events('standby.waiting', 'oms').length > 0, { timeoutMs: 30_000 });
    await second.stop();
    await eventually(() => platform.events('launcher.recovered').length > 0, { timeoutMs: 60_000 });
    await eventually(async () => (await openIds()).length === 2, { timeoutMs: 20_000 });
    expect((await openIds()).sort()).toEqual([first.clOrdId, next.clOrdId].sort());
    expect(platform.events('journal.failed')).toEqual([]);
  },
  TIMEOUT_MS,
);
