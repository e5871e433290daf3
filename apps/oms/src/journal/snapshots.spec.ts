import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '@bourseworks/ports';
import type { Metrics } from '@bourseworks/observability';
import type { OrderEvent } from '@bourseworks/order-engine';
import { eventually, tempDir } from '@bourseworks/testkit';
import { buy, FakeBroker, instrument, load, loadOms, openOms, type OpenedOms } from '../testing/oms.js';
import type * as BookModule from '../figures/performance-book.js';
import type * as SnapshotsModule from './snapshots.js';
import type * as StreamsModule from './stream-ends.js';

type Modules = typeof BookModule & typeof SnapshotsModule & typeof StreamsModule;
let modules: Modules;
beforeAll(async () => {
  await loadOms();
  modules = {
    ...(await load<typeof BookModule>('apps/oms/src/figures/performance-book.js')),
    ...(await load<typeof SnapshotsModule>('apps/oms/src/journal/snapshots.js')),
    ...(await load<typeof StreamsModule>('apps/oms/src/journal/stream-ends.js')),
  };
});

const metrics = {
  counter: () => ({ inc: () => undefined }),
  gauge: () => ({ set: () => undefined }),
} as unknown as Metrics;

/** An OMS that begins with a snapshot if there is one. */
function open(directory: string, environment = 'test') {
  const seen = { restored: 0, replayed: [] as OrderEvent[], streams: [] as unknown[], fills: () => 0 };
  const logged: Record<string, unknown>[] = [];
  const note = (fields: object): void => void logged.push(fields as Record<string, unknown>);
  const log = { debug: note, info: note, warn: note, error: note };
  const engine = () => {
    const streams = new modules.StreamEnds();
    const performance = new modules.PerformanceBook([{ id: 'A', currency: 'USD' }]);
    // Each fill trades 250 lots of 0.001 at 10.
    seen.fills = () => (performance.of('A')?.performance.activity.fillImage() ?? 0) / 2.5;
    const instruments = { find: () => instrument };
    const { onFill } = performance;
    return { environment, onFill, instruments, extras: { performance, streams }, streams };
  };
  const first = engine();
  let { streams } = first;
  const oms: OpenedOms = openOms(directory, new FakeBroker(), first, {
    log,
    renew: () => {
      const next = engine();
      ({ streams } = next);
      return next;
    },
    restored: (sequence) => {
      seen.restored = sequence;
      seen.streams = [...streams];
    },
    replayed: (event) => void seen.replayed.push(event),
  });
  return { ...oms, seen, logged };
}

type Opened = ReturnType<typeof open>;

function keep(
  { core }: Opened,
  data: { directory: string; risk: unknown },
  options: Partial<SnapshotsModule.SnapshotsOptions> = {},
) {
  const notes: Record<string, unknown>[] = [];
  const note = (fields: object): void => void notes.push(fields as Record<string, unknown>);
  const log = { debug: note, info: note, warn: note, error: note };
  const replica = {
    directory: data.directory,
    environment: 'test',
    accounts: [{ id: 'A', currency: 'USD', cash: 10n ** 24n }],
    risk: core.engine.limits,
  };
  const snapshots = new modules.Snapshots(core, replica, new SystemClock(), log, metrics, {
    everyRecords: 0,
    archive: false,
    ...options,
  });
  return { snapshots, notes };
}

/** Places orders and fills every second one in part. */
async function trade({ core }: Opened, from: number, count: number): Promise<void> {
  for (let i = from; i < from + count; i++) {
    const { clOrdId } = await core.command((engine, nowUs) => engine.submit(buy(i), nowUs));
    const fill = {
      clOrdId,
      execId: `e${i}`,
      execType: 'Trade',
      lastQty: 250,
      lastPx: 1_000,
      us: core.nowUs,
      ns: 0,
    } as const;
    if (i % 2 === 0) core.perform((engine, nowUs) => engine.onReport('fake', fill, nowUs));
  }
  await core.quiet();
}

async function lived(directory: string): Promise<{ hash: string; last: number; at: number }> {
  const oms = open(directory);
  const { snapshots, notes } = keep(oms, { directory, risk: undefined });
  await trade(oms, 1, 20);
  await snapshots.make();
  const at = oms.core.durableSequence;
  expect(notes).toEqual([expect.objectContaining({ event: 'journal.snapshot', sequence: at })]);
  await trade(oms, 21, 10);
  const [hash, last] = [oms.core.engine.stateHash(), oms.core.durableSequence];
  await oms.core.close();
  return { hash, last, at };
}

describe('snapshots of the OMS', () => {
  it('let a start replay only what follows, and come to the same state, fills and streams', async () => {
    const directory = tempDir();
    const { at, last } = await lived(directory);
    const { core, seen, logged } = open(directory);
    expect(seen.restored).toBe(at);
    expect(core.openedSequence).toBe(last);
    expect(logged[0]).toMatchObject({ event: 'journal.replayed', records: last - at, restoredSequence: at });
    expect(seen.replayed[0]?.sequence).toBeGreaterThan(at);
    // 10 of the snapshot, 5 of the records after it.
    expect(seen.fills()).toBe(15);
    const first = seen.replayed[0];
    expect(seen.streams).toEqual([['A/s', (first?.streamSequence ?? 0) - 1]]);
    expect(core.engine.orders({}, 100)).toHaveLength(30);
    await core.close();
  });

  it('that are damaged, or of other settings, cost time and nothing else', async () => {
    const directory = tempDir();
    const { hash, last, at } = await lived(directory);
    const path = join(directory, `snapshot-${at}`);
    const sound = readFileSync(path);
    const broken = Buffer.from(sound);
    broken[broken.length - 9] = (broken[broken.length - 9] ?? 0) ^ 4;
    writeFileSync(path, broken);
    const { core, seen, logged } = open(directory);
    expect(logged[0]).toEqual({ event: 'journal.snapshot_passed_over', file: path, reason: 'it fails its checksum' });
    expect([seen.restored, core.openedSequence, seen.fills()]).toEqual([0, last, 15]);
    await core.close();
    writeFileSync(path, sound);
    const other = open(directory, 'other');
    expect(other.logged[0]).toMatchObject({
      event: 'journal.snapshot_passed_over',
      reason: expect.stringContaining('another configuration'),
    });
    expect([other.seen.restored, other.seen.fills()]).toEqual([0, 15]);
    expect(hash).not.toBe('');
    await other.core.close();
  });

  it('are made by themselves after so many records, and archives with them', async () => {
    const directory = tempDir();
    const oms = open(directory);
    const { notes, snapshots } = keep(oms, { directory, risk: undefined }, { everyRecords: 15, archive: true });
    const made = (): number => notes.filter(({ event }) => event === 'journal.snapshot').length;
    for (let i = 0; i < 3; i++) {
      await trade(oms, 1 + i * 20, 20);
      await eventually(() => made() > i, { what: 'the next snapshot' });
    }
    expect(readdirSync(directory).filter((name) => name.startsWith('snapshot'))).toHaveLength(2);
    expect(notes.filter(({ event }) => event === 'journal.archived').length).toBeGreaterThan(0);
    await snapshots.close();
    await oms.core.close();
    const again = open(directory);
    expect(again.core.engine.orders({}, 100)).toHaveLength(60);
    await again.core.close();
  });

  it('count although what they cover cannot be archived', async () => {
    const directory = tempDir();
    const oms = open(directory);
    const { notes, snapshots } = keep(oms, { directory, risk: undefined }, { archive: true });
    await trade(oms, 1, 10);
    await snapshots.make();
    // In the way of the archive that comes next.
    mkdirSync(join(directory, `archive-1-${oms.core.durableSequence}.db.tmp`));
    await trade(oms, 11, 10);
    await snapshots.make();
    expect(notes.map(({ event }) => event)).toEqual(['journal.snapshot', 'journal.snapshot', 'journal.archive_failed']);
    await oms.core.close();
  });

  it('that cannot be written are told of, and the OMS goes on', async () => {
    const directory = tempDir();
    const oms = open(directory);
    const { snapshots, notes } = keep(oms, { directory: join(directory, 'gone'), risk: undefined });
    await trade(oms, 1, 2);
    await snapshots.make();
    expect(notes).toEqual([expect.objectContaining({ event: 'journal.snapshot_failed', reason: expect.any(String) })]);
    await trade(oms, 3, 2);
    await oms.core.close();
  });
});
