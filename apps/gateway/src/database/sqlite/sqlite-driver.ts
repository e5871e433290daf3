import { DatabaseSync } from 'node:sqlite';
import type { DatabaseConnection, Driver, TransactionSettings } from 'kysely';
import { insideTransaction } from '../transaction-scope.js';
import { ConnectionQueue } from './connection-queue.js';
import { whileBusy } from './sqlite-busy.js';
import { SqliteConnection } from './sqlite-connection.js';

export interface SqliteOptions {
  /** The file; made where it does not exist, its folder is not. */
  readonly path: string;
  /** Uses of the connection that may wait. */
  readonly maxWaiting?: number;
  /** Milliseconds that one of them may wait. */
  readonly maxWaitMs?: number;
  /** Prepared statements kept. */
  readonly statements?: number;
  /** For tools that only look, such as the verifier of the audit log. */
  readonly readOnly?: boolean;
}

/** SQLite itself waits this long, which covers most collisions between processes; the rest is waited for off the loop. */
const SQLITE_TIMEOUT_MS = 20;

/**
 * FULL and not NORMAL: what a person was told is saved must survive a power cut, and each change commits together with
 * its row of the audit log. A commit costs one sync of the disk, some milliseconds; these writes are at human pace.
 */
const PRAGMAS = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON';

/**
 * One connection, since `DatabaseSync` works on the calling thread anyway: more of them would only make writers collide.
 * Whoever comes while it is taken waits in a bounded line, so that a reader never sees half a transaction.
 */
export class SqliteDriver implements Driver {
  private readonly queue: ConnectionQueue;
  private connection: SqliteConnection | undefined;

  constructor(private readonly options: SqliteOptions) {
    this.queue = new ConnectionQueue(options.maxWaiting ?? 1_000, options.maxWaitMs ?? 10_000);
  }

  async init(): Promise<void> {
    const { path, readOnly = false, statements = 256 } = this.options;
    const database = new DatabaseSync(path, { readOnly, timeout: SQLITE_TIMEOUT_MS });
    try {
      // Another process may hold the file for the switch to the write-ahead log, or recover it after a crash.
      if (!readOnly) await whileBusy(() => database.exec(PRAGMAS));
    } catch (error) {
      database.close();
      throw error;
    }
    this.connection = new SqliteConnection(database, statements);
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.connection === undefined) throw new Error('the database is not open');
    // It would wait for the end of the transaction that waits for it.
    if (insideTransaction()) throw new Error('inside a transaction use the transaction, not the database');
    await this.queue.acquire();
    return this.connection;
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await own(connection).begin(settings.accessMode === 'read only');
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await own(connection).commit();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    own(connection).rollback();
  }

  async releaseConnection(): Promise<void> {
    this.queue.release();
  }

  async destroy(): Promise<void> {
    this.connection?.close();
    this.connection = undefined;
  }
}

function own(connection: DatabaseConnection): SqliteConnection {
  if (connection instanceof SqliteConnection) return connection;
  throw new Error('a connection of another driver');
}
