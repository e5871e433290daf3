import assert from 'node:assert/strict';
import type { KeyValue } from '@bourseworks/ports';
import type { KeyValueCase } from '../contract-case.js';
import type { KeyValueTrial } from '../trial.js';

const CLIENTS = 8;
const ROUNDS = 25;
const LONG_US = 60_000_000;

function clientsOf(t: KeyValueTrial): Promise<KeyValue[]> {
  return Promise.all(Array.from({ length: CLIENTS }, () => t.client()));
}

async function count(client: KeyValue, key: string): Promise<void> {
  for (;;) {
    const found = await client.get(key);
    const next = String(Number(found?.value ?? '0') + 1);
    if ((await client.replace(key, found?.version ?? 0, next)) !== undefined) return;
  }
}

export const RACES: readonly KeyValueCase[] = [
  {
    id: 'KV-300',
    title: 'no addition is lost that clients make at a time by replace',
    run: async (t) => {
      const key = t.name('counter');
      const clients = await clientsOf(t);
      await Promise.all(
        clients.map(async (client) => {
          for (let round = 0; round < ROUNDS; round++) await count(client, key);
        }),
      );
      assert.equal((await clients[0]?.get(key))?.value, String(CLIENTS * ROUNDS));
    },
  },
  {
    id: 'KV-301',
    title: 'of those who ask for a lease at a time one gets it',
    run: async (t) => {
      const clients = await clientsOf(t);
      for (let round = 0; round < ROUNDS; round++) {
        const name = t.name(`lease-${round}`);
        const fences = await Promise.all(
          clients.map((client, index) => client.acquire(name, `owner-${index}`, LONG_US)),
        );
        const winners = fences.flatMap((fence, index) => (fence === undefined ? [] : [`owner-${index}`]));
        assert.equal(winners.length, 1);
        assert.equal((await clients[0]?.holder(name))?.owner, winners[0]);
      }
    },
  },
  {
    id: 'KV-302',
    title: 'of those who replace one version at a time one does',
    run: async (t) => {
      const clients = await clientsOf(t);
      const key = t.name('key');
      for (let round = 0; round < ROUNDS; round++) {
        const version = (await clients[0]?.get(key))?.version ?? 0;
        const done = await Promise.all(clients.map((client, index) => client.replace(key, version, `by ${index}`)));
        const winners = done.flatMap((one, index) =>
          one === undefined ? [] : [{ value: `by ${index}`, version: one }],
        );
        assert.deepEqual(winners, [await clients[0]?.get(key)]);
      }
    },
  },
  {
    id: 'KV-303',
    title: 'a bag has all that clients put in at a time',
    run: async (t) => {
      const bag = t.name('bag');
      const clients = await clientsOf(t);
      await Promise.all(
        clients.map(async (client, index) => {
          for (let round = 0; round < ROUNDS; round++) await client.putIn(bag, `${index}-${round}`, 'x', LONG_US);
        }),
      );
      assert.equal((await clients[0]?.list(bag))?.size, CLIENTS * ROUNDS);
    },
  },
];
