import { Kysely, MssqlAdapter, type Dialect, type Transaction } from 'kysely';
import { migrateToLatest } from './migrate.js';
import type { Schema } from './schema.js';
import { openFailure } from './sqlite/open-failure.js';
import { NodeSqliteDialect } from './sqlite/sqlite-dialect.js';
import type { SqliteOptions } from './sqlite/sqlite-driver.js';
import { insideTransaction, withinScope } from './transaction-scope.js';

export type Tx = Transaction<Schema>;

/** The database. Opened with every migration applied. */
export class Db {
  readonly kysely: Kysely<Schema>;

  /** For other dialects and for tools; services call `open`. */
  constructor(dialect: Dialect) {
    this.kysely = new Kysely<Schema>({ dialect });
  }

  /**
   * Opens a SQLite file and brings it up to date. Any number of processes may do so at once.
   *
   * @throws ConfigError for a file that is damaged, cannot be written, or comes from another version.
   */
  static async open(options: SqliteOptions): Promise<Db> {
    const db = new Db(new NodeSqliteDialect(options));
    try {
      if (options.readOnly !== true) await migrateToLatest(db.kysely);
      return db;
    } catch (error) {
      await db.close();
      throw openFailure(options.path, error);
    }
  }

  /**
   * All or nothing; when it resolves the work is on the disk. A throw inside rolls back and comes out unchanged: also the
   * way to refuse half-way. Keep it short: on SQLite everybody else waits meanwhile. Inside use only the transaction.
   *
   * @throws DatabaseBusyError when too many wait for the database already, or for too long.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (insideTransaction()) throw new Error('a transaction inside a transaction: pass the one there is');
    // What SQLite does anyway; SQL Server would else let two tabs count to the limit, or read the last audit row, at once.
    const transaction = this.kysely.transaction().setIsolationLevel('serializable');
    return transaction.execute((tx) => withinScope(() => work(tx)));
  }

  /** Several reads of the same moment. Waits for no writer of another process; writes nothing. */
  async snapshot<T>(work: (tx: Pick<Tx, 'selectFrom'>) => Promise<T>): Promise<T> {
    if (insideTransaction()) throw new Error('a transaction inside a transaction: pass the one there is');
    const transaction = this.kysely.transaction();
    const reading =
      this.kysely.getExecutor().adapter instanceof MssqlAdapter
        ? transaction.setIsolationLevel('snapshot')
        : transaction.setAccessMode('read only');
    return reading.execute((tx) => withinScope(() => work(tx)));
  }

  async close(): Promise<void> {
    await this.kysely.destroy();
  }
}
