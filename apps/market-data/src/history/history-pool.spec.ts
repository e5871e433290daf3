import { readdirSync, readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Adjustment, Refusal } from '@bourseworks/domain';
import { SystemClock } from '@bourseworks/ports';
import { eventually } from '@bourseworks/testkit';
import { fakeAdapter, instrument, MemoryLog, workerUrl } from '../../test/fake-adapter.js';
import { HistoryPool, type HistoryReader } from './history-pool.js';
import type { EncodedPart } from './history-protocol.js';

/** A reader that takes parts as fast as the test lets it. */
class Reader implements HistoryReader {
  readonly parts: number[] = [];
  outcome: string | undefined;
  private free: (() => void)[] = [];

  constructor(private readonly slow = false) {}

  async part({ items }: EncodedPart): Promise<void> {
    this.parts.push(items);
    if (this.slow) await new Promise<void>((resolve) => this.free.push(resolve));
  }
  end(): void {
    this.outcome = 'end';
  }
  fail(refusal: Refusal): void {
    this.outcome = refusal.code;
  }
  take(): void {
    this.free.shift()?.();
  }
}

/** Threads of this process that give way to others; only Linux tells. */
function givingWay(): number {
  return readdirSync('/proc/self/task').filter((thread) => {
    // Behind the name, which may hold spaces: state is the first field, the priority the seventeenth.
    const [, rest = ''] = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(/\) (.*)/s);
    return Number(rest.split(' ')[16]) === constants.priority.PRIORITY_BELOW_NORMAL;
  }).length;
}

describe('HistoryPool', () => {
  let pool: HistoryPool;
  let log: MemoryLog;
  afterEach(async () => pool.stop());

  async function start(workers = 1, queue = 1): Promise<void> {
    log = new MemoryLog();
    const data = fakeAdapter('history');
    pool = new HistoryPool({
      workers,
      queue,
      data,
      clock: new SystemClock(),
      log,
      workerUrl: workerUrl('history/history.worker.js'),
    });
    pool.start();
    await eventually(() => pool.isUp);
  }

  function submit(
    requestId: string,
    fromUs: number,
    toUs: number,
    reader = new Reader(),
  ): { reader: Reader; code: string | undefined } {
    const refused = pool.submit(
      { requestId, adapter: 'fake', query: { instrument, kind: 'trade', fromUs, toUs } },
      reader,
    );
    return { reader, code: refused?.refusal.code };
  }

  it('hands on all parts, then the end', async () => {
    await start();
    const { reader } = submit('a', 0, 35);
    await eventually(() => reader.outcome);
    expect([reader.parts, reader.outcome]).toEqual([[10, 10, 10, 5], 'end']);
  });

  (process.platform === 'linux' ? it : it.skip)('its threads give way to all others', async () => {
    const [own, before] = [getPriority(), givingWay()];
    await start(2);
    expect([getPriority(), givingWay()]).toEqual([own, before + 2]);
  });

  it('a slow reader holds the adapter: no more than the window is read ahead', async () => {
    await start();
    const { reader } = submit('a', 0, 1_000, new Reader(true));
    for (let taken = 1; taken <= 5; taken++) {
      await eventually(() => reader.parts.length === taken);
      reader.take();
    }
    expect(pool.cancel('a')).toBe(true);
    expect(reader.outcome).toBe('HISTORY_CANCELLED');
    reader.take();
    const next = submit('b', 0, 10);
    await eventually(() => next.reader.outcome === 'end');
    expect(reader.parts.length).toBeLessThanOrEqual(7);
  });

  it('beyond workers and queue it is busy, and free again afterwards', async () => {
    await start(2, 1);
    const slow = ['a', 'b', 'c'].map((id) => submit(id, 0, 20, new Reader(true)));
    expect(slow.map(({ code }) => code)).toEqual([undefined, undefined, undefined]);
    expect(submit('d', 0, 10).code).toBe('HISTORY_BUSY');
    expect(submit('a', 0, 10).code).toBe('BAD_REQUEST');
    expect(pool.cancel('c')).toBe(true);
    expect(submit('e', 0, 10).code).toBeUndefined();
    await eventually(() => {
      for (const { reader } of slow) reader.take();
      return slow.slice(0, 2).every(({ reader }) => reader.outcome === 'end');
    });
    expect(slow[2].reader.outcome).toBe('HISTORY_CANCELLED');
  });

  it('passes the refusal of the adapter on by code', async () => {
    await start();
    const { reader } = submit('a', 1, 10);
    await eventually(() => reader.outcome === 'HISTORY_NOT_FOUND');
    const unknown = new Reader();
    pool.submit({ requestId: 'b', adapter: 'nope', query: { instrument, kind: 'trade', fromUs: 0, toUs: 1 } }, unknown);
    await eventually(() => unknown.outcome === 'ADAPTER_UNKNOWN');
  });

  it('asks an adapter for the adjustments alone that it offers', async () => {
    await start();
    const ask = async (adjustment: Adjustment): Promise<string | undefined> => {
      const reader = new Reader();
      const query = { instrument, kind: 'trade' as const, fromUs: 0, toUs: 10, adjustment };
      pool.submit({ requestId: adjustment, adapter: 'fake', query }, reader);
      return eventually(() => reader.outcome);
    };
    expect([await ask('raw'), await ask('split'), await ask('all')]).toEqual(['end', 'end', 'ADJUSTMENT_UNSUPPORTED']);
  });

  it('a crash fails its request only; the thread comes back and serves what waited', async () => {
    await start();
    const crashed = submit('a', 2, 10);
    const waiting = submit('b', 0, 10);
    await eventually(() => crashed.reader.outcome === 'ADAPTER_FAILED');
    await eventually(() => waiting.reader.outcome === 'end');
    expect(pool.crashes).toBe(1);
    expect(log.events()).toContain('thread.crashed');
  });

  it('stopping cancels what runs and what waits', async () => {
    await start();
    const readers = [submit('a', 3, 10), submit('b', 0, 10)];
    await pool.stop();
    expect(readers.map(({ reader }) => reader.outcome)).toEqual(['HISTORY_CANCELLED', 'HISTORY_CANCELLED']);
    expect(submit('c', 0, 10).code).toBe('HISTORY_BUSY');
  });
});
