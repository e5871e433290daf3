import { strictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OrderEngine, encodeRecord } from '@bourseworks/order-engine';
import { isInMemory } from './broker/disk.js';
import { defineBench, type BenchContext } from './harness/bench.js';
import { quantile } from './harness/rounds.js';
import { syncTimes } from './oms/disk.js';
import { engineOptions, fill, loadOms, nextOrder, openCore, replicaData, type Core } from './oms/oms.js';
import { rowsPerSecond } from './oms/rows.js';

const IN_FLIGHT = 64;
const MANY_IN_FLIGHT = 1_000;
const LIVE_ORDERS = 100_000;

/** Sends `count` orders with so many under way at a time; times of each until it is durable, microseconds, ascending. */
async function durableTimes(core: Core, count: number, inFlight: number): Promise<Float64Array> {
  const times = new Float64Array(count);
  let next = 0;
  const desk = async (): Promise<void> => {
    while (next < count) {
      const at = next++;
      const startedAt = performance.now();
      const { clOrdId } = await core.command((engine, nowUs) => engine.submit(nextOrder(nowUs), nowUs));
      times[at] = (performance.now() - startedAt) * 1_000;
      if (clOrdId !== undefined) core.perform((engine, nowUs) => fill(engine, clOrdId, nowUs));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, desk));
  return times.sort();
}

/** Orders through the engine, records encoded, nothing journaled: microseconds of each, ascending. */
function memoryTimes(count: number): Float64Array {
  const engine = new OrderEngine(engineOptions());
  engine.beginEpoch(1, 1);
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const nowUs = 1_700_000_000_000_000 + i * 100;
    const order = nextOrder(nowUs);
    const startedAt = process.hrtime.bigint();
    const { records, reply } = engine.submit(order, nowUs);
    for (const record of records) encodeRecord(record);
    times[i] = Number(process.hrtime.bigint() - startedAt) / 1_000;
    if (reply?.clOrdId !== undefined) fill(engine, reply.clOrdId, nowUs);
  }
  return times.sort();
}

function bytesPerLiveOrder(): number {
  const used = (): number => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const engine = new OrderEngine(engineOptions());
  engine.beginEpoch(1, 1);
  for (let i = 0; i < LIVE_ORDERS; i++) engine.submit(nextOrder(1_700_000_000_000_000 + i), 1_700_000_000_000_000 + i);
  strictEqual(engine.openOrders().length, LIVE_ORDERS);
  const bytes = (used() - before) / LIVE_ORDERS;
  strictEqual(engine.lastSequence > LIVE_ORDERS, true);
  return bytes;
}

/** Fills a journal with orders and their fills, then opens it without a snapshot and with one that lacks the last records. */
async function restarts(directory: string, records: number, say: BenchContext['say']): Promise<Record<string, number>> {
  const oms = await loadOms();
  const core = openCore(oms, directory);
  const trade = async (through: number): Promise<void> => {
    while (core.engine.lastSequence < through) {
      for (let i = 0; i < 500; i++) {
        const { reply } = core.perform((engine, nowUs) => engine.submit(nextOrder(nowUs), nowUs));
        const id = reply?.clOrdId;
        if (id !== undefined) core.perform((engine, nowUs) => fill(engine, id, nowUs));
      }
      await core.quiet();
    }
  };
  const open = async (): Promise<{ seconds: number; hash: string; restored: number }> => {
    const startedAt = performance.now();
    const opened = openCore(oms, directory);
    const seconds = (performance.now() - startedAt) / 1_000;
    const found = { seconds, hash: opened.engine.stateHash(), restored: opened.restoredSequence };
    await opened.close();
    return found;
  };
  await trade(records - 2_000);
  say(`${records} records are written`);
  const startedAt = performance.now();
  const { bytes } = oms.makeSnapshot(replicaData(directory));
  const snapshotSeconds = (performance.now() - startedAt) / 1_000;
  await trade(records);
  await core.close();
  const withSnapshot = await open();
  strictEqual(withSnapshot.restored > 0, true);
  rmSync(join(directory, `snapshot-${withSnapshot.restored}`));
  const without = await open();
  strictEqual(without.restored, 0);
  return {
    restartRecords: records,
    restartWithSnapshotSeconds: withSnapshot.seconds,
    restartWithoutSnapshotSeconds: without.seconds,
    firstSnapshotSeconds: snapshotSeconds,
    snapshotBytes: bytes,
  };
}

async function measured(folder: string, { quick, rounds, say }: BenchContext) {
  const oms = await loadOms();
  const count = quick ? 2_000 : 6_000;
  const core = openCore(oms, join(folder, 'core'));
  const single: Float64Array[] = [];
  const found = await rounds({
    sync: () => quantile(syncTimes(folder, 200), 0.5),
    durable: async () => {
      const times = await durableTimes(core, count, IN_FLIGHT);
      single.push(times);
      return quantile(times, 0.5);
    },
    ordersPerSecond: async () => {
      const startedAt = performance.now();
      await durableTimes(core, count * 2, MANY_IN_FLIGHT);
      return (count * 2) / ((performance.now() - startedAt) / 1_000);
    },
    rows: () => rowsPerSecond(join(folder, 'rows'), quick ? 50_000 : 200_000),
  });
  await core.close();
  say('orders and rows are measured');
  const memory = memoryTimes(quick ? 20_000 : 100_000);
  const restart = await restarts(join(folder, 'restart'), quick ? 50_000 : 1_000_000, say);
  return { found, memory, restart, p99: quantile(single.at(-1) ?? [], 0.99) };
}

/**
 * Orders through the core of the OMS, durable before they are answered, beside what one sync of the disk takes in the same
 * run; the journal alone beside a sync for each record; a restart from a journal of a million records.
 */
export const bench = defineBench({
  name: 'oms',
  goals: [
    { name: 'durableP50RatioVsFsync', op: '<=', goal: 3 },
    { name: 'journalRatioVsFsyncPerRecord', op: '>=', goal: 100 },
  ],
  async measure(context) {
    const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'bourseworks-oms-'));
    if (isInMemory(folder)) throw new Error(`${folder} is in memory: name a folder on a disk with BENCH_DIR`);
    try {
      const bytes = bytesPerLiveOrder();
      const { found, memory, restart, p99 } = await measured(folder, context);
      return {
        values: {
          durableP50RatioVsFsync: found.durable.median / found.sync.median,
          journalRatioVsFsyncPerRecord: (found.rows.median * found.sync.median) / 1e6,
        },
        figures: {
          syncUs: found.sync,
          durableP50Us: found.durable,
          durableP99UsOfLastRound: p99,
          durableOrdersPerSecond: found.ordersPerSecond,
          journalRowsPerSecond: found.rows,
          inMemoryP50Us: quantile(memory, 0.5),
          inMemoryP99Us: quantile(memory, 0.99),
          ...restart,
          megabytesPer100kLiveOrders: (bytes * LIVE_ORDERS) / 2 ** 20,
        },
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});
