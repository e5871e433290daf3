import assert from 'node:assert/strict';
import { KEY_VALUE_LIMITS } from '@bourseworks/ports';
import type { KeyValueCase } from '../contract-case.js';

const { keyBytes, valueBytes, memberBytes, members, minTtlUs, maxTtlUs } = KEY_VALUE_LIMITS;
const TTL_US = 60_000_000;
const CHUNK = 500;

export const BOUNDS: readonly KeyValueCase[] = [
  {
    id: 'KV-400',
    title: 'names of 1 to the bound in bytes of UTF-8 are taken, no others, nor half a character',
    run: async (t) => {
      const client = await t.client();
      const longest = t.name('k').padEnd(keyBytes, 'x');
      await client.put(longest, 'a');
      assert.equal((await client.get(longest))?.value, 'a');
      for (const bad of ['', `${longest}x`, 'é'.repeat(keyBytes / 2 + 1), 'half \ud83d']) {
        await t.refused('STORE_LIMIT', () => client.get(bad));
        await t.refused('STORE_LIMIT', () => client.put(bad, 'a'));
        await t.refused('STORE_LIMIT', () => client.replace(bad, 0, 'a'));
        await t.refused('STORE_LIMIT', () => client.putIn(bad, 'm', 'a', TTL_US));
        await t.refused('STORE_LIMIT', () => client.putIn('bag', bad, 'a', TTL_US));
        await t.refused('STORE_LIMIT', () => client.removeFrom('bag', bad));
        await t.refused('STORE_LIMIT', () => client.list(bad));
        await t.refused('STORE_LIMIT', () => client.acquire(bad, 'owner', TTL_US));
        await t.refused('STORE_LIMIT', () => client.acquire('lease', bad, TTL_US));
        await t.refused('STORE_LIMIT', () => client.renew('lease', bad, 1, TTL_US));
        await t.refused('STORE_LIMIT', () => client.release('lease', bad, 1));
        await t.refused('STORE_LIMIT', () => client.holder(bad));
      }
    },
  },
  {
    id: 'KV-401',
    title: 'values up to the bound are taken whole, longer ones change nothing',
    run: async (t) => {
      const client = await t.client();
      const key = t.name('key');
      const longest = 'é'.repeat(valueBytes / 2);
      const version = await client.put(key, longest);
      await t.refused('STORE_LIMIT', () => client.put(key, `${longest}x`));
      await t.refused('STORE_LIMIT', () => client.put(key, 'half \udc00'));
      await t.refused('STORE_LIMIT', () => client.replace(key, version, `${longest}x`));
      assert.deepEqual(await client.get(key), { value: longest, version });
      await client.putIn(key, 'm', 'x'.repeat(memberBytes), TTL_US);
      await t.refused('STORE_LIMIT', () => client.putIn(key, 'm', 'x'.repeat(memberBytes + 1), TTL_US));
      assert.equal((await client.list(key)).get('m')?.length, memberBytes);
    },
  },
  {
    id: 'KV-402',
    title: 'times to live are whole microseconds within the bounds',
    run: async (t) => {
      const client = await t.client();
      const name = t.name('ttl');
      for (const bad of [0, -1, minTtlUs - 1, minTtlUs + 0.5, maxTtlUs + 1, NaN, Infinity]) {
        await t.refused('STORE_LIMIT', () => client.put(name, 'a', bad));
        await t.refused('STORE_LIMIT', () => client.replace(name, 0, 'a', bad));
        await t.refused('STORE_LIMIT', () => client.putIn(name, 'm', 'a', bad));
        await t.refused('STORE_LIMIT', () => client.acquire(name, 'owner', bad));
      }
      await client.put(name, 'a', maxTtlUs);
      await client.putIn(name, 'm', 'a', maxTtlUs);
      const token = (await client.acquire(name, 'owner', maxTtlUs))?.token ?? 0;
      await t.refused('STORE_LIMIT', () => client.renew(name, 'owner', token, 0));
      assert.equal((await client.get(name))?.value, 'a');
      assert.equal((await client.list(name)).size, 1);
      assert.equal((await client.holder(name))?.token, token);
    },
  },
  {
    id: 'KV-403',
    title: 'a full bag takes no other member, but those it has, and others once some ran out',
    run: async (t) => {
      const client = await t.client();
      const bag = t.name('bag');
      // Not all at a time: a client has a bound on what waits for it.
      for (let first = 0; first < members; first += CHUNK) {
        const some = Array.from({ length: CHUNK }, (_, index) => `m${first + index}`);
        await Promise.all(some.map((member) => client.putIn(bag, member, '1', TTL_US)));
      }
      await t.refused('STORE_LIMIT', () => client.putIn(bag, 'one more', '1', TTL_US));
      await client.putIn(bag, 'm7', '2', minTtlUs);
      await t.outlast(minTtlUs);
      const listed = await client.list(bag);
      assert.equal(listed.size, members - 1);
      assert.equal(listed.get('m8'), '1');
      await client.putIn(bag, 'one more', '1', TTL_US);
      await t.refused('STORE_LIMIT', () => client.putIn(bag, 'and another', '1', TTL_US));
    },
  },
  {
    id: 'KV-410',
    title: 'a client that was closed refuses, and is closed again without effect',
    run: async (t) => {
      const client = await t.client();
      await client.put(t.name('key'), 'a');
      await client.close();
      await client.close();
      await t.refused('STORE_UNAVAILABLE', () => client.get(t.name('key')));
      await t.refused('STORE_UNAVAILABLE', () => client.acquire(t.name('lease'), 'owner', TTL_US));
      assert.equal((await (await t.client()).get(t.name('key')))?.value, 'a');
    },
  },
];
