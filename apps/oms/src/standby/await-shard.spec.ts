import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { ShardLock } from '@bourseworks/journal';
import { SystemClock } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { silent } from '../testing/oms.js';
import { awaitShard } from './await-shard.js';

function waitOn(directory: string) {
  let waits = 0;
  const onWait = (): Promise<void> => {
    waits++;
    return Promise.resolve();
  };
  const lock = awaitShard({ directory, clock: new SystemClock(), log: silent, onWait });
  return { lock, waits: () => waits };
}

describe('awaitShard', () => {
  it('takes a free shard at once, also one that was never there', async () => {
    const { lock, waits } = waitOn(join(tempDir(), 'oms'));
    (await lock).release();
    expect(waits()).toBe(0);
  });

  it('waits while another is active, says so once, and takes over when that one ends', async () => {
    const directory = tempDir();
    const active = new DatabaseSync(join(directory, 'shard.lock.db'));
    active.exec('BEGIN EXCLUSIVE');
    const { lock, waits } = waitOn(directory);
    const first = await Promise.race([lock.then(() => 'taken'), new Promise((go) => setTimeout(go, 350, 'waiting'))]);
    expect([first, waits()]).toEqual(['waiting', 1]);
    active.close();
    const taken = await lock;
    expect(() => ShardLock.take(directory)).toThrow(expect.objectContaining({ code: 'JOURNAL_LOCKED' }));
    taken.release();
  });
});
