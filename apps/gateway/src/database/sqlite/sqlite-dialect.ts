import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { DatabaseIntrospector, Dialect, DialectAdapter, Kysely, QueryCompiler } from 'kysely';
import { SqliteDriver, type SqliteOptions } from './sqlite-driver.js';

class NodeSqliteAdapter extends SqliteAdapter {
  /** SQLite changes tables inside transactions: a migration that fails half-way leaves nothing behind. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** There is one, but the driver itself lines up its users: Kysely's own line has no bound and no limit of the wait. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

/** Kysely over the SQLite of Node itself: no native package to install. */
export class NodeSqliteDialect implements Dialect {
  constructor(private readonly options: SqliteOptions) {}

  createDriver(): SqliteDriver {
    return new SqliteDriver(this.options);
  }

  createAdapter(): DialectAdapter {
    return new NodeSqliteAdapter();
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}
