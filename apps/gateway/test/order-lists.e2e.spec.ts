import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '@bourseworks/dto';
import { eventually } from '@bourseworks/testkit';
import { RunningPlatform } from '../../../test/support/running-platform.js';
import { TestGateway, type Answer } from './gateway.js';

let platform: RunningPlatform;
let gateway: TestGateway;
let token: string;

beforeAll(async () => {
  platform = await RunningPlatform.start();
  const env = {
    SOLACE_URL: platform.solaceUrl,
    ACTOR_KEYS_DIR: join(platform.dataDir, 'actor'),
    // The platform has one already.
    GATEWAY_ID: 'gateway2',
  };
  gateway = await TestGateway.start({ env, realTime: true });
  token = await gateway.admin();
  await eventually(async () => (await ask('GET', 'accounts')).status === 200, { what: 'the OMS behind the gateway' });
}, 120_000);

afterAll(async () => {
  await gateway.stop();
  await platform.stop();
}, 60_000);

const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  gateway.ask(method, `/api/v1/${path}`, { token, body });

interface ListBody {
  readonly list: { readonly state: string; readonly legs: readonly { readonly role: string }[] };
  readonly orders: readonly OrderView[];
}

async function bid(): Promise<number> {
  const quote = (await (await fetch(`${platform.http['exchange']}/api/book?symbol=BTCUSD&depth=1`)).json()) as {
    bids: [string, string][];
  };
  return Number(quote.bids[0]?.[0]);
}

const onTick = (price: number): string => (Math.floor(price * 10) / 10).toFixed(2);

/** An entry below the market, which rests, with exits around it. */
async function bracket(change: object = {}): Promise<Record<string, unknown>> {
  const price = (await bid()) * 0.95;
  const base = { venue: 'sim', symbol: 'BTCUSD', timeInForce: 'GTC', quantity: '0.01' };
  const orders = [
    { ...base, role: 'ENTRY', side: 'BUY', type: 'LIMIT', price: onTick(price) },
    { ...base, role: 'TAKE_PROFIT', side: 'SELL', type: 'LIMIT', price: onTick(price * 1.2) },
    { ...base, role: 'STOP_LOSS', side: 'SELL', type: 'STOP', stopPrice: onTick(price * 0.9) },
  ];
  return { clientOrderId: randomUUID(), account: 'SIM', kind: 'BRACKET', orders, ...change };
}

async function placed(body: object): Promise<string> {
  const { status, body: receipt } = await ask('POST', 'order-lists', body);
  expect({ status, code: receipt['code'] }).toEqual({ status: 201, code: undefined });
  return String(receipt['listId']);
}

const listOf = async (listId: string): Promise<ListBody> =>
  (await ask('GET', `order-lists/${listId}`)).body as unknown as ListBody;

describe('lists of orders over REST', () => {
  it('are placed once for one id, and the same id with another order in it is another list', async () => {
    const body = await bracket();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask('POST', 'order-lists', body)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      ...Array.from({ length: 9 }, () => 200),
      201,
    ]);
    const [{ body: first }] = answers;
    expect(first).toMatchObject({
      clientOrderId: body['clientOrderId'],
      listId: expect.any(String),
      ordStatus: 'PendingNew',
      orders: [{ role: 'ENTRY' }, { role: 'TAKE_PROFIT' }, { role: 'STOP_LOSS' }],
    });
    const orders = body['orders'] as object[];
    const turned = orders.map((order) => Object.fromEntries(Object.entries(order).toReversed()));
    expect(await ask('POST', 'order-lists', { ...body, orders: turned })).toMatchObject({
      status: 200,
      body: { listId: first['listId'], duplicate: true, orders: first['orders'] },
    });
    const larger = orders.map((order) => ({ ...order, quantity: '0.02' }));
    const reused = { status: 409, body: { code: 'CLIENT_ORDER_ID_REUSED' } };
    expect(await ask('POST', 'order-lists', { ...body, orders: larger })).toMatchObject(reused);
    const [{ role: _entry, ...order }] = orders as { role: string }[];
    const { clientOrderId, account } = body;
    expect(await ask('POST', 'orders', { ...order, clientOrderId, account })).toMatchObject(reused);
    const log = (await gateway.audited('order_list.place')).map(
      ({ resource, details }) => [resource, (JSON.parse(details ?? '{}') as { outcome: string }).outcome] as const,
    );
    expect(log).toEqual([
      ['order_list', 'requested'],
      ['order_list', 'accepted'],
      ['order_list', 'refused'],
    ]);
    await ask('POST', `order-lists/${String(first['listId'])}/cancel`, { commandId: randomUUID() });
  });

  it('are shown with their orders, which name them, and are cancelled whole', async () => {
    const body = await bracket();
    const listId = await placed(body);
    const { list, orders } = await listOf(listId);
    expect(list).toMatchObject({
      listId,
      clientOrderId: body['clientOrderId'],
      user: 'admin',
      kind: 'BRACKET',
      account: 'SIM',
      strategy: 'manual',
      state: 'WAITING',
      onLegCancel: 'KEEP',
      legs: [
        { role: 'ENTRY', leavesQty: '0.01000', waiting: false },
        { role: 'TAKE_PROFIT', leavesQty: '0.00000', waiting: true },
        { role: 'STOP_LOSS', leavesQty: '0.00000', waiting: true },
      ],
    });
    expect(orders.map((order) => [order.listId, order.listRole, order.user])).toEqual([
      [listId, 'ENTRY', 'admin'],
      [listId, 'TAKE_PROFIT', 'admin'],
      [listId, 'STOP_LOSS', 'admin'],
    ]);
    const open = async (): Promise<unknown[]> =>
      ((await ask('GET', 'order-lists?open=true')).body['lists'] as { listId: string }[]).map((one) => one.listId);
    expect(await open()).toEqual([listId]);
    const command = { commandId: randomUUID() };
    const cancel = (): Promise<Answer> => ask('POST', `order-lists/${listId}/cancel`, command);
    expect(await cancel()).toMatchObject({
      status: 200,
      body: { ...command, listId, ordStatus: 'PendingCancel', duplicate: false },
    });
    await eventually(async () => (await listOf(listId)).list.state === 'ENDED', { what: 'the end of the list' });
    await eventually(async () => (await listOf(listId)).orders.every(({ ordStatus }) => ordStatus === 'Canceled'));
    expect(await cancel()).toMatchObject({ status: 200, body: { listId, duplicate: true } });
    expect(await open()).toEqual([]);
    const newest = (await ask('GET', 'order-lists?limit=1')).body;
    expect(newest).toMatchObject({ lists: [{ listId, state: 'ENDED', cancelled: true }], more: true });
    const rows = await gateway.audited('order_list.cancel');
    expect(rows.slice(-4).map(({ resource_id: id }) => id)).toEqual([listId, listId, listId, listId]);
  });

  it('release their exits when the entry fills', async () => {
    const body = await bracket();
    const orders = (body['orders'] as Record<string, unknown>[]).map((order) => ({ ...order }));
    const price = await bid();
    Object.assign(orders[0], { type: 'MARKET', timeInForce: 'IOC', price: undefined });
    Object.assign(orders[1], { price: onTick(price * 1.05) });
    Object.assign(orders[2], { stopPrice: onTick(price * 0.95) });
    const listId = await placed({ ...body, orders });
    await eventually(async () => {
      const { list, orders: made } = await listOf(listId);
      return list.state === 'WORKING' && made.every(({ ordStatus }) => ordStatus === 'New' || ordStatus === 'Filled');
    });
    const { orders: made } = await listOf(listId);
    const stop = made.find(({ listRole }) => listRole === 'STOP_LOSS')?.clOrdId ?? '';
    await ask('POST', `order-lists/${listId}/cancel`, { commandId: randomUUID() });
    await eventually(async () => (await ask('GET', `orders/${stop}`)).body['ordStatus'] === 'Canceled');
    await ask('POST', 'positions/flatten', { commandId: randomUUID(), account: 'SIM', symbol: 'BTCUSD' });
  });

  it('are refused with a code: what is no list, what risk denies, one that is not there, without the role', async () => {
    const body = await bracket();
    const orders = body['orders'] as Record<string, unknown>[];
    const refused = await ask('POST', 'order-lists', { ...body, kind: 'OCO' });
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'LIST_INVALID', details: { clientOrderId: body['clientOrderId'] } },
    });
    const huge = await bracket({ orders: orders.map((order) => ({ ...order, quantity: '100' })) });
    expect(await ask('POST', 'order-lists', huge)).toMatchObject({
      status: 422,
      body: { code: 'RISK_ORDER_NOTIONAL', details: { limit: expect.any(String), observed: expect.any(String) } },
    });
    const closing = [orders[0], { ...orders[1], role: 'CLOSE' }, orders[2]];
    for (const wrong of [{ orders: closing }, { orders: orders.slice(1, 2) }, { kind: 'OUO' }, { release: 'NEVER' }]) {
      const answer = await ask('POST', 'order-lists', { ...body, ...wrong });
      expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
    }
    const unknown = { status: 404, body: { code: 'ORDER_UNKNOWN' } };
    expect(await ask('GET', 'order-lists/none')).toMatchObject(unknown);
    expect(await ask('POST', 'order-lists/none/cancel', { commandId: randomUUID() })).toMatchObject(unknown);
    const rosa = await gateway.user(token, 'rosa', ['risk']);
    expect(await gateway.ask('POST', '/api/v1/order-lists', { token: rosa.token, body })).toMatchObject({
      status: 403,
      body: { code: 'ROLE_REQUIRED' },
    });
    const listId = await placed(await bracket());
    const byRisk = { token: rosa.token, body: { commandId: randomUUID() } };
    expect((await gateway.ask('POST', `/api/v1/order-lists/${listId}/cancel`, byRisk)).status).toBe(200);
  });
});
