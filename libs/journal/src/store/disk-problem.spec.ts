import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { JournalError } from '../journal-error.js';
import { diskProblem } from './disk-problem.js';
import { ShardLock } from './shard-lock.js';

const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('diskProblem', () => {
  it('says in words what the system and SQLite say in numbers', () => {
    const system = (code: string): Error => Object.assign(new Error(`${code}: no`), { code });
    const sqlite = (errcode: number): Error => Object.assign(new Error('no'), { code: 'ERR_SQLITE_ERROR', errcode });
    const full = 'cannot write to /x: the disk is full';
    expect([system('ENOSPC'), sqlite(13)].map((error) => diskProblem('/x', error).message)).toEqual([full, full]);
    // 1544: SQLITE_READONLY with a detail in its upper bits.
    const denied = 'cannot write to /x: this user may not write there';
    expect([system('EACCES'), sqlite(8), sqlite(1544)].map((error) => diskProblem('/x', error).message)).toEqual([
      denied,
      denied,
      denied,
    ]);
    expect(diskProblem('/x', new Error('odd'))).toMatchObject({
      code: 'JOURNAL_WRITE',
      message: 'cannot write to /x: odd',
    });
  });

  it('leaves an error of the journal as it is', () => {
    const corrupt = new JournalError('JOURNAL_CORRUPT', 'records are missing');
    expect(diskProblem('/x', corrupt)).toBe(corrupt);
  });
});

describe('ShardLock', () => {
  it('tells a lock that is held from a file that cannot be used', () => {
    const held = tempDir();
    const other = new DatabaseSync(join(held, 'shard.lock.db'));
    other.exec('BEGIN EXCLUSIVE');
    expect(thrown(() => ShardLock.take(held))).toMatchObject({ code: 'JOURNAL_LOCKED' });
    other.close();
    const missing = join(tempDir(), 'missing');
    expect(
      diskProblem(
        missing,
        thrown(() => ShardLock.take(missing)),
      ),
    ).toMatchObject({
      code: 'JOURNAL_WRITE',
      message: `cannot write to ${missing}: its files cannot be opened or made`,
    });
  });
});
