import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it, jest } from '@jest/globals';
import { GuaranteedMessaging, SmfBroker } from '@bourseworks/smf-broker';
import { eventually, tempDir, VirtualClock } from '@bourseworks/testkit';
import type { Operator } from '../src/commands/operator.js';
import { DatabaseBusyError } from '../src/database/database-busy-error.js';
import { KillSwitch } from '../src/kill-switch/kill-switch.js';
import { OrderChanges } from '../src/orders/order-changes.js';
import { OrderPlacement } from '../src/orders/order-placement.js';
import { OrderPreviews } from '../src/orders/order-previews.js';
import { OrderRequests } from '../src/orders/order-requests.js';
import { Flatten } from '../src/positions/flatten.js';
import { Strategies } from '../src/strategies/strategies.js';
import { FakeOms } from './fake-oms.js';
import { TestGateway, type Answer } from './gateway.js';

const ticket = (change: object = {}): Record<string, unknown> => ({
  clientOrderId: randomUUID(),
  account: 'SIM',
  venue: 'sim',
  symbol: 'BTCUSD',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1.000',
  price: '100.00',
  ...change,
});

/** The OMS takes an order no more after 30 s; with the grace for clocks. */
const LONG_US = 36_000_000;

describe('placing an order', () => {
  let broker: SmfBroker;
  let url: string;
  let oms: FakeOms;
  let clock: VirtualClock;
  let dataDir: string;
  let gateway: TestGateway;
  let token: string;

  beforeAll(async () => {
    broker = new SmfBroker({ tcpPort: 0, wsPort: null, extensions: [new GuaranteedMessaging()] });
    url = `tcp://127.0.0.1:${(await broker.start()).tcpPort}`;
  });
  afterAll(() => broker.stop());

  beforeEach(async () => {
    oms = await FakeOms.connect(url);
    clock = new VirtualClock();
    dataDir = tempDir('gateway');
    gateway = await startGateway();
    token = await gateway.admin();
    await isReady(gateway);
  });
  afterEach(async () => {
    await gateway.stop();
    await oms.close();
  });

  const startGateway = (): Promise<TestGateway> =>
    TestGateway.start({ env: { SOLACE_URL: url, GATEWAY_ACCESS_TOKEN_SECONDS: '900' }, dataDir, clock });
  const isReady = (one: TestGateway): Promise<boolean> =>
    eventually(async () => (await one.ask('GET', '/health/ready')).status === 200);
  const place = (body: object, by = gateway): Promise<Answer> => by.ask('POST', '/api/v1/orders', { token, body });
  const outcomes = async (by = gateway): Promise<unknown[]> =>
    (await by.audited('order.place')).map(
      ({ details }) => (JSON.parse(details ?? '{}') as { outcome: string }).outcome,
    );

  it('is in the audit log before it leaves, with its outcome after', async () => {
    const before: unknown[] = [];
    oms.onSubmit = async () => void before.push(...(await outcomes()));
    expect((await place(ticket())).status).toBe(201);
    expect(before).toEqual(['requested']);
    expect(await outcomes()).toEqual(['requested', 'accepted']);
    expect((await place(ticket({ symbol: 'NOPE' }))).status).toBe(422);
    expect((await outcomes()).slice(2)).toEqual(['requested', 'refused']);
  });

  it('takes the same id in two accounts, and ids of any length, each under an id of its own', async () => {
    const clientOrderId = 'x'.repeat(64);
    for (const account of ['SIM', 'SIM2']) expect((await place(ticket({ account, clientOrderId }))).status).toBe(201);
    expect((await place(ticket({ clientOrderId: 'mine' }))).status).toBe(201);
    const ids = oms.received.map(({ commandId }) => commandId);
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => id.length <= 64)).toBe(true);
    expect(ids[2]).toBe('SIM/mine');
    await eventually(async () => {
      const { body } = await gateway.ask('GET', '/api/v1/orders', { token });
      return (
        (body['orders'] as { clientOrderId?: string }[]).filter((one) => one.clientOrderId !== undefined).length === 3
      );
    });
  });

  it('whose answer is lost is Unknown, never refused, and is found out', async () => {
    oms.loseReplies = true;
    const body = ticket();
    const question = gateway.ask('GET', '/api/v1/accounts', { token });
    const lost = await place(body);
    expect(lost).toMatchObject({ status: 202, body: { state: 'Unknown', duplicate: false } });
    expect(await question).toMatchObject({ status: 503, body: { code: 'REQUEST_TIMEOUT' } });
    oms.loseReplies = false;
    const found = await eventually(async () => {
      const again = await place(body);
      return again.status === 200 && again.body['clOrdId'] !== undefined && again;
    });
    expect(found.body).toMatchObject({ clOrdId: 'test-1', duplicate: true, state: 'Intent' });
    expect(oms.orders).toHaveLength(1);
    expect(await outcomes()).toEqual(['requested', 'unknown', 'accepted']);
  });

  it.each([
    ['the OMS', false],
    ['the events', true],
  ])(
    'of a list whose answer is lost is found out from %s; its orders are the person’s, without its id',
    async (_, forgets) => {
      oms.forgets = forgets;
      const { clientOrderId, account, ...entry } = ticket();
      const exit = { ...entry, side: 'SELL' };
      const orders = [
        { ...entry, role: 'ENTRY' },
        { ...exit, role: 'TAKE_PROFIT', price: '120.00' },
        { ...exit, role: 'STOP_LOSS', type: 'STOP', stopPrice: '90.00', price: undefined },
      ];
      const body = { clientOrderId, account, kind: 'BRACKET', orders };
      const placeList = (): Promise<Answer> => gateway.ask('POST', '/api/v1/order-lists', { token, body });
      oms.loseReplies = true;
      expect(await placeList()).toMatchObject({ status: 202, body: { state: 'Unknown', clientOrderId } });
      oms.loseReplies = false;
      // Not asked for again before it is found out: else the OMS would tell.
      await eventually(async () => (await gateway.audited('order_list.place')).length === 3);
      const found = await placeList();
      expect(found).toMatchObject({ status: 200, body: { listId: 'list-1', duplicate: true, state: 'Intent' } });
      expect(oms.orders).toHaveLength(3);
      const shown = await gateway.ask('GET', '/api/v1/orders?listId=list-1', { token });
      const rows = shown.body['orders'] as Record<string, unknown>[];
      expect(rows.map(({ listRole, user }) => [listRole, user])).toEqual([
        ['STOP_LOSS', 'admin'],
        ['TAKE_PROFIT', 'admin'],
        ['ENTRY', 'admin'],
      ]);
      for (const row of rows) expect(row).not.toHaveProperty('clientOrderId');
      expect(gateway.logged.some((line) => line.includes('projection.order_twice'))).toBe(false);
    },
  );

  it('that never arrived is NotReceived once the OMS takes it no more, for ever', async () => {
    oms.deaf = true;
    const body = ticket();
    expect((await place(body)).status).toBe(202);
    oms.deaf = false;
    clock.advance(LONG_US);
    await eventually(async () => (await place(body)).body['state'] === 'NotReceived');
    expect(await place(body)).toMatchObject({ status: 200, body: { state: 'NotReceived', duplicate: true } });
    expect(oms.received).toEqual([]);
    expect(await outcomes()).toEqual(['requested', 'unknown', 'not_received']);
  });

  it('that is asked for again in time is sent again under its id and with its first time', async () => {
    oms.deaf = true;
    const body = ticket();
    expect((await place(body)).status).toBe(202);
    oms.deaf = false;
    clock.advance(10_000_000);
    expect(await place(body)).toMatchObject({ status: 200, body: { clOrdId: 'test-1', duplicate: true } });
    const [request] = oms.received;
    expect(Number(request.sentTime)).toBe((clock.nowUs() - 10_000_000) * 1_000);
    expect(Number(request.expireTime) - Number(request.sentTime)).toBe(30_000_000_000);
  });

  it('of an earlier process is found out by the next one', async () => {
    oms.loseReplies = true;
    const body = ticket();
    const flying = place(body).catch(() => undefined);
    await eventually(() => oms.received.length === 1);
    // The answer never comes: the process ends before it has said anything.
    await gateway.stop();
    await flying;
    gateway = await startGateway();
    await eventually(async () => (await outcomes()).includes('accepted'));
    expect(await place(body)).toMatchObject({ status: 200, body: { clOrdId: 'test-1', duplicate: true } });
    expect(oms.received).toHaveLength(1);
  });

  it('of two gateways on one database at once makes one order', async () => {
    const other = await startGateway();
    await isReady(other);
    const body = ticket();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => place(body, index % 2 === 0 ? gateway : other)),
    );
    expect(new Set(answers.map((one) => one.body['clOrdId']))).toEqual(new Set(['test-1']));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(oms.orders).toHaveLength(1);
    await other.stop();
  });

  it('whose answer cannot be kept is Unknown and found out, never told as if nothing had been done', async () => {
    const busy = new DatabaseBusyError('another process holds the database');
    const failing = jest.spyOn(gateway.get(OrderRequests), 'answer').mockRejectedValue(busy);
    const body = ticket();
    expect(await place(body)).toMatchObject({ status: 202, body: { state: 'Unknown', duplicate: false } });
    expect(oms.orders).toHaveLength(1);
    failing.mockRestore();
    // Nobody asks again.
    await eventually(async () => (await outcomes()).includes('accepted'));
    expect(await place(body)).toMatchObject({ status: 200, body: { clOrdId: 'test-1', duplicate: true } });
  });

  it('or another command with half a character in a name is refused before anybody is asked', async () => {
    for (const account of ['\ud800', 'SIM\udc00', '\u0000', 'a'.repeat(65)])
      expect([account, await place(ticket({ account }))]).toMatchObject([account, { status: 400 }]);
    expect((await place(ticket({ symbol: 'BTC/USD \u{1F680}' }))).status).toBe(201);
    const kill = { commandId: 'k', scope: 'account', id: '\ud800', reason: 'test' };
    expect(await gateway.ask('POST', '/api/v1/kill-switch', { token, body: kill })).toMatchObject({ status: 400 });
    expect(oms.received).toHaveLength(1);
  });

  it('or narrowing a command by null is refused: it would fit no order, and cancel nothing', async () => {
    const commandId = 'c';
    for (const [path, body] of [
      ['orders', ticket({ adapter: null })],
      ['orders/cancel-all', { commandId, venue: null }],
      ['orders/cancel-all', { commandId, symbol: null }],
      ['positions/flatten', { commandId, account: 'SIM', symbol: null }],
      ['strategies/ma/stop', { commandId, reason: null }],
    ] as const)
      expect([path, await gateway.ask('POST', `/api/v1/${path}`, { token, body })]).toMatchObject([
        path,
        { status: 400, body: { code: 'BAD_REQUEST' } },
      ]);
    const change = { commandId, quantity: null, price: '1.00' };
    const path = '/api/v1/orders/test-1';
    expect(await gateway.ask('PATCH', path, { token, body: change })).toMatchObject({ status: 400 });
    expect(oms.received).toEqual([]);
  });

  it('with another body under the same id is refused before anybody is asked', async () => {
    const body = ticket();
    const answers = await Promise.all([place(body), place({ ...body, price: '101.00' })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect(oms.received).toHaveLength(1);
    expect(await place({ ...body, reason: 'why' })).toMatchObject({ body: { code: 'CLIENT_ORDER_ID_REUSED' } });
  });

  it('is refused by each service to whoever lacks the role, and the log says so', async () => {
    const viewer: Operator = {
      userId: (await gateway.ask('GET', '/api/v1/auth/me', { token })).body['id'] as string,
      username: 'vera',
      roles: ['viewer'],
      sid: randomUUID(),
      ipAddress: undefined,
    };
    const admin = { ...viewer, roles: ['admin'] };
    const body = ticket() as never;
    const kill = { commandId: 'k', scope: 'firm', id: 'all', reason: 'test' } as const;
    const refused = [
      await gateway.get(OrderPlacement).place(viewer, body),
      await gateway.get(OrderPreviews).preview(viewer, body),
      await gateway.get(OrderChanges).cancel(admin, 'x', 'c'),
      await gateway.get(OrderChanges).replace(admin, 'x', 'c', { quantity: '1' }),
      await gateway.get(OrderChanges).cancelAll(viewer, 'c', {}),
      await gateway.get(Flatten).flatten(viewer, 'c', { account: 'SIM' }),
      await gateway.get(Strategies).control(viewer, 'start', 'ma', { commandId: 'c' }),
      await gateway.get(KillSwitch).set(viewer, 'kill', kill),
      await gateway.get(KillSwitch).set(admin, 'rearm', kill),
    ];
    expect(refused.map((one) => (one.ok ? 'ok' : one.refusal.code))).toEqual(refused.map(() => 'ROLE_REQUIRED'));
    for (const action of ['order.place', 'order.cancel', 'order.replace', 'order.cancel_all', 'position.flatten'])
      expect([action, (await gateway.audited(action)).map((row) => row.details)]).toEqual([
        action,
        [expect.stringContaining('"code":"ROLE_REQUIRED"')],
      ]);
    expect(oms.received).toEqual([]);
  });
});

describe('while the OMS is away', () => {
  it('questions and commands are answered 503 with a code, and an order that never left may be sent again', async () => {
    const gateway = await TestGateway.start({ env: { SOLACE_URL: 'tcp://127.0.0.1:1' } });
    const token = await gateway.admin();
    const down = { status: 503, body: { code: 'TRANSPORT_DOWN' } };
    const ask = (method: string, path: string, body?: object): Promise<Answer> =>
      gateway.ask(method, `/api/v1/${path}`, { token, body });
    for (const path of ['accounts', 'instruments', 'kill-switch', 'history/bars?venue=v&symbol=s&kind=bar-1m'])
      expect([path, await ask('GET', path)]).toMatchObject([path, down]);
    const kill = { commandId: 'k', scope: 'firm', id: 'all', reason: 'test' };
    expect(await ask('POST', 'kill-switch', kill)).toMatchObject(down);
    const body = ticket();
    for (let n = 0; n < 2; n++) expect(await ask('POST', 'orders', body)).toMatchObject(down);
    expect(await ask('POST', 'positions/flatten', { commandId: 'f', account: 'SIM' })).toMatchObject(down);
    // It may be one of a moment ago.
    expect(await ask('POST', 'orders/test-1/cancel', { commandId: 'c' })).toMatchObject(down);
    expect(await ask('PATCH', 'orders/test-1', { commandId: 'r', price: '1.00' })).toMatchObject(down);
    expect((await gateway.audited('order.cancel')).map(({ details }) => details)).toEqual([
      expect.stringContaining('"outcome":"refused","code":"TRANSPORT_DOWN"'),
    ]);
    // What is kept here is still there.
    expect(await ask('GET', 'orders')).toMatchObject({ status: 200, body: { orders: [] } });
    expect(await ask('GET', 'fills')).toMatchObject({ status: 200, body: { fills: [] } });
    expect(await ask('GET', 'positions')).toMatchObject({ status: 200, body: { positions: [], live: false } });
    expect((await ask('GET', 'strategies')).body).toEqual({ strategies: [], unreachable: ['host1'] });
    const rows = await gateway.audited('order.place');
    const told = rows.map(({ details }) => JSON.parse(details ?? '{}') as { outcome: string; code?: string });
    expect(told.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['requested', undefined],
      ['refused', 'TRANSPORT_DOWN'],
      ['requested', undefined],
      ['refused', 'TRANSPORT_DOWN'],
    ]);
    await gateway.stop();
  });
});
