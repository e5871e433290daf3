import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { HeldSpool } from '../../testing/held-spool.js';
import { until } from '../../testing/real-client.js';
import { Committer } from './committer.js';
import type { SpoolChange } from './spool.js';

const gone = (id: number): SpoolChange => ({ kind: 'messageGone', id });
const publisher = (name: string, lastId: number): SpoolChange => ({
  kind: 'publisher',
  publisher: { name, owner: 'me', lastId, usedAt: 0 },
});
const message = (id: number, bytes: number): SpoolChange => ({
  kind: 'message',
  message: {
    id,
    queueId: 1,
    frame: Buffer.alloc(bytes),
    expiresAt: 0,
    deadMessageEligible: false,
    deliveries: 0,
    deadReason: '',
  },
});

interface Held {
  readonly spool: HeldSpool;
  readonly committer: Committer;
  /** What became of it, in order. */
  readonly log: string[];
}

function make(maxWaitingBytes = 1_000_000): Held {
  const spool = new HeldSpool();
  spool.held = true;
  const log: string[] = [];
  const committer = new Committer(spool, {
    maxWaitingBytes,
    retryMs: 1,
    onFailure: (error) => log.push((error as Error).message),
    onRecovery: () => log.push('recovered'),
  });
  return { spool, committer, log };
}

describe('Committer', () => {
  it('gathers while a commit is under way, and tells of a batch after its own commit', async () => {
    const { spool, committer, log } = make();
    const add = (id: number): void => {
      committer.add(gone(id));
      committer.whenStored(() => log.push(`stored ${id}`));
    };
    add(1);
    add(2);
    expect(spool.batches).toEqual([]);
    await turn();
    add(3);
    await turn();
    add(4);
    expect(committer.batch).toBe(2);
    expect([spool.batches, log]).toEqual([[[gone(1), gone(2)]], []]);
    spool.release();
    await until('the second commit', () => spool.waits);
    expect([spool.batches.at(-1), log]).toEqual([
      [gone(3), gone(4)],
      ['stored 1', 'stored 2'],
    ]);
    spool.release();
    await until('the end', () => log.length === 4);
    expect(committer.commits).toBe(2);
  });

  it('makes who adds nothing wait for what is under way', async () => {
    const { spool, committer, log } = make();
    committer.add(gone(1));
    await turn();
    committer.whenStored(() => log.push('told'));
    await turn();
    expect(log).toEqual([]);
    spool.release();
    await until('the news', () => log.length === 1);
    expect(spool.batches).toHaveLength(1);
  });

  it('stores the last number of a publisher only, and none of one that is forgotten', async () => {
    const { spool, committer } = make();
    for (const change of [publisher('a', 1), publisher('b', 1), gone(1), publisher('a', 2)]) committer.add(change);
    committer.add({ kind: 'publisherGone', name: 'b' });
    await turn();
    expect(spool.batches).toEqual([[gone(1), { kind: 'publisherGone', name: 'b' }, publisher('a', 2)]]);
  });

  it('keeps a batch that fails, and what comes meanwhile behind it', async () => {
    const { spool, committer, log } = make();
    committer.add(gone(1));
    committer.whenStored(() => log.push('stored 1'));
    await turn();
    spool.release(new Error('full'));
    await until('the second try', () => spool.waits);
    expect(committer.failing).toBe(true);
    committer.add(gone(2));
    committer.whenStored(() => log.push('stored 2'));
    spool.release();
    await until('the next', () => spool.waits);
    expect(committer.failing).toBe(false);
    spool.letGo();
    await until('the end', () => log.includes('stored 2'));
    expect(log).toEqual(['full', 'recovered', 'stored 1', 'stored 2']);
    expect(spool.batches).toEqual([[gone(1)], [gone(1)], [gone(2)]]);
  });

  it('is behind above its bound until half of it is left, full at twice as much', async () => {
    const { spool, committer, log } = make(1_000);
    committer.add(message(1, 900));
    await turn();
    expect([committer.behind, committer.full]).toEqual([true, false]);
    committer.add(message(2, 900));
    expect([committer.behind, committer.full]).toEqual([true, true]);
    committer.whenRelieved(() => log.push('relieved'));
    spool.release();
    await until('the second commit', () => spool.waits);
    expect([committer.behind, committer.full, log]).toEqual([true, false, []]);
    spool.release();
    await until('relief', () => log.length === 1);
    expect([committer.behind, committer.waitingBytes]).toEqual([false, 0]);
  });

  it('lets nobody wait for a storage that fails, nor for too long', async () => {
    const { spool, committer, log } = make(100);
    committer.add(message(1, 900));
    await turn();
    committer.whenRelieved(() => log.push('after a moment'));
    await until('the moment', () => log.length === 1);
    committer.whenRelieved(() => log.push('failing'));
    spool.release(new Error('full'));
    await until('relief', () => log.includes('failing'));
    expect([committer.behind, committer.full]).toEqual([false, true]);
  });

  it('is closed once everything is stored, what is under way and what waits behind it', async () => {
    const { spool, committer } = make();
    committer.add(gone(1));
    await turn();
    committer.add(gone(2));
    let closed = false;
    const closing = committer.close().then(() => (closed = true));
    await turn();
    spool.release();
    await until('the last commit', () => spool.waits);
    expect([spool.batches, closed]).toEqual([[[gone(1)], [gone(2)]], false]);
    spool.release();
    await closing;
  });

  it('does not hide that the last commit failed', async () => {
    const { spool, committer } = make();
    committer.add(gone(1));
    await turn();
    const closing = committer.close();
    spool.release(new Error('full'));
    await until('the last try', () => spool.waits);
    spool.release(new Error('still full'));
    await expect(closing).rejects.toThrow('still full');
    expect(spool.batches).toEqual([[gone(1)], [gone(1)]]);
  });
});
