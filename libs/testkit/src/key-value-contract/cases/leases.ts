import assert from 'node:assert/strict';
import type { Fence } from '@bourseworks/ports';
import type { KeyValueCase } from '../contract-case.js';

const LONG_US = 60_000_000;
const STEP_US = 1_000;

export const LEASES: readonly KeyValueCase[] = [
  {
    id: 'KV-200',
    title: 'one who asks gets the lease, nobody else does, and all see who holds it',
    run: async (t) => {
      const [one, other] = [await t.client(), await t.client()];
      const name = t.name('lease');
      assert.equal(await one.holder(name), undefined);
      const fence = await one.acquire(name, 'one', LONG_US);
      assert.ok(fence !== undefined && Number.isSafeInteger(fence.token) && fence.token >= 1);
      assert.equal(await other.acquire(name, 'other', LONG_US), undefined);
      assert.equal(await one.acquire(name, 'one', LONG_US), undefined);
      assert.deepEqual(await other.holder(name), { owner: 'one', token: fence.token });
    },
  },
  {
    id: 'KV-201',
    title: 'what is given back can be taken by another, with a higher token',
    run: async (t) => {
      const [one, other] = [await t.client(), await t.client()];
      const name = t.name('lease');
      const first = await one.acquire(name, 'one', LONG_US);
      assert.equal(await one.release(name, 'one', first?.token ?? 0), true);
      assert.equal(await one.release(name, 'one', first?.token ?? 0), false);
      assert.equal(await one.holder(name), undefined);
      const second = await other.acquire(name, 'other', LONG_US);
      assert.ok((second?.token ?? 0) > (first?.token ?? Infinity));
    },
  },
  {
    id: 'KV-202',
    title: 'only the owner with its token renews or gives back',
    run: async (t) => {
      const client = await t.client();
      const name = t.name('lease');
      const token = (await client.acquire(name, 'one', LONG_US))?.token ?? 0;
      for (const [owner, wrong] of [
        ['other', token],
        ['one', token + 1],
        ['one', token - 1],
      ] as const) {
        assert.equal(await client.renew(name, owner, wrong, LONG_US), undefined);
        assert.equal(await client.release(name, owner, wrong), false);
      }
      assert.equal((await client.renew(name, 'one', token, LONG_US))?.token, token);
      assert.deepEqual(await client.holder(name), { owner: 'one', token });
    },
  },
  {
    id: 'KV-203',
    title: 'a lease that is renewed outlives its first time to live',
    run: (t) =>
      t.within(async (ttlUs, name) => {
        const client = await t.client();
        const token = (await client.acquire(name, 'one', ttlUs))?.token ?? 0;
        assert.notEqual(await client.renew(name, 'one', token, ttlUs * 100), undefined);
        await t.outlast(ttlUs);
        assert.deepEqual(await client.holder(name), { owner: 'one', token });
      }),
  },
  {
    id: 'KV-204',
    title: 'an owner that was paused beyond its time to live can neither renew nor give back, taken or not',
    run: (t) =>
      t.within(async (ttlUs, name) => {
        const [paused, other] = [await t.client(), await t.client()];
        const token = (await paused.acquire(name, 'paused', ttlUs))?.token ?? 0;
        assert.equal(await other.acquire(name, 'other', ttlUs), undefined);
        await t.outlast(ttlUs);
        assert.equal(await other.holder(name), undefined);
        assert.equal(await paused.renew(name, 'paused', token, ttlUs), undefined);
        const next = (await other.acquire(name, 'other', ttlUs * 100))?.token ?? 0;
        assert.ok(next > token);
        assert.equal(await paused.renew(name, 'paused', token, ttlUs), undefined);
        assert.equal(await paused.release(name, 'paused', token), false);
        assert.deepEqual(await paused.holder(name), { owner: 'other', token: next });
      }),
  },
  {
    id: 'KV-205',
    title: 'an owner that takes it again after it ran out is told from itself before',
    run: (t) =>
      t.within(async (ttlUs, name) => {
        const client = await t.client();
        const token = (await client.acquire(name, 'one', ttlUs))?.token ?? 0;
        await t.outlast(ttlUs);
        const next = (await client.acquire(name, 'one', ttlUs * 100))?.token ?? 0;
        assert.ok(next > token);
        assert.equal(await client.renew(name, 'one', token, ttlUs), undefined);
        assert.equal(await client.release(name, 'one', token), false);
      }),
  },
  {
    id: 'KV-206',
    title: 'what the owner believes ends before the store lets another in',
    run: (t) =>
      t.within(async (ttlUs, name) => {
        const [one, other] = [await t.client(), await t.client()];
        const { clock } = t.store;
        const askedUs = clock.monotonicUs();
        const fence = await one.acquire(name, 'one', ttlUs);
        assert.ok(fence !== undefined && fence.untilUs > askedUs && fence.untilUs <= clock.monotonicUs() + ttlUs);
        const renewed = await one.renew(name, 'one', fence.token, ttlUs);
        assert.ok(renewed !== undefined && renewed.untilUs >= fence.untilUs);
        let taken: Fence | undefined;
        for (let passedUs = 0; taken === undefined && passedUs <= 2 * ttlUs; passedUs += STEP_US) {
          await t.store.pass(STEP_US);
          taken = await other.acquire(name, 'other', ttlUs);
        }
        assert.notEqual(taken, undefined);
        assert.ok(clock.monotonicUs() >= renewed.untilUs);
      }),
  },
  {
    id: 'KV-207',
    title: 'tokens rise over many owners and many names',
    run: async (t) => {
      const clients = [await t.client(), await t.client(), await t.client()];
      const last = new Map<string, number>();
      for (let round = 0; round < 60; round++) {
        const name = t.name(`lease-${round % 4}`);
        const client = clients[round % clients.length];
        const owner = `owner-${round % 5}`;
        const token = (await client?.acquire(name, owner, LONG_US))?.token ?? 0;
        assert.ok(token > (last.get(name) ?? 0), `${token} after ${last.get(name)}`);
        last.set(name, token);
        assert.equal(await client?.release(name, owner, token), true);
      }
    },
  },
];
