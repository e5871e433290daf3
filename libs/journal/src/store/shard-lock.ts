import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { JournalError } from '../journal-error.js';
import { SQLITE_BUSY, sqliteCode } from './disk-problem.js';

/**
 * Which process is active for a shard: the one that holds an exclusive transaction on a file that nothing else opens
 * (closing any descriptor of that file in this process would drop the lock). It is not a lease: it ends with the process,
 * also by kill -9, and never by a timer. The directory must be a local or single-writer volume, never NFS.
 */
export class ShardLock {
  private constructor(private readonly database: DatabaseSync) {}

  /** @throws JournalError JOURNAL_LOCKED when another process is active; what SQLite says when the file cannot be used. */
  static take(directory: string): ShardLock {
    const database = new DatabaseSync(join(directory, 'shard.lock.db'), { timeout: 0 });
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (sqliteCode(error) !== SQLITE_BUSY) throw error;
      throw new JournalError(
        'JOURNAL_LOCKED',
        `another process is active on ${directory} (${(error as Error).message})`,
      );
    }
    return new ShardLock(database);
  }

  release(): void {
    this.database.close();
  }
}
