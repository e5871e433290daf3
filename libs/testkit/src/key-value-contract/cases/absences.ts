import assert from 'node:assert/strict';
import type { KeyValue } from '@bourseworks/ports';
import type { KeyValueCase } from '../contract-case.js';
import { STORE_ABSENCES, type StoreAbsence } from '../harness.js';
import type { KeyValueTrial } from '../trial.js';

const LONG_US = 600_000_000;

/** What changes a store; `gone` refuses questions too. */
const changes = (client: KeyValue, name: string): (() => Promise<unknown>)[] => [
  () => client.put(name, 'never'),
  () => client.replace(name, 0, 'never'),
  () => client.putIn(name, 'm', 'never', LONG_US),
  () => client.removeFrom(name, 'm'),
  () => client.acquire(name, 'other', LONG_US),
  () => client.renew(name, 'one', 1, LONG_US),
  () => client.release(name, 'one', 1),
];

const questions = (client: KeyValue, name: string): (() => Promise<unknown>)[] => [
  () => client.get(name),
  () => client.list(name),
  () => client.holder(name),
];

/** All at a time, as a service asks: a bound for each that held only in turn would be none. */
async function allRefused(t: KeyValueTrial, how: StoreAbsence, client: KeyValue, name: string): Promise<void> {
  const calls = changes(client, name);
  if (how === 'gone') calls.push(...questions(client, name));
  await Promise.all(calls.map((call) => t.refused('STORE_UNAVAILABLE', call)));
}

const numbered = (first: number, how: StoreAbsence): KeyValueCase[] => [
  {
    id: `KV-${first}`,
    title: `a store that is ${how} is told in bounded time, and used again once it is back`,
    needs: ['leave', 'comeBack'],
    run: async (t) => {
      const [patient, client] = [await t.client(), await t.client('impatient')];
      const name = t.name(`held-${how}`);
      const version = await patient.put(name, 'a');
      const token = (await patient.acquire(name, 'one', LONG_US))?.token ?? 0;
      // One that was there before.
      await t.answered(() => client.get(name));
      await t.control('leave')(how);
      try {
        await allRefused(t, how, client, t.name(`asked-${how}`));
        await allRefused(t, how, client, t.name(`asked-${how}`));
      } finally {
        await t.control('comeBack')();
      }
      assert.deepEqual(await t.answered(() => client.get(name)), { value: 'a', version });
      const renewed = await t.answered(() => client.renew(name, 'one', token, LONG_US));
      assert.equal(renewed?.token, token);
    },
  },
  {
    id: `KV-${first + 1}`,
    title: `a client that begins while the store is ${how} finds it once it is back`,
    needs: ['leave', 'comeBack'],
    run: async (t) => {
      const before = await t.client();
      await before.put(t.name('before'), 'a');
      await t.control('leave')(how);
      let client: KeyValue;
      try {
        client = await t.client('impatient');
        await allRefused(t, how, client, t.name(`asked-${how}`));
      } finally {
        await t.control('comeBack')();
      }
      assert.equal((await t.answered(() => client.get(t.name('before'))))?.value, 'a');
    },
  },
];

export const ABSENCES: readonly KeyValueCase[] = STORE_ABSENCES.flatMap((how, index) =>
  numbered(600 + 10 * index, how),
);
