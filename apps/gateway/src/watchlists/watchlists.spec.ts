import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startOwnApi, type Answer, type OwnApi } from '../../test/own-api.js';
import { MAX_WATCHLIST_ITEMS, type Watchlist } from './watchlist.dto.js';
import { MAX_WATCHLISTS } from './watchlists.js';

describe('watchlists over HTTP', () => {
  let api: OwnApi;
  let list: string;

  beforeAll(async () => void (api = await startOwnApi()));
  beforeEach(async () => {
    await api.newPeople();
    list = await create('crypto');
  });
  afterAll(async () => api.close());

  const create = async (name: string, user = api.ann): Promise<string> => {
    const { status, body } = await api.call(user, 'POST', 'watchlists', { name });
    expect(status).toBe(201);
    return String(body['id']);
  };
  const add = async (symbol: string, change: object = {}): Promise<Answer> =>
    api.call(api.ann, 'POST', `watchlists/${list}/items`, { symbol, exchange: 'sim', ...change });
  const read = async (): Promise<Watchlist> =>
    (await api.call(api.ann, 'GET', `watchlists/${list}`)).body as unknown as Watchlist;
  const symbols = async (): Promise<string[]> => (await read()).items.map(({ symbol }) => symbol);
  const ids = async (): Promise<string[]> => (await read()).items.map(({ id }) => id);

  it('creates, lists, renames and deletes', async () => {
    const second = await create('bonds');
    const all = await api.call(api.ann, 'GET', 'watchlists');
    expect(all.body).toMatchObject([
      { id: second, name: 'bonds', isDefault: false },
      { id: list, name: 'crypto', isDefault: true },
    ]);
    const renamed = await api.call(api.ann, 'PATCH', `watchlists/${list}`, { name: 'coins' }, '"1"');
    expect(renamed).toMatchObject({ status: 200, etag: '"2"', body: { name: 'coins' } });
    await add('BTC-USD');
    expect((await api.call(api.ann, 'DELETE', `watchlists/${list}`)).status).toBe(204);
    expect((await api.call(api.ann, 'GET', `watchlists/${list}`)).status).toBe(404);
    const left = api.db.kysely.selectFrom('watchlist_items').selectAll().where('watchlist_id', '=', list);
    expect(await left.execute()).toEqual([]);
  });

  it('adds at the end, removes, and counts the versions', async () => {
    const first = await add('BTC-USD', { customFields: { note: 'core' } });
    expect(first).toMatchObject({ status: 201, etag: '"2"', body: { version: 2, item: { symbol: 'BTC-USD' } } });
    await add('ETH-USD');
    const [btc] = await ids();
    expect((await read()).items[0]).toMatchObject({ exchange: 'sim', customFields: { note: 'core' } });
    const removed = await api.call(api.ann, 'DELETE', `watchlists/${list}/items/${btc}`);
    expect(removed).toMatchObject({ status: 204, etag: '"4"' });
    await add('BTC-USD');
    expect(await symbols()).toEqual(['ETH-USD', 'BTC-USD']);
    expect(await api.call(api.ann, 'DELETE', `watchlists/${list}/items/${btc}`)).toMatchObject({
      status: 404,
      body: { code: 'RECORD_UNKNOWN' },
    });
  });

  it('takes an instrument once a list', async () => {
    await add('BTC-USD');
    expect(await add('BTC-USD')).toMatchObject({ status: 409, body: { code: 'RECORD_NAME_TAKEN' } });
    expect((await add('BTC-USD', { exchange: 'other' })).status).toBe(201);
  });

  it('loses no item that several tabs add at once', async () => {
    const all = Array.from({ length: 20 }, (_, n) => `S${n}`);
    await Promise.all(all.map((symbol) => add(symbol)));
    expect((await symbols()).toSorted()).toEqual(all.toSorted());
    expect((await read()).version).toBe(21);
  });

  it('puts the items in another order, of the version that was read', async () => {
    for (const symbol of ['A', 'B', 'C']) await add(symbol);
    const [a, b, c] = await ids();
    const order = async (items: string[], tag?: string): Promise<Answer> =>
      api.call(api.ann, 'PUT', `watchlists/${list}/order`, { items }, tag);
    expect(await order([c, a, b])).toMatchObject({ status: 428 });
    expect(await order([c, a, b], '"3"')).toMatchObject({ status: 412, body: { code: 'RECORD_CHANGED' } });
    for (const wrong of [[], [a, b], [a, b, randomUUID()], [a, b, c, randomUUID()], [a, a, b]]) {
      expect(await order(wrong, '"4"')).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
    }
    expect(await order([c, a, b], '"4"')).toMatchObject({ status: 200, etag: '"5"' });
    expect(await symbols()).toEqual(['C', 'A', 'B']);
    await add('D');
    expect(await symbols()).toEqual(['C', 'A', 'B', 'D']);
  });

  it('answers for what is somebody else’s as for what does not exist', async () => {
    await add('BTC-USD');
    const [item] = await ids();
    const routes = [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'mine' }],
      ['DELETE', '', undefined],
      ['PUT', '/default', undefined],
      ['POST', '/items', { symbol: 'X', exchange: 'sim' }],
      ['DELETE', `/items/${item}`, undefined],
      ['PUT', '/order', { items: [item] }],
    ] as const;
    for (const [method, rest, body] of routes) {
      const answer = await api.call(api.bob, method, `watchlists/${list}${rest}`, body, '*');
      expect(answer).toMatchObject({ status: 404, body: { code: 'RECORD_UNKNOWN' } });
    }
    const own = await create('own', api.bob);
    const foreign = await api.call(api.bob, 'DELETE', `watchlists/${own}/items/${item}`);
    expect(foreign).toMatchObject({ status: 404, body: { code: 'RECORD_UNKNOWN' } });
    expect(await symbols()).toEqual(['BTC-USD']);
  });

  it('moves the default', async () => {
    const second = await create('bonds');
    expect((await api.call(api.ann, 'PUT', `watchlists/${second}/default`)).status).toBe(200);
    expect((await api.call(api.ann, 'GET', 'watchlists')).body).toMatchObject([
      { id: second, isDefault: true, version: 2 },
      { id: list, isDefault: false, version: 2 },
    ]);
  });

  it('bounds how many lists a person keeps, and takes each name once', async () => {
    expect(await api.call(api.ann, 'POST', 'watchlists', { name: 'crypto' })).toMatchObject({
      status: 409,
      body: { code: 'RECORD_NAME_TAKEN' },
    });
    for (let n = 1; n < MAX_WATCHLISTS; n += 1) await create(`w${n}`);
    const more = await api.call(api.ann, 'POST', 'watchlists', { name: 'more' });
    expect(more).toMatchObject({ status: 409, body: { code: 'RECORD_LIMIT' } });
    const taken = await api.call(api.ann, 'PATCH', `watchlists/${list}`, { name: 'w1' }, '*');
    expect(taken).toMatchObject({ status: 409, body: { code: 'RECORD_NAME_TAKEN' } });
  });

  it('bounds the items of a list', async () => {
    await api.db.transaction(async (tx) => {
      for (let n = 0; n < MAX_WATCHLIST_ITEMS; n += 1) {
        const item = { id: randomUUID(), watchlist_id: list, symbol: `S${n}`, exchange: 'sim', custom_fields: null };
        await tx
          .insertInto('watchlist_items')
          .values({ ...item, display_order: n, added_at: 1 })
          .execute();
      }
    });
    expect(await add('more')).toMatchObject({ status: 409, body: { code: 'RECORD_LIMIT' } });
    const reversed = (await ids()).toReversed();
    expect((await api.call(api.ann, 'PUT', `watchlists/${list}/order`, { items: reversed }, '*')).status).toBe(200);
    expect((await symbols())[0]).toBe(`S${MAX_WATCHLIST_ITEMS - 1}`);
  });

  it.each([
    ['no symbol', { exchange: 'sim' }],
    ['a long symbol', { symbol: 'x'.repeat(65), exchange: 'sim' }],
    ['a symbol with a space at its end', { symbol: 'A ', exchange: 'sim' }],
    ['large fields', { symbol: 'A', exchange: 'sim', customFields: { x: 'x'.repeat(5_000) } }],
    ['an unknown field', { symbol: 'A', exchange: 'sim', displayOrder: 3 }],
  ])('refuses an item with %s', async (_what, body) => {
    expect(await api.call(api.ann, 'POST', `watchlists/${list}/items`, body)).toMatchObject({ status: 400 });
  });

  it('records every change', async () => {
    await add('A');
    const [item] = await ids();
    await api.call(api.ann, 'PUT', `watchlists/${list}/order`, { items: [item] }, '*');
    await api.call(api.ann, 'DELETE', `watchlists/${list}/items/${item}`);
    await api.call(api.ann, 'PATCH', `watchlists/${list}`, { name: 'x' }, '*');
    await api.call(api.ann, 'DELETE', `watchlists/${list}`);
    const rows = await api.audit();
    expect(rows.map(({ action }) => action)).toEqual([
      'watchlist.create',
      'watchlist.item.add',
      'watchlist.reorder',
      'watchlist.item.remove',
      'watchlist.rename',
      'watchlist.delete',
    ]);
    expect(new Set(rows.map(({ resource_id }) => resource_id))).toEqual(new Set([list]));
  });
});
