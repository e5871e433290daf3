import assert from 'node:assert/strict';
import type { KeyValueCase } from '../contract-case.js';

const LONG_US = 60_000_000;
const DAY_US = 86_400_000_000;

export const TIME: readonly KeyValueCase[] = [
  // Before the steps: of a store that forgets, and whose wall clock is behind its last token, nobody knows that token.
  {
    id: 'KV-500',
    title: 'a restart loses nothing, and tokens and versions go on rising',
    needs: ['restart'],
    run: async (t) => {
      const client = await t.client();
      const name = t.name('restart');
      const version = await client.put(name, 'a');
      await client.putIn(name, 'm', 'a', LONG_US * 10);
      const token = (await client.acquire(name, 'one', LONG_US * 10))?.token ?? 0;
      await t.control('restart')();
      assert.deepEqual(await t.answered(() => client.get(name)), { value: 'a', version });
      assert.equal((await client.list(name)).get('m'), 'a');
      assert.equal(await client.acquire(name, 'other', LONG_US), undefined);
      assert.equal((await client.renew(name, 'one', token, LONG_US))?.token, token);
      assert.equal(await client.release(name, 'one', token), true);
      const fresh = await t.client();
      assert.ok(((await fresh.acquire(name, 'other', LONG_US))?.token ?? 0) > token);
      assert.ok((await fresh.put(name, 'b')) > version);
    },
  },
  {
    id: 'KV-501',
    title: 'tokens and versions do not step back in a store that lost its memory; its owners are told',
    needs: ['forget'],
    run: async (t) => {
      const client = await t.client();
      const name = t.name('forget');
      const version = await client.put(name, 'a');
      const token = (await client.acquire(name, 'one', LONG_US))?.token ?? 0;
      await t.store.pass(1_000);
      await t.control('forget')();
      const fresh = await t.client();
      assert.equal(await fresh.get(name), undefined);
      assert.equal(await fresh.renew(name, 'one', token, LONG_US), undefined);
      assert.equal(await fresh.replace(name, version, 'b'), undefined);
      assert.ok(((await fresh.acquire(name, 'other', LONG_US))?.token ?? 0) > token);
      assert.ok((await fresh.put(name, 'b')) > version);
    },
  },
  {
    id: 'KV-510',
    title: 'no step of the wall clock ends a lease, a member or a value, or keeps it',
    needs: ['stepWall'],
    run: async (t) => {
      const client = await t.client();
      for (const [index, stepUs] of [DAY_US, -2 * DAY_US].entries()) {
        const name = t.name(`step-${index}`);
        await client.put(name, 'a', LONG_US);
        await client.putIn(name, 'm', 'a', LONG_US);
        const token = (await client.acquire(name, 'one', LONG_US))?.token ?? 0;
        await t.control('stepWall')(stepUs);
        assert.equal((await client.get(name))?.value, 'a');
        assert.equal((await client.list(name)).size, 1);
        assert.equal(await client.acquire(name, 'other', LONG_US), undefined);
        assert.notEqual(await client.renew(name, 'one', token, LONG_US), undefined);
        await t.outlast(LONG_US);
        assert.equal(await client.get(name), undefined);
        assert.equal((await client.list(name)).size, 0);
        assert.equal(await client.renew(name, 'one', token, LONG_US), undefined);
      }
    },
  },
  {
    id: 'KV-511',
    title: 'tokens and versions rise over a wall clock that steps back',
    needs: ['stepWall'],
    run: async (t) => {
      const client = await t.client();
      const name = t.name('back');
      const token = (await client.acquire(name, 'one', LONG_US))?.token ?? 0;
      const version = await client.put(name, 'a');
      await client.release(name, 'one', token);
      await t.control('stepWall')(-DAY_US);
      const other = await t.client();
      assert.ok(((await other.acquire(name, 'other', LONG_US))?.token ?? 0) > token);
      assert.ok((await other.put(name, 'b')) > version);
    },
  },
];
