import assert from 'node:assert/strict';
import type { KeyValueCase } from '../contract-case.js';

const TEXTS = ['', ' ', "it's", '{"a":[1,"\\n"]}', 'zwölf € 🙂', 'with\0nul', '007', '1e3', '\r\n\t', '%s:{}[]*?'];

export const VALUES: readonly KeyValueCase[] = [
  {
    id: 'KV-001',
    title: 'a key is absent, then what was put last, for every client',
    run: async (t) => {
      const [one, other] = [await t.client(), await t.client()];
      const key = t.name('key');
      assert.equal(await one.get(key), undefined);
      await one.put(key, 'a');
      const version = await one.put(key, 'b');
      assert.deepEqual(await other.get(key), { value: 'b', version });
    },
  },
  {
    id: 'KV-002',
    title: 'any text comes back as it was, as key and as value',
    run: async (t) => {
      const client = await t.client();
      for (const text of TEXTS) {
        const key = t.name(`key ${text}`);
        await client.put(key, text);
        assert.equal((await client.get(key))?.value, text);
        assert.equal((await client.get(`${key}x`))?.value, undefined);
      }
    },
  },
  {
    id: 'KV-003',
    title: 'keys, bags and leases of one name do not meet',
    run: async (t) => {
      const client = await t.client();
      const name = t.name('same');
      const ttlUs = 60_000_000;
      await client.put(name, 'value');
      await client.putIn(name, 'member', 'of the bag', ttlUs);
      const fence = await client.acquire(name, 'owner', ttlUs);
      assert.equal((await client.get(name))?.value, 'value');
      assert.deepEqual([...(await client.list(name))], [['member', 'of the bag']]);
      assert.deepEqual(await client.holder(name), { owner: 'owner', token: fence?.token });
    },
  },
  {
    id: 'KV-010',
    title: 'versions rise with every write, and never come back after a removal',
    run: async (t) => {
      const client = await t.client();
      const key = t.name('key');
      const versions = [await client.put(key, 'a'), await client.put(key, 'a')];
      assert.equal(await client.replace(key, versions[1] ?? -1, undefined), 0);
      versions.push(await client.put(key, 'a'));
      for (const [index, version] of versions.entries()) {
        assert.ok(Number.isSafeInteger(version), String(version));
        assert.ok(version > (versions[index - 1] ?? 0), versions.join());
      }
    },
  },
  {
    id: 'KV-011',
    title: 'replace writes over the version expected, and over no other',
    run: async (t) => {
      const client = await t.client();
      const key = t.name('key');
      const first = await client.put(key, 'a');
      const second = await client.replace(key, first, 'b');
      assert.ok(second !== undefined && second > first);
      assert.equal(await client.replace(key, first, 'c'), undefined);
      assert.equal(await client.replace(key, 0, 'c'), undefined);
      assert.deepEqual(await client.get(key), { value: 'b', version: second });
    },
  },
  {
    id: 'KV-012',
    title: 'replace with 0 writes an absent key only',
    run: async (t) => {
      const client = await t.client();
      const key = t.name('key');
      assert.equal(await client.replace(key, 1, 'a'), undefined);
      assert.equal(await client.get(key), undefined);
      const version = await client.replace(key, 0, 'a');
      assert.deepEqual(await client.get(key), { value: 'a', version });
    },
  },
  {
    id: 'KV-013',
    title: 'replace removes the version expected, and no other; what was removed is absent',
    run: async (t) => {
      const client = await t.client();
      const key = t.name('key');
      const version = await client.put(key, 'a');
      assert.equal(await client.replace(key, version - 1, undefined), undefined);
      assert.equal((await client.get(key))?.value, 'a');
      assert.equal(await client.replace(key, version, undefined), 0);
      assert.equal(await client.get(key), undefined);
      assert.equal(await client.replace(key, version, 'b'), undefined);
      assert.equal(await client.replace(key, 0, undefined), 0);
    },
  },
  {
    id: 'KV-020',
    title: 'a value with a time to live runs out, and its version with it',
    run: (t) =>
      t.within(async (ttlUs, key) => {
        const client = await t.client();
        const version = await client.put(key, 'a', ttlUs);
        assert.equal((await client.get(key))?.value, 'a');
        await t.outlast(ttlUs);
        assert.equal(await client.get(key), undefined);
        assert.equal(await client.replace(key, version, 'b'), undefined);
        assert.ok(((await client.replace(key, 0, 'b')) ?? 0) > version);
      }),
  },
  {
    id: 'KV-021',
    title: 'a write sets the time to live anew, one without it takes it away',
    run: (t) =>
      t.within(async (ttlUs, key) => {
        const client = await t.client();
        const version = await client.put(key, 'a', ttlUs);
        await client.replace(key, version, 'b', ttlUs * 100);
        await client.put(`${key}-for-ever`, 'a', ttlUs);
        await client.put(`${key}-for-ever`, 'b');
        await client.put(`${key}-shorter`, 'a');
        await client.put(`${key}-shorter`, 'b', ttlUs);
        await t.outlast(ttlUs);
        assert.equal((await client.get(key))?.value, 'b');
        assert.equal((await client.get(`${key}-for-ever`))?.value, 'b');
        assert.equal(await client.get(`${key}-shorter`), undefined);
      }),
  },
];
