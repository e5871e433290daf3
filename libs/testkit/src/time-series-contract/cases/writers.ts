import assert from 'node:assert/strict';
import type { TimeSeriesCase } from '../contract-case.js';
import { WRITER_FIELD } from '../harness.js';
import { BASE_US, trades } from '../points.js';

const CLIENTS = 4;
const ROUNDS = 10;
const KILLS = 4;
const POINTS_PER_WRITE = 500;

export const WRITERS: readonly TimeSeriesCase[] = [
  {
    id: 'TS-400',
    title: 'clients that write to one series at a time lose nothing of each other',
    run: async (t) => {
      const clients = await Promise.all(Array.from({ length: CLIENTS }, () => t.client()));
      const count = 50;
      await Promise.all(
        clients.map(async (client, index) => {
          for (let round = 0; round < ROUNDS; round++) {
            const first = (round * CLIENTS + index) * count;
            // Half of it is what the next one writes too.
            await client.write(t.key('a'), trades(CLIENTS * ROUNDS * count).slice(first, first + count + count / 2));
          }
        }),
      );
      await t.holds(await t.client(), t.key('a'), trades(CLIENTS * ROUNDS * count));
    },
  },
  {
    id: 'TS-401',
    title: 'of those who write the same times at a time each point is whole from one of them',
    run: async (t) => {
      const clients = await Promise.all(Array.from({ length: CLIENTS }, () => t.client()));
      await Promise.all(clients.map((client, index) => client.write(t.key('a'), trades(2_000, 0, index))));
      const written = clients.map((_, index) => trades(2_000, 0, index));
      const read = await t.read(await t.client(), t.key('a'));
      for (const [index, one] of read.entries())
        assert.deepEqual(one, written[Number(one.fields['value'])]?.[index], `point ${index}`);
      assert.equal(read.length, 2_000);
    },
  },
  {
    id: 'TS-410',
    title: 'a writer that is killed leaves whole writes, all that were answered among them',
    needs: ['startWriter'],
    run: async (t) => {
      for (let kill = 0; kill < KILLS; kill++) {
        const tag = `killed-${kill}`;
        const plan = { measurement: t.measurement, tag, pointsPerWrite: POINTS_PER_WRITE };
        const writer = await t.control('startWriter')(plan);
        await writer.answered(2 + kill * 3);
        const answered = await writer.kill();
        const client = await t.client();
        const read = await t.answered(() => t.read(client, { measurement: t.measurement, tags: { tag } }));
        assert.equal(read.length % POINTS_PER_WRITE, 0);
        assert.ok(read.length >= answered * POINTS_PER_WRITE, `${read.length} points of ${answered} writes`);
        for (const [index, { us, fields }] of read.entries()) {
          assert.equal(us, index);
          assert.equal(fields[WRITER_FIELD], Math.floor(index / POINTS_PER_WRITE));
        }
        await client.write({ measurement: t.measurement, tags: { tag } }, trades(10));
        const after = await t.read(client, { measurement: t.measurement, tags: { tag } }, BASE_US);
        assert.deepEqual(after, trades(10));
      }
    },
  },
  {
    id: 'TS-411',
    title: 'what was written is there after a restart, and a client goes on by itself',
    needs: ['restart'],
    run: async (t) => {
      const client = await t.client();
      await client.write(t.key('a'), trades(2_000));
      await t.control('restart')();
      await t.answered(() => client.write(t.key('a'), trades(1_000, 2_000)));
      const read = await t.read(client, t.key('a'));
      assert.deepEqual(
        read.map(({ us }) => us),
        trades(3_000).map(({ us }) => us),
      );
    },
  },
];
