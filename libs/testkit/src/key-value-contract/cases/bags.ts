import assert from 'node:assert/strict';
import type { KeyValueCase } from '../contract-case.js';

const LONG_US = 60_000_000;

export const BAGS: readonly KeyValueCase[] = [
  {
    id: 'KV-100',
    title: 'a bag lists what was put in last, for every client; one that nobody filled is empty',
    run: async (t) => {
      const [one, other] = [await t.client(), await t.client()];
      const bag = t.name('bag');
      assert.equal((await one.list(bag)).size, 0);
      await one.putIn(bag, 'a', '1', LONG_US);
      await other.putIn(bag, 'b', '', LONG_US);
      await other.putIn(bag, 'a', '2', LONG_US);
      const expected = new Map([
        ['a', '2'],
        ['b', ''],
      ]);
      assert.deepEqual(new Map(await one.list(bag)), expected);
      assert.equal((await one.list(t.name('another'))).size, 0);
    },
  },
  {
    id: 'KV-101',
    title: 'removing tells whether the member was there',
    run: async (t) => {
      const client = await t.client();
      const bag = t.name('bag');
      assert.equal(await client.removeFrom(bag, 'a'), false);
      await client.putIn(bag, 'a', '1', LONG_US);
      await client.putIn(bag, 'b', '1', LONG_US);
      assert.equal(await client.removeFrom(bag, 'a'), true);
      assert.equal(await client.removeFrom(bag, 'a'), false);
      assert.deepEqual([...(await client.list(bag)).keys()], ['b']);
    },
  },
  {
    id: 'KV-102',
    title: 'members run out one by one, and can be put in again',
    run: (t) =>
      t.within(async (ttlUs, bag) => {
        const client = await t.client();
        await client.putIn(bag, 'brief', '1', ttlUs);
        await client.putIn(bag, 'renewed', '1', ttlUs);
        await client.putIn(bag, 'renewed', '2', ttlUs * 100);
        await client.putIn(bag, 'long', '1', ttlUs * 100);
        assert.equal((await client.list(bag)).size, 3);
        await t.outlast(ttlUs);
        assert.deepEqual([...(await client.list(bag)).keys()].toSorted(), ['long', 'renewed']);
        assert.equal(await client.removeFrom(bag, 'brief'), false);
        await client.putIn(bag, 'brief', '3', ttlUs * 100);
        assert.equal((await client.list(bag)).get('brief'), '3');
      }),
  },
  {
    id: 'KV-103',
    title: 'a bag whose members have all run out is empty, and can be filled again',
    run: (t) =>
      t.within(async (ttlUs, bag) => {
        const client = await t.client();
        await client.putIn(bag, 'a', '1', ttlUs);
        await client.putIn(bag, 'b', '1', ttlUs / 2);
        await t.outlast(ttlUs * 2);
        assert.equal((await client.list(bag)).size, 0);
        await client.putIn(bag, 'a', '2', ttlUs * 100);
        assert.deepEqual([...(await client.list(bag))], [['a', '2']]);
      }),
  },
];
