import type { TimeSeries } from '@bourseworks/ports';
import { STORE_ABSENCES, type StoreAbsence } from '../../key-value-contract/index.js';
import type { TimeSeriesCase } from '../contract-case.js';
import { trades } from '../points.js';
import type { TimeSeriesTrial } from '../trial.js';

/** All at a time, as a service asks. `silent` refuses what changes the store, `gone` questions too. */
async function allRefused(t: TimeSeriesTrial, how: StoreAbsence, client: TimeSeries): Promise<void> {
  const key = t.key('asked');
  const calls: (() => Promise<unknown>)[] = [
    () => client.write(key, trades(10)),
    () => client.write(key, trades(1)),
    () => client.remove(key, 0, Number.MAX_SAFE_INTEGER),
  ];
  if (how === 'gone')
    calls.push(
      () => t.read(client, key),
      () => client.series(),
      () => client.bytes(),
    );
  await Promise.all(calls.map((call) => t.refused('STORE_UNAVAILABLE', call)));
}

const numbered = (first: number, how: StoreAbsence): TimeSeriesCase[] => [
  {
    id: `TS-${first}`,
    title: `a store that is ${how} is told in bounded time, and used again once it is back`,
    needs: ['leave', 'comeBack'],
    run: async (t) => {
      const client = await t.client();
      await client.write(t.key('asked'), trades(100, 0, 1));
      await t.control('leave')(how);
      try {
        await allRefused(t, how, client);
        await allRefused(t, how, client);
      } finally {
        await t.control('comeBack')();
      }
      await t.answered(() => t.holds(client, t.key('asked'), trades(100, 0, 1)));
      await client.write(t.key('asked'), trades(100, 0, 2));
      await t.holds(client, t.key('asked'), trades(100, 0, 2));
    },
  },
  {
    id: `TS-${first + 1}`,
    title: `a client that begins while the store is ${how} finds it once it is back`,
    needs: ['leave', 'comeBack'],
    run: async (t) => {
      const before = await t.client();
      await before.write(t.key('before'), trades(100));
      await t.control('leave')(how);
      let client: TimeSeries;
      try {
        client = await t.client();
        await allRefused(t, how, client);
      } finally {
        await t.control('comeBack')();
      }
      await t.answered(() => t.holds(client, t.key('before'), trades(100)));
    },
  },
];

export const ABSENCES: readonly TimeSeriesCase[] = STORE_ABSENCES.flatMap((how, index) =>
  numbered(600 + 10 * index, how),
);
