import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addUser, openWorld, userRow, type World } from '../../test/database.js';
import type { NewRow, Schema } from './schema.js';

describe('constraints of the tables', () => {
  let world: World;
  let user: string;

  beforeAll(async () => {
    world = await openWorld();
    user = await addUser(world.db, 'Ann');
  });
  afterAll(async () => world.db.close());

  const insert = async (table: keyof Schema, row: object): Promise<unknown> =>
    world.db.kysely.insertInto(table).values(row).execute();

  const order = (change: Partial<NewRow<'orders'>> = {}): NewRow<'orders'> => ({
    id: randomUUID(),
    user_id: user,
    account: 'main',
    strategy: 'manual',
    client_order_id: randomUUID(),
    command_id: '',
    cl_ord_id: randomUUID(),
    symbol: 'BTC-USD',
    exchange: 'sim',
    adapter: 'sim',
    order_type: 'LIMIT',
    side: 'BUY',
    quantity: '0.1',
    price: '60000.5',
    stop_price: null,
    instructions: null,
    time_in_force: 'GTC',
    cum_quantity: '0',
    leaves_quantity: '0.1',
    average_price: null,
    status: 'New',
    state: 'Acknowledged',
    is_closed: 0,
    code: null,
    reason: null,
    external_order_id: null,
    first_sequence: 1,
    sequence: 1,
    created_at: 1,
    updated_at: 1,
    ...change,
  });

  const workspace = (change: object = {}): NewRow<'workspaces'> => ({
    id: randomUUID(),
    user_id: user,
    name: randomUUID(),
    layout: '{}',
    is_default: 0,
    version: 1,
    created_at: 1,
    updated_at: 1,
    ...change,
  });

  it.each([
    ['a short id', { id: 'x' }, 'ck_users_id'],
    ['an empty name', { username: '' }, 'ck_users_username'],
    ['a long name', { username: 'x'.repeat(65) }, 'ck_users_username'],
    ['the same name in another case', { username_key: 'ann' }, 'UNIQUE'],
    ['a flag of 2', { must_change_password: 2 }, 'ck_users_must_change_password'],
    ['a negative count', { failed_logins: -1 }, 'ck_users_failed_logins'],
    ['text as a time', { created_at: 'yesterday' }, 'cannot store TEXT'],
    ['settings that are not JSON', { mfa_settings: '{' }, 'ck_users_mfa_settings'],
    ['no password', { password_hash: null }, 'NOT NULL'],
  ])('refuse a user with %s', async (_what, change, reason) => {
    await expect(insert('users', { ...userRow('other'), ...change })).rejects.toThrow(reason);
  });

  it('take many users without an email address, but each address once', async () => {
    await insert('users', userRow('bea'));
    await insert('users', { ...userRow('cleo'), email: 'c@example.com' });
    await expect(insert('users', { ...userRow('dora'), email: 'c@example.com' })).rejects.toThrow('UNIQUE');
  });

  it('refuse a role that does not exist, and one given twice', async () => {
    await insert('user_roles', { user_id: user, role: 'trader' });
    await expect(insert('user_roles', { user_id: user, role: 'trader' })).rejects.toThrow('UNIQUE');
    await expect(insert('user_roles', { user_id: user, role: 'god' })).rejects.toThrow('ck_user_roles_role');
  });

  it('refuse rows of nobody, and remove what a person kept together with the person', async () => {
    await expect(insert('workspaces', workspace({ user_id: randomUUID() }))).rejects.toThrow('FOREIGN KEY');
    const gone = await addUser(world.db, 'gone');
    await insert('workspaces', workspace({ user_id: gone }));
    await world.db.kysely.deleteFrom('users').where('id', '=', gone).execute();
    const left = world.db.kysely.selectFrom('workspaces').selectAll().where('user_id', '=', gone);
    expect(await left.execute()).toEqual([]);
  });

  it('keep a person who has a history', async () => {
    const ida = await addUser(world.db, 'ida');
    await world.audit.append({ userId: ida, action: 'x', resource: 'y' });
    const removal = world.db.kysely.deleteFrom('users').where('id', '=', ida).execute();
    await expect(removal).rejects.toThrow('FOREIGN KEY');
  });

  it('take one default workspace a person', async () => {
    await insert('workspaces', workspace({ is_default: 1 }));
    await expect(insert('workspaces', workspace({ is_default: 1 }))).rejects.toThrow('UNIQUE');
  });

  it.each(['0', '-1', '60000.5', '0.000000000000000001', `${'9'.repeat(20)}.${'9'.repeat(18)}`])(
    'take the decimal %s',
    async (price) => {
      await insert('orders', order({ price }));
    },
  );

  it.each(['', '-', '.5', '5.', '1.2.3', '1e5', '+1', ' 1', '1 ', '--1', 'NaN', '1'.repeat(21), `0.${'1'.repeat(19)}`])(
    'refuse the decimal "%s"',
    async (price) => {
      await expect(insert('orders', order({ price }))).rejects.toThrow('ck_orders_price');
    },
  );

  it('take an order without a client order id any number of times, with one once an account', async () => {
    await insert('orders', order({ client_order_id: null }));
    await insert('orders', order({ client_order_id: null }));
    await insert('orders', order({ client_order_id: 'mine' }));
    await insert('orders', order({ client_order_id: 'mine', account: 'other' }));
    await expect(insert('orders', order({ client_order_id: 'mine' }))).rejects.toThrow('UNIQUE');
  });

  it('refuse a side that is none', async () => {
    await expect(insert('orders', order({ side: 'LONG' }))).rejects.toThrow('ck_orders_side');
  });
});
