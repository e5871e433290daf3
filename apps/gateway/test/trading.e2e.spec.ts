import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ORDER_QUERY,
  strategyControlTopic,
  type EventsReplyShape,
  type FillView,
  type OrderView,
  type StrategyControlReplyShape,
} from '@bourseworks/dto';
import { eventually, startProcess } from '@bourseworks/testkit';
import { RunningPlatform } from '../../../test/support/running-platform.js';
import { Db } from '../src/database/db.js';
import { OrderStream, type OrderBatch } from '../src/orders/order-stream.js';
import { TestGateway, type Answer } from './gateway.js';

const STRATEGIES = [
  {
    id: 'ma',
    type: 'moving-average',
    account: 'SIM',
    parameters: { venue: 'sim', symbol: 'ETHUSD', kind: 'bar-1s', fast: 2, slow: 4 },
  },
];
const VENUE_KEY = { 'x-api-key': 'dev-SIM' };

interface PositionBody {
  readonly strategy: string;
  readonly symbol: string;
  readonly quantity: string;
}

let platform: RunningPlatform;
let gateway: TestGateway;
let token: string;
const batches: OrderBatch[] = [];

beforeAll(async () => {
  platform = await RunningPlatform.start({ STRATEGIES: JSON.stringify(STRATEGIES) });
  const env = {
    SOLACE_URL: platform.solaceUrl,
    ACTOR_KEYS_DIR: join(platform.dataDir, 'actor'),
    GATEWAY_STRATEGY_HOSTS: 'host1,nowhere',
    // The platform has one already.
    GATEWAY_ID: 'gateway2',
  };
  gateway = await TestGateway.start({ env, realTime: true });
  gateway.get(OrderStream).onBatch((batch) => batches.push(batch));
  token = await gateway.admin();
  await eventually(async () => (await ask('GET', 'accounts')).status === 200, { what: 'the OMS behind the gateway' });
}, 120_000);

afterAll(async () => {
  await gateway.stop();
  await platform.stop();
}, 60_000);

const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  gateway.ask(method, `/api/v1/${path}`, { token, body });

const ticket = (change: object = {}): Record<string, unknown> => ({
  clientOrderId: randomUUID(),
  account: 'SIM',
  venue: 'sim',
  symbol: 'BTCUSD',
  side: 'BUY',
  type: 'MARKET',
  timeInForce: 'IOC',
  quantity: '0.01',
  ...change,
});

/** A bid below the market but inside the price collar: it rests. */
async function resting(change: object = {}): Promise<Record<string, unknown>> {
  const quote = (await (await fetch(`${platform.http['exchange']}/api/book?symbol=BTCUSD&depth=1`)).json()) as {
    bids: [string, string][];
  };
  const price = (Math.floor(Number(quote.bids[0]?.[0]) * 0.95 * 10) / 10).toFixed(2);
  return ticket({ type: 'LIMIT', timeInForce: 'GTC', price, ...change });
}

async function placed(body: object): Promise<string> {
  const { status, body: receipt } = await ask('POST', 'orders', body);
  expect({ status, code: receipt['code'] }).toEqual({ status: 201, code: undefined });
  return String(receipt['clOrdId']);
}

const orderOf = async (clOrdId: string): Promise<Answer['body']> => (await ask('GET', `orders/${clOrdId}`)).body;

const hasStatus = (clOrdId: string, status: string): Promise<boolean> =>
  eventually(async () => (await orderOf(clOrdId))['ordStatus'] === status, { what: `${clOrdId} ${status}` });

async function held(symbol: string): Promise<PositionBody[]> {
  const { positions } = (await ask('GET', 'positions')).body as unknown as { positions: PositionBody[] };
  return positions.filter((one) => one.symbol === symbol);
}

const command = (more: object = {}): { readonly commandId: string } => ({ commandId: randomUUID(), ...more });

describe('the platform over REST', () => {
  it('lists instruments, bars, accounts and strategies, and names the host that is not there', async () => {
    const { instruments } = (await ask('GET', 'instruments')).body as { instruments: { symbol: string }[] };
    expect(instruments.find(({ symbol }) => symbol === 'BTCUSD')).toMatchObject({
      venue: 'sim',
      adapter: 'sim',
      kinds: expect.arrayContaining(['quote', 'bar-1m']),
    });
    const bars = (await ask('GET', 'history/bars?venue=sim&symbol=BTCUSD&kind=bar-1m&limit=20')).body;
    const list = bars['bars'] as { start: number; end: number }[];
    expect(list.length).toBeGreaterThan(10);
    expect(list.length).toBeLessThanOrEqual(20);
    for (const { start, end } of list) expect(end - start).toBe(60_000);
    expect(list.map(({ start }) => start)).toEqual(list.map(({ start }) => start).toSorted((a, b) => a - b));
    expect((await ask('GET', 'accounts')).body).toMatchObject({
      accounts: [{ account: 'SIM', strategy: 'all', currency: 'USD', cash: expect.any(String) }],
    });
    expect((await ask('GET', 'strategies')).body).toMatchObject({
      strategies: [{ id: 'ma', host: 'host1', state: 'RUNNING' }],
      unreachable: ['nowhere'],
    });
  });

  it('refuses what it cannot ask for with a coded 4xx', async () => {
    const cases: [string, string, number, string][] = [
      ['GET', 'history/bars?venue=sim&symbol=NOPE&kind=bar-1m', 404, 'INSTRUMENT_UNKNOWN'],
      ['GET', 'history/bars?venue=nowhere&symbol=BTCUSD&kind=bar-1m', 404, 'VENUE_UNKNOWN'],
      ['GET', 'history/bars?venue=sim&symbol=BTCUSD&kind=trade', 400, 'BAD_REQUEST'],
      ['GET', 'history/bars?venue=sim&symbol=BTCUSD&kind=bar-1s&from=0', 422, 'HISTORY_RANGE_INVALID'],
      ['GET', 'orders/nothing', 404, 'ORDER_UNKNOWN'],
      ['POST', 'orders/nothing/cancel', 404, 'ORDER_UNKNOWN'],
    ];
    for (const [method, path, status, code] of cases)
      expect([path, await ask(method, path, method === 'POST' ? command() : undefined)]).toMatchObject([
        path,
        { status, body: { code } },
      ]);
    const none = await ask('POST', 'strategies/none/stop', command());
    // One host does not answer: it may have the strategy.
    expect(none).toMatchObject({ status: 503, body: { code: 'REQUEST_TIMEOUT' } });
  });

  it('makes one order of a hundred requests with one id, at the OMS and at the venue', async () => {
    const body = ticket();
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask('POST', 'orders', body)));
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([...Array.from({ length: 99 }, () => 200), 201]);
    const receipts = answers.map(({ body: { duplicate: _, ...receipt } }) => JSON.stringify(receipt));
    expect(new Set(receipts).size).toBe(1);
    expect(answers.filter(({ body: { duplicate } }) => duplicate === true)).toHaveLength(99);
    const { commandId, clOrdId } = answers[0]?.body ?? {};
    const { events } = await platform.ask<EventsReplyShape>(ORDER_QUERY.events, { strategy: 'manual' });
    const made = events.filter((event) => event.commandId === commandId);
    expect(new Set(made.map((event) => event.clOrdId))).toEqual(new Set([clOrdId]));
    expect(made.filter(({ execType }) => execType === 'PendingNew')).toHaveLength(1);
    await hasStatus(String(clOrdId), 'Filled');
    const venue = await fetch(`${platform.http['exchange']}/api/executions?limit=1000`, { headers: VENUE_KEY });
    const { executions } = (await venue.json()) as { executions: { clientOrderId: string }[] };
    const ours = executions.map((one) => one.clientOrderId).filter((id) => id.includes('-manual-'));
    expect(new Set(ours)).toEqual(new Set([clOrdId]));
    const other = await ask('POST', 'orders', { ...body, quantity: '0.02' });
    expect(other).toMatchObject({ status: 409, body: { code: 'CLIENT_ORDER_ID_REUSED' } });
    expect(await ask('POST', 'orders', body)).toMatchObject({ status: 200, body: { clOrdId, duplicate: true } });
    expect((await gateway.audited('order.place')).length).toBe(3);
  });

  it('shows the order with its person and history, the fill and the position', async () => {
    const { orders } = (await ask('GET', 'orders?strategy=manual&symbol=BTCUSD')).body as unknown as {
      orders: OrderView[];
    };
    const [order] = orders;
    expect(order).toMatchObject({
      user: 'admin',
      clientOrderId: expect.any(String),
      closed: true,
      cumQty: '0.01000',
    });
    const { history } = (await orderOf(order.clOrdId)) as { history: { execType: string }[] };
    expect(history[0].execType).toBe('PendingNew');
    expect(history.map(({ execType }) => execType)).toContain('Trade');
    const { fills } = (await ask('GET', 'fills?symbol=BTCUSD')).body as unknown as { fills: FillView[] };
    expect(fills.find(({ clOrdId }) => clOrdId === order.clOrdId)).toMatchObject({ side: 'BUY', strategy: 'manual' });
    expect((await held('BTCUSD')).find(({ strategy }) => strategy === 'manual')).toMatchObject({
      quantity: '0.01000',
    });
  });

  it('previews without sending', async () => {
    const before = (await gateway.audited('order.place')).length;
    const good = (await ask('POST', 'orders/preview', ticket({ side: 'SELL', quantity: '0.03' }))).body;
    expect(good).toMatchObject({
      ok: true,
      problems: [],
      referenceFrom: 'mark',
      currency: 'USD',
      positionBefore: '0.01000',
      positionAfter: '-0.02000',
    });
    expect(Number(good['notional'])).toBeCloseTo(Number(good['referencePrice']) * 0.03, 4);
    const terms = { type: 'LIMIT', price: '1.001', quantity: '0.000000001', account: 'NOBODY' };
    const { problems } = (await ask('POST', 'orders/preview', ticket(terms))).body as { problems: { code: string }[] };
    expect(problems.map(({ code }) => code)).toEqual(['ACCOUNT_UNKNOWN', 'QUANTITY_OFF_LOT', 'PRICE_OFF_TICK']);
    expect((await ask('POST', 'orders/preview', ticket({ symbol: 'NOPE' }))).body).toMatchObject({
      ok: false,
      problems: [{ code: 'INSTRUMENT_UNKNOWN' }],
    });
    expect((await gateway.audited('order.place')).length).toBe(before);
  });

  it('replaces and cancels a resting order, the strategies’ too', async () => {
    const body = await resting();
    const clOrdId = await placed(body);
    await hasStatus(clOrdId, 'New');
    const replace = command({ quantity: '0.02' });
    expect(await ask('PATCH', `orders/${clOrdId}`, replace)).toMatchObject({
      status: 200,
      body: { commandId: replace.commandId, clOrdId, duplicate: false },
    });
    expect(await ask('PATCH', `orders/${clOrdId}`, replace)).toMatchObject({ status: 200, body: { duplicate: true } });
    await eventually(async () => Number((await orderOf(clOrdId))['quantity']) === 0.02);
    await hasStatus(clOrdId, 'New');
    const cancel = command();
    expect((await ask('POST', `orders/${clOrdId}/cancel`, cancel)).body).toMatchObject({ clOrdId, duplicate: false });
    await hasStatus(clOrdId, 'Canceled');
    expect((await ask('POST', `orders/${clOrdId}/cancel`, cancel)).body).toMatchObject({ duplicate: true });
    expect(await ask('POST', `orders/${clOrdId}/cancel`, command())).toMatchObject({
      status: 409,
      body: { code: 'ORDER_CLOSED' },
    });
    expect(await ask('PATCH', `orders/${clOrdId}`, command())).toMatchObject({ status: 400 });
  });

  it('tells a denial of risk as 422, with the numbers behind it, and the same again', async () => {
    const body = await resting({ quantity: '100' });
    const first = await ask('POST', 'orders', body);
    expect(first).toMatchObject({
      status: 422,
      body: {
        code: 'RISK_ORDER_NOTIONAL',
        details: { clientOrderId: body['clientOrderId'], limit: expect.any(String), observed: expect.any(String) },
      },
    });
    const again = await ask('POST', 'orders', body);
    const { correlationId: _a, ...one } = first.body;
    const { correlationId: _b, ...two } = again.body;
    expect({ status: again.status, ...two }).toEqual({ status: 422, ...one });
    await eventually(async () => {
      const { orders } = (await ask('GET', 'orders?strategy=manual&limit=1')).body as unknown as {
        orders: OrderView[];
      };
      return orders[0]?.code === 'RISK_ORDER_NOTIONAL';
    });
  });

  it('pages through orders without a hole or a repeat', async () => {
    const all = ((await ask('GET', 'orders?strategy=manual')).body as unknown as { orders: OrderView[] }).orders;
    const seen: string[] = [];
    let before = '';
    do {
      const page = (await ask('GET', `orders?strategy=manual&limit=2${before}`)).body as unknown as {
        orders: OrderView[];
        next?: string;
      };
      seen.push(...page.orders.map(({ clOrdId }) => clOrdId));
      before = page.next === undefined ? '' : `&before=${page.next}`;
    } while (before !== '');
    expect(seen).toEqual(all.map(({ clOrdId }) => clOrdId));
  });

  it('cancels all that is open', async () => {
    const ids = [await placed(await resting()), await placed(await resting())];
    for (const id of ids) await hasStatus(id, 'New');
    const scope = { account: 'SIM', symbol: 'BTCUSD' };
    expect((await ask('POST', 'orders/cancel-all', command(scope))).body).toEqual({ requested: 2, failed: [] });
    for (const id of ids) await hasStatus(id, 'Canceled');
    expect((await ask('POST', 'orders/cancel-all', command(scope))).body).toEqual({ requested: 0, failed: [] });
  });

  it('flattens a position once, however often the command comes', async () => {
    const open = await placed(await resting());
    await hasStatus(open, 'New');
    const flatten = command({ account: 'SIM', symbol: 'BTCUSD' });
    const first = await ask('POST', 'positions/flatten', flatten);
    expect(first).toMatchObject({ status: 200, body: { cancelled: 1, failed: [] } });
    const [{ clOrdId }] = first.body['orders'] as { clOrdId: string }[];
    await hasStatus(clOrdId, 'Filled');
    await hasStatus(open, 'Canceled');
    const sum = async (): Promise<number> =>
      (await held('BTCUSD')).reduce((total, { quantity }) => total + Number(quantity), 0);
    await eventually(async () => (await sum()) === 0, { what: 'a flat position' });
    await hasStatus(await placed(ticket()), 'Filled');
    const again = await ask('POST', 'positions/flatten', flatten);
    expect(again.body).toMatchObject({ orders: [{ clOrdId, duplicate: true }], failed: [] });
    expect(await sum()).toBeCloseTo(0.01, 8);
    // Who answers for risk may close, and place nothing else.
    const rosa = await gateway.user(token, 'rosa', ['risk']);
    const asRosa = { token: rosa.token, body: command({ account: 'SIM', symbol: 'BTCUSD' }) };
    const closed = await gateway.ask('POST', '/api/v1/positions/flatten', asRosa);
    expect(closed).toMatchObject({ status: 200, body: { orders: [{ duplicate: false }], failed: [] } });
    await eventually(async () => (await sum()) === 0, { what: 'a flat position' });
    const refused = await gateway.ask('POST', '/api/v1/orders', { token: rosa.token, body: ticket() });
    expect(refused).toMatchObject({ status: 403, body: { code: 'ROLE_REQUIRED' } });
  });

  it('kills: the open order is cancelled, the next is refused, until it is re-armed', async () => {
    const open = await placed(await resting());
    await hasStatus(open, 'New');
    const kill = command({ scope: 'account', id: 'SIM', reason: 'test' });
    expect(await ask('POST', 'kill-switch', kill)).toMatchObject({
      status: 200,
      body: { scope: 'account', id: 'SIM', killed: true },
    });
    await hasStatus(open, 'Canceled');
    expect(await ask('POST', 'orders', ticket())).toMatchObject({ status: 422, body: { code: 'RISK_KILLED' } });
    expect((await ask('POST', 'orders/preview', ticket())).body).toMatchObject({ problems: [{ code: 'RISK_KILLED' }] });
    await platform.killAndAwait('oms');
    const { kills } = await eventually(async () => {
      const answer = await ask('GET', 'kill-switch');
      return answer.status === 200 && (answer.body as unknown as { kills: object[] });
    });
    expect(kills).toEqual([
      { scope: 'account', id: 'SIM', actor: 'admin', reason: 'test', since: expect.any(Number), phase: 'VERIFIED' },
    ]);
    const rearm = command({ scope: 'account', id: 'SIM', reason: 'mended' });
    expect((await ask('POST', 'kill-switch/rearm', rearm)).body).toMatchObject({ killed: false });
    expect((await ask('GET', 'kill-switch')).body).toEqual({ kills: [] });
  });

  it('stops and starts a strategy', async () => {
    const { status, body } = await ask('POST', 'strategies/ma/stop', command({ reason: 'lunch' }));
    expect({ status, body }).toMatchObject({ status: 200, body: { id: 'ma', host: 'host1' } });
    const state = async (): Promise<unknown> => {
      const control = strategyControlTopic('host1');
      return (await platform.ask<StrategyControlReplyShape>(control, { action: 'list' })).strategies[0]?.state;
    };
    await eventually(async () => (await state()) === 'STOPPED');
    await ask('POST', 'strategies/ma/start', command());
    await eventually(async () => (await state()) === 'RUNNING');
    await ask('POST', 'strategies/ma/stop', command());
    await eventually(async () => (await state()) === 'STOPPED');
  });

  it('projects every event once and in order, as a rebuild and the OMS have it', async () => {
    const tables = async (): Promise<object> => {
      const { kysely } = gateway.get(Db);
      const orders = await kysely.selectFrom('orders').selectAll().orderBy('cl_ord_id').execute();
      const history = await kysely.selectFrom('order_history').selectAll().orderBy('sequence').execute();
      const positions = await kysely.selectFrom('positions').selectAll().orderBy('id').execute();
      return { orders, history, positions };
    };
    const live = await eventually(async () => {
      const { events } = await platform.ask<EventsReplyShape>(ORDER_QUERY.events, { limit: 1_000 });
      const { seq } = await gateway.get(OrderStream).snapshot();
      return events.at(-1)?.sequence === seq && (await tables());
    });
    for (const [index, { prev, seq }] of batches.entries()) {
      expect(prev).toBeLessThan(seq);
      if (index > 0) expect(prev).toBe(batches[index - 1].seq);
    }
    const { positions } = await platform.ask<{ positions: Record<string, string>[] }>(ORDER_QUERY.positions, {});
    const key = ({ account, strategy, symbol }: Record<string, unknown>): string =>
      JSON.stringify([account, strategy, symbol]);
    const theirs = positions.map((one) => [
      key(one),
      one['quantity'],
      one['avgPrice'],
      one['realizedPnl'],
      one['fees'],
    ]);
    const rows = (live as { positions: Record<string, string | null>[] }).positions;
    const ours = rows.map((row) => [
      key(row),
      row['quantity'],
      row['average_price'] ?? '0',
      row['realized_pnl'],
      row['fees'],
    ]);
    const sorted = (list: unknown[][]): string[] => list.map((one) => JSON.stringify(one)).toSorted();
    expect(sorted(ours)).toEqual(sorted(theirs));
    expect(ours.length).toBeGreaterThan(1);
    const rebuild = startProcess({
      entry: 'apps/gateway/src/rebuild.js',
      env: { SOLACE_URL: platform.solaceUrl, DATA_DIR: gateway.dataDir },
    });
    expect(await rebuild.exited).toEqual({ code: 0, signal: null });
    expect(rebuild.tail()).toContain('rebuild: done: ');
    expect(await tables()).toEqual(live);
  });

  it('has all of it in the audit log, the request before the outcome', async () => {
    const page = await ask('GET', 'audit?limit=500');
    const entries = (page.body['entries'] as { action: string; details?: { outcome?: string } }[]).toReversed();
    const done = new Map<string, string[]>();
    for (const { action, details } of entries)
      if (details?.outcome !== undefined) done.set(action, [...(done.get(action) ?? []), details.outcome]);
    for (const action of ['order.replace', 'order.cancel_all', 'position.flatten', 'kill', 'rearm', 'strategy.start'])
      expect([action, done.get(action)?.slice(0, 2)]).toEqual([action, ['requested', 'accepted']]);
    expect(done.get('order.place')).toEqual(expect.arrayContaining(['requested', 'accepted', 'refused']));
    expect(done.get('order.cancel')).toContain('refused');
    const narrow = await ask('GET', 'audit?action=kill&resource=kill-switch&limit=1');
    expect(narrow.body).toMatchObject({ entries: [{ action: 'kill', user: 'admin' }], next: expect.any(String) });
  });
});
